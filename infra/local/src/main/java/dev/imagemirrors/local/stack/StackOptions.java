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
    return new StackOptions(
        template,
        other,
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

  public StackOptions withRegions(List<String> others) {
    return new StackOptions(
        template,
        port,
        others,
        parameters,
        secrets,
        data,
        apiTimeout,
        backoff,
        out,
        allowedHosts,
        sessionToken);
  }

  public StackOptions withParameter(String name, String value) {
    return new StackOptions(
        template,
        port,
        regions,
        with(parameters, name, value),
        secrets,
        data,
        apiTimeout,
        backoff,
        out,
        allowedHosts,
        sessionToken);
  }

  public StackOptions withSecret(String id, String value) {
    return new StackOptions(
        template,
        port,
        regions,
        parameters,
        with(secrets, id, value),
        data,
        apiTimeout,
        backoff,
        out,
        allowedHosts,
        sessionToken);
  }

  public StackOptions withData(Path directory) {
    return new StackOptions(
        template,
        port,
        regions,
        parameters,
        secrets,
        Optional.of(directory),
        apiTimeout,
        backoff,
        out,
        allowedHosts,
        sessionToken);
  }

  public StackOptions withApiTimeout(Duration other) {
    return new StackOptions(
        template,
        port,
        regions,
        parameters,
        secrets,
        data,
        other,
        backoff,
        out,
        allowedHosts,
        sessionToken);
  }

  public StackOptions withBackoff(Duration other) {
    return new StackOptions(
        template,
        port,
        regions,
        parameters,
        secrets,
        data,
        apiTimeout,
        other,
        out,
        allowedHosts,
        sessionToken);
  }

  public StackOptions withOut(PrintStream other) {
    return new StackOptions(
        template,
        port,
        regions,
        parameters,
        secrets,
        data,
        apiTimeout,
        backoff,
        other,
        allowedHosts,
        sessionToken);
  }

  public StackOptions withAllowedHosts(List<String> others) {
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
        others,
        sessionToken);
  }

  public StackOptions withSessionToken(String other) {
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
        other);
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    var more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
  }
}
