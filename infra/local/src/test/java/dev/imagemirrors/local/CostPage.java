package dev.imagemirrors.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// The tables of `docs/costs.md`, from the recorded units and the prices.
final class CostPage {
  private static final List<Integer> CLUSTERS = List.of(100, 1_000, 10_000);
  private static final List<Integer> WRITES_A_DAY = List.of(1, 10);
  private static final double MILLION = 1_000_000;

  private final JsonNode recorded;
  private final CostModel model;
  private final StringBuilder text = new StringBuilder();

  private CostPage(JsonNode recorded, CostModel model) {
    this.recorded = recorded;
    this.model = model;
  }

  static String of(JsonNode recorded, CostModel model) {
    var page = new CostPage(recorded, model);
    page.months();
    page.operations();
    page.idleHour();
    page.fixed();
    page.prices();
    return page.text.toString();
  }

  private Units operation(String name) {
    var units = recorded.path("operations").path(name);
    if (units.isMissingNode()) {
      throw new IllegalStateException("no units are recorded for " + name);
    }
    return Units.of(units);
  }

  private Units idle() {
    return Units.of(recorded.path("idle_hour"))
        .plus(new Units(Map.of(Unit.SQS_REQUESTS, CostModel.assumed("queue_polls_per_hour"))));
  }

  private Units month(int clusters, int writes) {
    var write =
        operation("create").plus(operation("edit")).plus(operation("delete")).times(1 / 3.0);
    var hours = CostModel.assumed("hours_per_month");
    return write
        .times(writes)
        .plus(operation("list").times(CostModel.assumed("lists_per_day")))
        .plus(operation("refused create").times(CostModel.assumed("refusals_per_day")))
        .times(clusters * hours / 24)
        .plus(idle().times(hours));
  }

  private void months() {
    text.append(
        "Prices of %s, %s, without free tiers.\n\n"
            .formatted(
                CostModel.PRICES.path("region").asText(), CostModel.PRICES.path("date").asText()));
    text.append("## A month\n\n");
    text.append(
        ("Each cluster has %s lists and %s refused writes a day, and the writes in the table: a third"
                + " each creates, edits and deletes. In USD:\n\n")
            .formatted(
                number(CostModel.assumed("lists_per_day")),
                number(CostModel.assumed("refusals_per_day"))));
    var columns = new ArrayList<>(List.of("clusters, writes a day each"));
    var costs = new ArrayList<Map<String, Double>>();
    for (var writes : WRITES_A_DAY) {
      for (var clusters : CLUSTERS) {
        columns.add(String.format(Locale.ROOT, "%,d, %d", clusters, writes));
        var cost = new LinkedHashMap<>(CostModel.fixed(recorded.path("fixed")));
        cost.putAll(model.cost(month(clusters, writes)));
        costs.add(cost);
      }
    }
    header(columns);
    for (var service : costs.getFirst().keySet()) {
      row(service, costs.stream().map(cost -> dollars(cost.getOrDefault(service, 0.0))).toList());
    }
    row("**total**", costs.stream().map(cost -> "**" + dollars(sum(cost)) + "**").toList());
    row(
        "per cluster",
        IntStream.range(0, costs.size())
            .mapToObj(i -> dollars(sum(costs.get(i)) / CLUSTERS.get(i % CLUSTERS.size())))
            .toList());
    text.append('\n');
  }

  private void operations() {
    text.append("## An operation\n\n");
    unitsHeader("operation", "USD per million");
    recorded
        .path("operations")
        .properties()
        .forEach(each -> {
          var units = Units.of(each.getValue());
          unitsRow(
              each.getKey(),
              units,
              String.format(Locale.ROOT, "%,.0f", model.total(units) * MILLION));
        });
    text.append('\n');
  }

  private void idleHour() {
    text.append("## An idle hour\n\n");
    text.append(
        "The schedules and the polling of the work queue, with any number of clusters.\n\n");
    unitsHeader("", "USD a month");
    unitsRow(
        "idle hour", idle(), dollars(model.total(idle()) * CostModel.assumed("hours_per_month")));
    text.append('\n');
  }

  private void unitsHeader(String first, String last) {
    header(
        List.of(
            first,
            "API requests",
            "invocations",
            "GB-seconds",
            "calls to OCM",
            "DynamoDB write units",
            "read units",
            "SQS requests",
            "events",
            "log KB",
            "stored KB",
            last));
  }

  private void unitsRow(String name, Units units, String last) {
    row(
        name,
        List.of(
            number(units.of(Unit.API_REQUESTS)),
            number(units.of(Unit.INVOCATIONS)),
            number(model.gigabyteSeconds(units)),
            number(units.of(Unit.OCM_CALLS)),
            number(units.of(Unit.WRITE_UNITS)),
            number(units.of(Unit.READ_UNITS)),
            number(units.of(Unit.SQS_REQUESTS)),
            number(units.of(Unit.CUSTOM_EVENTS)),
            number(CostModel.logBytes(units) / 1_000),
            number(units.of(Unit.STORED_BYTES) / 1_000),
            last));
  }

  private void fixed() {
    text.append("## A stack, whatever it does\n\n");
    header(List.of("", "count", "USD a month"));
    var costs = CostModel.fixed(recorded.path("fixed"));
    var counts = recorded.path("fixed");
    row(
        "custom metrics, one for each name and each set of dimensions",
        List.of(counts.path("custom_metrics").asText(), dollars(costs, "custom metrics")));
    row(
        "metrics that alarms use",
        List.of(counts.path("alarm_metrics").asText(), dollars(costs, "alarms")));
    row("dashboards", List.of(counts.path("dashboards").asText(), dollars(costs, "dashboard")));
    row("secrets", List.of(counts.path("secrets").asText(), dollars(costs, "secret")));
    text.append('\n');
  }

  private void prices() {
    text.append("## Prices and assumptions\n\n");
    text.append(CostModel.PRICES.path("source").asText()).append("\n\n");
    header(List.of("price", "USD", "per"));
    for (var price : CostModel.PRICES.path("prices")) {
      row(
          price.path("what").asText(),
          List.of(
              String.valueOf(price.path("usd").asDouble()),
              String.format(Locale.ROOT, "%,d", price.path("per").asLong())));
    }
    text.append('\n');
    header(List.of("assumption", "value", "why"));
    CostModel.PRICES
        .path("assumptions")
        .properties()
        .forEach(each ->
            row(
                each.getKey().replace('_', ' '),
                List.of(
                    number(each.getValue().path("value").asDouble()),
                    each.getValue().path("why").asText())));
  }

  private void header(List<String> columns) {
    text.append("| ").append(String.join(" | ", columns)).append(" |\n");
    text.append("|---".repeat(columns.size())).append("|\n");
  }

  private void row(String first, List<String> others) {
    text.append("| ").append(first).append(" | ").append(String.join(" | ", others)).append(" |\n");
  }

  private static double sum(Map<String, Double> costs) {
    return costs.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static String dollars(Map<String, Double> costs, String name) {
    return dollars(costs.getOrDefault(name, 0.0));
  }

  private static String dollars(double amount) {
    return String.format(Locale.ROOT, "%,.2f", amount);
  }

  /// With as many digits as say something.
  private static String number(double number) {
    var digits = number == Math.rint(number) ? 0 : number < 10 ? 2 : 1;
    return String.format(Locale.ROOT, "%,." + digits + "f", number);
  }
}
