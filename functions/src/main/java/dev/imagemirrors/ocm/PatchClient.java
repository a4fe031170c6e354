package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
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
      var answer = client().send(patch.build(), _ -> new BoundedBody(MAX_BODY));
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
