package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// The JDK's `HttpURLConnection`. The AWS clients use it too, so a cold start has loaded it
/// already. It cannot send PATCH.
///
/// Its read timeout limits each wait for the next bytes, and cannot be changed during a response.
/// So calls run in threads of their own, which are left behind when the time is up.
final class UrlConnections implements Transport {
  private static final int CHUNK = 8 * 1024;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("ocm-", 0).daemon().factory());

  /// How far a call is.
  private enum Phase {
    CONNECTING,
    SENT,
    GIVEN_UP
  }

  @Override
  public OcmReply.Answered send(OcmRequest request, Deadline deadline, Duration timeout)
      throws IOException, InterruptedException {
    var connection = open(request, timeout);
    var phase = new AtomicReference<>(Phase.CONNECTING);
    var call = threads.submit(() -> send(request, connection, deadline, phase));
    try {
      return call.get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw givenUp(connection, phase);
    } catch (InterruptedException interrupted) {
      var _ = givenUp(connection, phase);
      throw interrupted;
    } catch (ExecutionException failed) {
      throw Transport.failure(failed);
    }
  }

  /// Disconnects a call whose time is up. What is not connected yet sends nothing.
  private IOException givenUp(HttpURLConnection connection, AtomicReference<Phase> phase) {
    var late = new SocketTimeoutException("no answer in time");
    if (phase.compareAndSet(Phase.CONNECTING, Phase.GIVEN_UP)) {
      return new Unreachable(late);
    }
    // It waits while the thread of the call reads.
    threads.execute(connection::disconnect);
    return late;
  }

  private static OcmReply.Answered send(
      OcmRequest request,
      HttpURLConnection connection,
      Deadline deadline,
      AtomicReference<Phase> phase)
      throws IOException {
    var content = request.body();
    var body = content == null ? new byte[0] : content.getBytes(StandardCharsets.UTF_8);
    var sends = content != null || !request.repeatable();
    connection.setDoOutput(sends);
    if (!request.repeatable()) {
      // A streamed body, even an empty one, is not resent when the connection is dead.
      connection.setFixedLengthStreamingMode(body.length);
    }
    try {
      connection.connect();
    } catch (IOException unreachable) {
      throw new Unreachable(unreachable);
    }
    if (!phase.compareAndSet(Phase.CONNECTING, Phase.SENT)) {
      connection.disconnect();
      throw new Unreachable(new SocketTimeoutException("connected too late"));
    }
    try {
      if (sends) {
        connection.getOutputStream().write(body);
      }
      return answered(connection, deadline);
    } catch (HttpRetryException refused) {
      return OcmReply.Answered.read(refused.responseCode(), new byte[0], _ -> null);
    }
  }

  private static HttpURLConnection open(OcmRequest request, Duration timeout) throws IOException {
    var connection = (HttpURLConnection) request.uri().toURL().openConnection();
    connection.setRequestMethod(request.method());
    connection.setConnectTimeout(millis(timeout.compareTo(CONNECTING) < 0 ? timeout : CONNECTING));
    connection.setReadTimeout(millis(timeout));
    connection.setUseCaches(false);
    // A redirect would carry the token to another host.
    connection.setInstanceFollowRedirects(false);
    request.headers().forEach(connection::setRequestProperty);
    return connection;
  }

  private static OcmReply.Answered answered(HttpURLConnection connection, Deadline deadline)
      throws IOException {
    var status = connection.getResponseCode();
    if (status < 0) {
      throw new IOException("the response is not HTTP");
    }
    try (var in = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      var body = in == null ? new byte[0] : read(in, connection, deadline);
      return OcmReply.Answered.read(status, body, connection::getHeaderField);
    }
  }

  private static byte[] read(InputStream in, HttpURLConnection connection, Deadline deadline)
      throws IOException {
    var body = new ByteArrayOutputStream();
    var chunk = new byte[CHUNK];
    for (var count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      body.write(chunk, 0, count);
      if (body.size() > MAX_BODY) {
        connection.disconnect();
        throw new IOException("the response is too large");
      }
      if (!deadline.fits(Duration.ZERO)) {
        connection.disconnect();
        throw new SocketTimeoutException("the response was too slow");
      }
    }
    if (body.size() < connection.getContentLengthLong()) {
      throw new IOException("the response was cut off");
    }
    return body.toByteArray();
  }

  private static int millis(Duration duration) {
    // Zero would mean no timeout.
    return (int) Math.max(1, duration.toMillis());
  }
}
