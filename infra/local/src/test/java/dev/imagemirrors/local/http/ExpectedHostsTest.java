package dev.imagemirrors.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedHostsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080", "named:1"})
  void expectsItsOwnHosts(String host) {
    assertThat(onLoopback("named").refusal(headers(host, null))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebound.example.com:8080",
        "rebound.example.com",
        "localhost",
        "localhost:80",
        "127.0.0.1",
        "127.0.0.1:8081",
        "127.0.0.1.example.com:8080",
        "localhost.example.com:8080",
        "localhost.:8080",
        "evil@localhost:8080",
        "localhost:8080@evil",
        "localhost:8080:8080",
        "10.0.0.7:8080",
        "ocm:8080",
        "host.docker.internal:8080",
        "[::2]:8080",
        ""
      })
  void refusesOtherHosts(String host) {
    assertThat(onLoopback().refusal(headers(host, null)))
        .hasValueSatisfying(reason ->
            assertThat(reason).contains("'" + host + "'", "127.0.0.1:8080", "--allowed-host"));
  }

  @Test
  void refusesNoHostAndSeveral() {
    assertThat(onLoopback().refusal(Map.of())).isPresent();
    assertThat(onLoopback().refusal(Map.of("Host", List.of("localhost:8080", "localhost:8080"))))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8080", "https://127.0.0.1:8080"})
  void expectsItsOwnOrigin(String origin) {
    assertThat(onLoopback().refusal(headers("127.0.0.1:8080", origin))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "http://evil.example.com",
        "http://evil.example.com:8080",
        "http://127.0.0.1",
        "http://127.0.0.1:80",
        "http://127.0.0.1:8080.evil.example.com",
        "http://localhost:8080",
        "file://",
        "chrome-extension://127.0.0.1:8080"
      })
  void refusesOtherOrigins(String origin) {
    assertThat(onLoopback().refusal(headers("127.0.0.1:8080", origin)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("'" + origin + "'"));
  }

  @ParameterizedTest(name = "{0} listens on {1}")
  @CsvSource({
    "10.0.0.7:9999, 0.0.0.0, true",
    "localhost:9999, 0.0.0.0, true",
    "[2001:db8::7]:9999, 0.0.0.0, true",
    "ocm:9999, 0.0.0.0, true",
    "host.docker.internal:9999, 0.0.0.0, true",
    "internal.example.com:8080, 0.0.0.0, false",
    "10.0.0.7.example.com:8080, 0.0.0.0, false",
    "rebound.example.com:8080, 0.0.0.0, false",
    "127.0.0.2:8080, 127.0.0.2, true",
  })
  void expectsAddressesAndPrivateNamesWhenOtherMachinesCanCallIt(
      String host, String address, boolean expected) throws Exception {
    var hosts = new ExpectedHosts(InetAddress.getByName(address), 8080, List.of());

    assertThat(hosts.refusal(headers(host, null)).isEmpty()).isEqualTo(expected);
  }

  private static ExpectedHosts onLoopback(String... more) {
    return new ExpectedHosts(InetAddress.getLoopbackAddress(), 8080, List.of(more));
  }

  private static Map<String, List<String>> headers(String host, @Nullable String origin) {
    var headers = new HashMap<String, List<String>>();
    headers.put("Host", List.of(host));
    if (origin != null) {
      headers.put("Origin", List.of(origin));
    }
    return headers;
  }
}
