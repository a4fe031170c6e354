package dev.imagemirrors.local.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The hosts by which a server on this machine may be called.
///
/// A page in a browser can send requests to local ports. It can also read the replies, if it
/// rebinds the name of its own server to 127.0.0.1 (DNS rebinding). Both are recognized by their
/// headers: the `Host` is a name that was not expected, or the `Origin` is another than the
/// server's own.
///
/// @param address the address that the server listens on
/// @param port its port
/// @param more other hosts that are expected, each as `NAME` or `NAME:PORT`
public record ExpectedHosts(InetAddress address, int port, List<String> more) {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]/@\\s]+)(?::(\\d{1,5}))?");
  private static final Pattern LITERAL = Pattern.compile("\\[.*]|\\d{1,3}(\\.\\d{1,3}){3}");

  /// `ocm`, `host.docker.internal`: public DNS has neither names without a dot nor `.internal`.
  private static final Pattern PRIVATE = Pattern.compile("[a-z0-9_-]+|[a-z0-9_.-]+\\.internal");

  private static final List<String> OWN = List.of("localhost", "127.0.0.1", "[::1]");

  public ExpectedHosts {
    more = more.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  /// Whether a host can be given as an additional one.
  public static boolean isHost(String text) {
    return AUTHORITY.matcher(text.toLowerCase(Locale.ROOT)).matches();
  }

  /// The reason to refuse a request with these headers, if any.
  public Optional<String> refusal(Map<String, List<String>> headers) {
    var hosts = headers.getOrDefault("Host", List.of());
    if (hosts.size() != 1 || !isExpected(hosts.getFirst().toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "This server does not expect the host %s. Call it as %s, or start it with --allowed-host"
              .formatted(quoted(hosts), "127.0.0.1:" + port));
    }
    var origins = headers.getOrDefault("Origin", List.of());
    var host = hosts.getFirst();
    boolean foreign =
        origins.stream()
            .anyMatch(origin ->
                !origin.equalsIgnoreCase("http://" + host)
                    && !origin.equalsIgnoreCase("https://" + host));
    return foreign
        ? Optional.of(
            "This server refuses requests of web pages of another origin: " + quoted(origins))
        : Optional.empty();
  }

  private boolean isExpected(String host) {
    if (more.contains(host)) {
      return true;
    }
    var parts = AUTHORITY.matcher(host);
    if (!parts.matches()) {
      return false;
    }
    var name = parts.group(1);
    return more.contains(name) || (isOwn(name) && isOwnPort(parts.group(2)));
  }

  /// Addresses and private names cannot be rebound by a server on the internet, so containers and
  /// other machines may use any to reach this one.
  private boolean isOwn(String name) {
    return OWN.contains(name)
        || name.equals(address.getHostAddress())
        || (!address.isLoopbackAddress() && isAddressOrPrivate(name));
  }

  private static boolean isAddressOrPrivate(String name) {
    return LITERAL.matcher(name).matches() || PRIVATE.matcher(name).matches();
  }

  /// The port of a container is often mapped to another.
  private boolean isOwnPort(@Nullable String given) {
    return !address.isLoopbackAddress() || Integer.parseInt(given == null ? "80" : given) == port;
  }

  private static String quoted(List<String> values) {
    return values.isEmpty() ? "that is missing" : "'" + String.join("', '", values) + "'";
  }
}
