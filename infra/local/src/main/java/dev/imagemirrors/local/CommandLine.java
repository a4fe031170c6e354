package dev.imagemirrors.local;

import dev.imagemirrors.local.http.ExpectedHosts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A command and its options, each with a value.
record CommandLine(String command, Map<String, String> options) {
  /// The command line is invalid.
  static final class Misuse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misuse(String message) {
      super(message, null, false, false);
    }
  }

  private static final Map<String, Set<String>> COMMANDS =
      Map.of(
          "serve",
          Set.of(
              "--port",
              "--allowed-host",
              "--ocm-port",
              "--data",
              "--ocm-url",
              "--ocm-token-url",
              "--ocm-client-id",
              "--ocm-client-secret",
              "--ocm-client-secret-file",
              "--parameter"),
          "demo",
          Set.of(),
          "ocm-simulator",
          Set.of("--host", "--port", "--allowed-host", "--data"),
          "version",
          Set.of(),
          "help",
          Set.of());

  private static final Set<String> REPEATABLE = Set.of("--parameter", "--allowed-host");

  static CommandLine parse(List<String> arguments) {
    var command = arguments.isEmpty() ? "help" : arguments.getFirst();
    if (command.equals("--version")) {
      command = "version";
    }
    if (command.equals("--help") || command.equals("-h") || arguments.contains("--help")) {
      command = "help";
    }
    var known = COMMANDS.get(command);
    if (known == null) {
      throw new Misuse("unknown command '" + command + "'");
    }
    return new CommandLine(
        command, command.equals("help") ? Map.of() : options(command, known, arguments));
  }

  private static Map<String, String> options(
      String command, Set<String> known, List<String> arguments) {
    var options = new LinkedHashMap<String, String>();
    for (int i = 1; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      int equals = argument.indexOf('=');
      var name = equals < 0 ? argument : argument.substring(0, equals);
      if (!known.contains(name)) {
        throw new Misuse("unknown option '" + name + "' for " + command);
      }
      if (equals < 0 && i + 1 == arguments.size()) {
        throw new Misuse(name + " requires a value");
      }
      var value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
      options.merge(
          name,
          value,
          (first, second) -> REPEATABLE.contains(name) ? first + "\n" + second : second);
    }
    return options;
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  String option(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  int port(String name, int otherwise) {
    var value = options.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65535) {
      throw new Misuse(name + " must be a port number, not '" + value + "'");
    }
    return Integer.parseInt(value);
  }

  /// An absolute URL of a server.
  Optional<String> url(String name) {
    var value = option(name);
    if (value.filter(url -> !isUrl(url)).isPresent()) {
      throw new Misuse(name + " must be an http or https URL, not '" + value.get() + "'");
    }
    return value;
  }

  private static boolean isUrl(String text) {
    try {
      var url = new URI(text);
      var scheme = String.valueOf(url.getScheme());
      return scheme.matches("https?") && url.getHost() != null && url.getPort() <= 65_535;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /// The hosts given as `--allowed-host NAME` or `NAME:PORT`.
  List<String> allowedHosts() {
    var hosts = option("--allowed-host", "").lines().toList();
    for (var host : hosts) {
      if (!ExpectedHosts.isHost(host)) {
        throw new Misuse("--allowed-host must be NAME or NAME:PORT, not '" + host + "'");
      }
    }
    return hosts;
  }

  /// The template parameters given as `--parameter NAME=VALUE`.
  Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    for (var pair : option("--parameter", "").lines().toList()) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new Misuse("--parameter must be NAME=VALUE, not '" + pair + "'");
      }
      parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return parameters;
  }
}
