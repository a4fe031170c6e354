package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The JDK's `java.net.http`, which can send PATCH.
final class PatchClient implements Transport {
  private @Nullable HttpClient client;

  @Override
  public OcmReply.Answered send(OcmRequest request, Deadline deadline, Duration timeout)
      throws IOException, InterruptedException {
    var patch = HttpRequest.newBuilder(request.uri()).timeout(timeout);
    request.headers().forEach(patch::header);
    patch.method(
        request.method(),
        request.body() == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(request.body()));
    try {
      var answer = within(timeout.plus(GRACE), patch.build());
      return OcmReply.Answered.read(
          answer.statusCode(),
          answer.body(),
          name -> answer.headers().firstValue(name).orElse(null));
    } catch (ConnectException | HttpConnectTimeoutException unreachable) {
      throw new Unreachable(unreachable);
    } catch (HttpTimeoutException late) {
      var failure = new SocketTimeoutException("no answer in time");
      failure.initCause(late);
      throw failure;
    }
  }

  /// The client's own timeout ends with the headers of a response.
  private HttpResponse<byte[]> within(Duration limit, HttpRequest request)
      throws IOException, InterruptedException {
    var call = client().sendAsync(request, _ -> new BoundedBody(MAX_BODY));
    try {
      return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      call.cancel(true);
      var failure = new SocketTimeoutException("the response was too slow");
      failure.initCause(late);
      throw failure;
    } catch (InterruptedException interrupted) {
      call.cancel(true);
      throw interrupted;
    } catch (ExecutionException failed) {
      throw Transport.failure(failed);
    }
  }

  /// Created on first use, so that a snapshot contains no connection.
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              // A redirect would carry the token to another host.
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECTING)
              .build();
    }
    return client;
  }
}
