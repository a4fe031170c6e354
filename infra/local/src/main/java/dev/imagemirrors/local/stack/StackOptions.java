package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.template.TemplateFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Options of a local stack. [#of] has the defaults; the `with` methods change them.
///
/// @param port the port on 127.0.0.1; 0 is any free one
/// @param regions the regions of the stack; the port serves the API of the first
/// @param parameters values for the template's parameters
/// @param secrets values of the template's secrets, by logical ID
/// @param data the directory for tables; if empty, they are in memory
/// @param apiTimeout how long the API waits for a function (API Gateway: 29 s)
/// @param backoff the pause before a failed asynchronous invocation is retried
/// @param out the log of the functions
/// @param sessionToken the session token of the functions' credentials
/// @param allowedHosts hosts by which the port may be called, in addition to 127.0.0.1 and
///   localhost
public record StackOptions(
    TemplateFile template,
    int port,
    List<String> regions,
    Map<String, String> parameters,
    Map<String, String> secrets,
    Optional<Path> data,
    Duration apiTimeout,
    Duration backoff,
    PrintStream out,
    List<String> allowedHosts,
    String sessionToken) {

  public StackOptions {
    regions = List.copyOf(regions);
    parameters = Map.copyOf(parameters);
    secrets = Map.copyOf(secrets);
    allowedHosts = List.copyOf(allowedHosts);
  }

  public static StackOptions of(TemplateFile template, PrintStream out) {
    return new StackOptions(
        template,
        0,
        List.of("us-east-1"),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Duration.ofSeconds(29),
        Duration.ofMillis(200),
        out,
        List.of(),
        UUID.randomUUID().toString());
  }

  public Scope home() {
    return new Scope(Scope.LOCAL_ACCOUNT, regions.getFirst());
  }

  public StackOptions withPort(int other) {
    return changed(options -> options.port = other);
  }

  public StackOptions withRegions(List<String> others) {
    return changed(options -> options.regions = others);
  }

  public StackOptions withParameter(String name, String value) {
    return changed(options -> options.parameters = with(parameters, name, value));
  }

  public StackOptions withSecret(String id, String value) {
    return changed(options -> options.secrets = with(secrets, id, value));
  }

  public StackOptions withData(Path directory) {
    return changed(options -> options.data = Optional.of(directory));
  }

  public StackOptions withApiTimeout(Duration other) {
    return changed(options -> options.apiTimeout = other);
  }

  public StackOptions withBackoff(Duration other) {
    return changed(options -> options.backoff = other);
  }

  public StackOptions withOut(PrintStream other) {
    return changed(options -> options.out = other);
  }

  public StackOptions withAllowedHosts(List<String> others) {
    return changed(options -> options.allowedHosts = others);
  }

  public StackOptions withSessionToken(String other) {
    return changed(options -> options.sessionToken = other);
  }

  private StackOptions changed(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.options();
  }

  /// A copy of options, of which one is changed.
  private static final class Copy {
    private final TemplateFile template;
    private int port;
    private List<String> regions;
    private Map<String, String> parameters;
    private Map<String, String> secrets;
    private Optional<Path> data;
    private Duration apiTimeout;
    private Duration backoff;
    private PrintStream out;
    private List<String> allowedHosts;
    private String sessionToken;

    Copy(StackOptions of) {
      template = of.template;
      port = of.port;
      regions = of.regions;
      parameters = of.parameters;
      secrets = of.secrets;
      data = of.data;
      apiTimeout = of.apiTimeout;
      backoff = of.backoff;
      out = of.out;
      allowedHosts = of.allowedHosts;
      sessionToken = of.sessionToken;
    }

    StackOptions options() {
      return new StackOptions(
          template,
          port,
          regions,
          parameters,
          secrets,
          data,
          apiTimeout,
          backoff,
          out,
          allowedHosts,
          sessionToken);
    }
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    var more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
  }
}
