package dev.imagemirrors.priming;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A server within this process that gives every connection one short response and closes it, so
/// that HTTP clients can be loaded before a network is available.
final class Loopback implements AutoCloseable {
  /// A body that is also a valid response with credentials.
  private static final String BODY =
      "{\"AccessKeyId\": \"priming\", \"SecretAccessKey\": \"priming\", \"Token\": \"priming\","
          + " \"Expiration\": \"2099-01-01T00:00:00Z\"}";

  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
              + BODY.length()
              + "\r\nConnection: close\r\n\r\n"
              + BODY)
          .getBytes(StandardCharsets.US_ASCII);

  private static final Pattern LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: *(\\d+)");

  private final ServerSocket socket;

  Loopback() throws IOException {
    socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::serve);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (var connection = socket.accept()) {
        answer(connection);
      } catch (IOException _) {
        // The server or the connection was closed: no response is needed.
      }
    }
  }

  /// Responds after reading the whole request: unread bytes would reset the connection.
  private static void answer(Socket connection) throws IOException {
    var in = connection.getInputStream();
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var next = in.read();
      if (next < 0) {
        return;
      }
      head.append((char) next);
    }
    var length = LENGTH.matcher(head);
    in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    connection.getOutputStream().write(ANSWER);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
