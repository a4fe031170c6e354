package dev.imagemirrors.ocm;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.operation.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One request and what came of it; never an exception for what a network does.
final class Exchange {
  /// With less time than this left, nothing is sent.
  static final Duration LEAST = Duration.ofMillis(500);

  private static final Duration MOST = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int MAX_BODY = 32 * 1024 * 1024;

  private @Nullable HttpClient client;

  OcmReply send(HttpRequest.Builder request, Deadline deadline) {
    var left = deadline.remaining();
    if (left.compareTo(LEAST) < 0) {
      return new OcmReply.NotSent("there was no time left for the call");
    }
    request.timeout(left.compareTo(MOST) < 0 ? left : MOST).header("User-Agent", "image-mirrors");
    try {
      var response = client().send(request.build(), _ -> new BoundedBody(MAX_BODY));
      return answered(response);
    } catch (ConnectException | HttpConnectTimeoutException unreachable) {
      return new OcmReply.NotSent("OCM cannot be reached");
    } catch (HttpTimeoutException _) {
      return new OcmReply.Lost("OCM did not answer in time");
    } catch (IOException _) {
      return new OcmReply.Lost("The connection to OCM broke off");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new OcmReply.Lost("The call to OCM was interrupted");
    }
  }

  /// Made on first use, so that no connection outlives a snapshot taken before it.
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              // A redirect would carry the token to another host.
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(Duration.ofSeconds(3))
              .build();
    }
    return client;
  }

  private static OcmReply answered(HttpResponse<byte[]> response) {
    return new OcmReply.Answered(
        response.statusCode(),
        json(response.body()),
        response.headers().firstValue("X-Operation-ID").orElse(null),
        response.headers().firstValue("Retry-After").map(Exchange::duration).orElse(null));
  }

  private static @Nullable Json json(byte[] body) {
    try {
      return body.length == 0 ? null : Json.parse(body);
    } catch (JsonFault _) {
      return null;
    }
  }

  private static @Nullable Duration duration(String retryAfter) {
    try {
      var wait = Duration.ofSeconds(Long.parseUnsignedLong(retryAfter.strip()));
      return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    } catch (NumberFormatException | ArithmeticException _) {
      return null;
    }
  }
}
