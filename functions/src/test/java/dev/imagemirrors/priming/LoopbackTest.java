package dev.imagemirrors.priming;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class LoopbackTest {
  private static String ask(Loopback server, String head, String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.url().getPort())) {
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      socket.getOutputStream().flush();
      socket.getOutputStream().write(body.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  /// Larger than any buffer: a server that does not read it all resets the connection.
  @Test
  void answersARequestWithALateBody() throws IOException {
    try (var server = new Loopback()) {
      assertThat(ask(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "")).startsWith("HTTP/1.1 200");
      assertThat(
              ask(
                  server,
                  "POST / HTTP/1.1\r\nContent-Length: 5000000\r\nHost: a\r\n\r\n",
                  "x".repeat(5_000_000)))
          .startsWith("HTTP/1.1 200");
    }
  }
}
