package dev.imagemirrors.ocm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.Time;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every call, whichever transport sends it: PATCH has one of its own.
@Timeout(60)
class TransportTest {
  private static final Duration ASKED = Duration.ofSeconds(1);

  /// Far more than asked, for a slow machine, and far less than these responses take.
  private static final Duration SOON = Duration.ofSeconds(3);

  private static final OcmReply LATE = new OcmReply.Lost("OCM did not answer in time");
  private static final OcmReply LOST = new OcmReply.Lost("The connection to OCM was lost");

  private final Exchange exchange = new Exchange();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch left = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init")
  private ServerSocket server;

  private Script script = _ -> {};

  /// What the server does once it has read a request.
  interface Script {
    void answer(Socket socket) throws IOException, InterruptedException;
  }

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException _) {
        // It is closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      requests.add(in.readLine());
      var length = 0;
      for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
        }
      }
      for (var i = 0; i < length; i++) {
        var _ = in.read();
      }
      script.answer(socket);
    } catch (IOException _) {
      left.countDown();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /// One byte after the other, until the client is gone.
  private static void trickle(Socket socket, String text) throws IOException, InterruptedException {
    while (true) {
      write(socket, text);
      Thread.sleep(50);
    }
  }

  private OcmReply send(String method, Duration within) {
    var uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/x");
    var request = OcmRequest.of(method, uri);
    if (method.equals("POST") || method.equals("PATCH")) {
      request = request.with("application/json", "{}", false);
    }
    return exchange.send(request, Deadline.in(Time.SYSTEM, within));
  }

  private static Stream<Arguments> slow() {
    var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    return Stream.of("GET", "POST", "DELETE", "PATCH")
        .flatMap(method ->
            Stream.of(
                Arguments.of(method, "silence", (Script) _ -> Thread.sleep(20_000)),
                Arguments.of(
                    method,
                    "headers",
                    (Script)
                        socket -> {
                          write(socket, head + "X-Slow: ");
                          trickle(socket, "x");
                        }),
                Arguments.of(
                    method,
                    "body",
                    (Script)
                        socket -> {
                          write(socket, head + "Content-Length: 100000\r\n\r\n");
                          trickle(socket, " ");
                        }),
                Arguments.of(
                    method,
                    "chunks",
                    (Script)
                        socket -> {
                          write(socket, head + "Transfer-Encoding: chunked\r\n\r\n");
                          trickle(socket, "1\r\n \r\n");
                        }),
                Arguments.of(
                    method,
                    "stalled body",
                    (Script)
                        socket -> {
                          write(socket, head + "Content-Length: 100000\r\n\r\n");
                          Thread.sleep(900);
                          write(socket, " ");
                          Thread.sleep(20_000);
                        })));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("slow")
  void keepsItsDeadline(String method, String what, Script answer) throws Exception {
    script = answer;
    var start = System.nanoTime();

    var reply = send(method, ASKED);

    assertThat(reply).as(what).isEqualTo(LATE);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    // The JDK reads a short body for some seconds more, to use the connection again.
    if (what.equals("headers") || what.equals("chunks")) {
      assertThat(left.await(5, TimeUnit.SECONDS)).as("the connection is closed").isTrue();
    }
    assertThat(requests).as("sent once").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "DELETE", "PATCH"})
  void takesACutResponseForLost(String method) {
    script = socket -> write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":");

    assertThat(send(method, SOON)).isEqualTo(LOST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE", "PATCH"})
  void takesAResetForLostAndSendsNoWriteTwice(String method) {
    script = socket -> socket.setSoLinger(true, 0);

    assertThat(send(method, SOON)).isEqualTo(LOST);
    assertThat(requests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "DELETE", "PATCH"})
  void followsNoRedirect(String method) {
    script =
        socket ->
            write(
                socket,
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/other\r\nContent-Length: 0\r\n\r\n"
                    .formatted(server.getLocalPort()));

    assertThat(send(method, SOON))
        .isInstanceOfSatisfying(
            OcmReply.Answered.class, answered -> assertThat(answered.status()).isEqualTo(302));
    assertThat(requests).containsExactly(method + " /x HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "DELETE", "PATCH"})
  void readsASlowResponseThatIsInTime(String method) {
    script =
        socket -> {
          write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
          for (var part : List.of("{\"id\"", ":\"", "1", "\"}")) {
            Thread.sleep(50);
            write(socket, part);
          }
        };

    assertThat(send(method, Duration.ofSeconds(20)))
        .isInstanceOfSatisfying(
            OcmReply.Answered.class,
            answered -> assertThat(answered.raw().bytes()).asString().isEqualTo("{\"id\":\"1\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "DELETE", "PATCH"})
  void saysThatNothingWasSentWithoutAConnection(String method) throws IOException {
    server.close();

    assertThat(send(method, SOON)).isEqualTo(new OcmReply.NotSent("OCM cannot be reached", null));
  }
}
