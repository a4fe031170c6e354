package dev.imagemirrors.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.bench.ManagedRuntime.Initialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The calls that each operation makes in a function that has a token.
final class Calls {
  private static final String CLUSTER = "\"cluster\": \"mycluster\"";

  private final CountingPort aws;
  private final StackClient client;
  private final Subjects subjects;
  private final ManagedRuntime runtime;
  private final List<List<String>> rows = new ArrayList<>();

  private Calls(CountingPort aws, StackClient client, Subjects subjects, ManagedRuntime runtime) {
    this.aws = aws;
    this.client = client;
    this.subjects = subjects;
    this.runtime = runtime;
  }

  static Part measure(Project project, Options options) throws IOException {
    try (var stack = project.startStack();
        var client = new StackClient(stack);
        var aws = CountingPort.before(stack.url())) {
      System.out.println("calls of each operation");
      var subjects = new Subjects(project, stack, aws.url());
      var calls = new Calls(aws, client, subjects, project.runtime(options.flags()));
      calls.countAll();
      return new Part(
          "Calls of one operation, in a warm function",
          List.of("operation", "OCM", "DynamoDB", "others", "which"),
          calls.rows,
          List.of(),
          List.of());
    }
  }

  private void countAll() throws IOException {
    count("create", Subjects.CREATE, n -> create(n, ""));
    count(
        "create with key",
        Subjects.CREATE,
        n -> create(10 + n, ", \"idempotency_key\": \"key-" + n + "\""));
    count(
        "edit",
        "EditImageMirrorFunction",
        n ->
            event(", \"id\": \"registry.example.com/n0\", \"mirrors\": \"m.corp.com/e" + n + "\""));
    count(
        "delete",
        "DeleteImageMirrorFunction",
        n -> event(", \"id\": \"registry.example.com/n1" + n + "\", \"yes\": true"));
    count("list", "ListImageMirrorsFunction", _ -> event(""));
    count(
        "describe",
        "DescribeImageMirrorFunction",
        _ -> event(", \"id\": \"registry.example.com/n0\""));
    count("history", "ShowHistoryFunction", _ -> event(""));
    client.cluster("set0", "{}");
    client.cluster("set1", "{}");
    count("apply of 10 new", "ApplyImageMirrorsFunction", Calls::apply);
  }

  /// The first invocation warms up the function; the second is counted.
  private void count(String operation, String function, IntFunction<String> event)
      throws IOException {
    var subject = subjects.named(function, () -> new byte[0]);
    try (var process = runtime.start(subject, Initialization.ON_DEMAND)) {
      process.invoke(event.apply(0).getBytes(StandardCharsets.UTF_8));
      var before = ocmCalls();
      aws.takeCalls();
      process.invoke(event.apply(1).getBytes(StandardCharsets.UTF_8));
      rows.add(row(operation, difference(before, ocmCalls()), aws.takeCalls()));
    }
  }

  private static List<String> row(
      String operation, Map<String, Integer> ocm, Map<String, Integer> aws) {
    int dynamo =
        aws.entrySet().stream()
            .filter(call -> call.getKey().startsWith("DynamoDB "))
            .mapToInt(Map.Entry::getValue)
            .sum();
    var all = new TreeMap<>(ocm);
    all.putAll(aws);
    return List.of(
        operation,
        "" + sum(ocm),
        "" + dynamo,
        "" + (sum(aws) - dynamo),
        all.entrySet().stream()
            .map(call -> call.getValue() + " " + call.getKey())
            .collect(Collectors.joining(", ")));
  }

  private static int sum(Map<String, Integer> calls) {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Grouped by method and the last segment of the path.
  private Map<String, Integer> ocmCalls() {
    var calls = new TreeMap<String, Integer>();
    for (Map.Entry<String, JsonNode> call : client.simulated().path("calls").properties()) {
      if (!call.getKey().contains("/_sim/")) {
        calls.put("OCM " + shortened(call.getKey()), call.getValue().asInt());
      }
    }
    return calls;
  }

  private static String shortened(String route) {
    return route.replaceAll("/api/clusters_mgmt/v1/|/\\{?[^/]*cluster[^/}]*}?(?=/)", "");
  }

  private static Map<String, Integer> difference(
      Map<String, Integer> before, Map<String, Integer> after) {
    var more = new TreeMap<String, Integer>();
    after.forEach((call, count) -> more.put(call, count - before.getOrDefault(call, 0)));
    more.values().removeIf(count -> count == 0);
    return more;
  }

  private static String event(String fields) {
    return "{" + CLUSTER + fields + "}";
  }

  private static String create(int n, String more) {
    return event(
        ", \"source\": \"registry.example.com/n%d\", \"mirrors\": \"mirror.corp.com/n\"%s"
            .formatted(n, more));
  }

  private static String apply(int n) {
    var mirrors =
        IntStream.range(0, 10)
            .mapToObj(i ->
                "{\"source\": \"quay.io/set%d\", \"mirrors\": \"mirror.corp.com/set\"}"
                    .formatted(i))
            .collect(Collectors.joining(", "));
    return "{\"cluster\": \"set" + n + "\", \"image_mirrors\": [" + mirrors + "]}";
  }
}
