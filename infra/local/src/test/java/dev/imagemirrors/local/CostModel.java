package dev.imagemirrors.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Turns units into money, with the prices and assumptions of `costs/prices.json`, the only place
/// that has them.
record CostModel(double memoryGigabytes) {
  static final JsonNode PRICES = read("/costs/prices.json");

  private static final double GIGABYTE = 1_000_000_000.0;

  static JsonNode read(String resource) {
    try (var in = CostModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing");
      }
      return StackFixture.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double assumed(String name) {
    return number(PRICES.at("/assumptions/" + name + "/value"), name);
  }

  static double price(String name) {
    var price = PRICES.at("/prices/" + name);
    return number(price.path("usd"), name) / number(price.path("per"), name);
  }

  private static double number(JsonNode node, String name) {
    if (!node.isNumber()) {
      throw new IllegalArgumentException("there is no number for " + name);
    }
    return node.asDouble();
  }

  double gigabyteSeconds(Units units) {
    var milliseconds =
        units.of(Unit.INVOCATIONS) * assumed("milliseconds_per_invocation")
            + units.of(Unit.OCM_CALLS) * assumed("milliseconds_per_ocm_call");
    return memoryGigabytes * milliseconds / 1_000;
  }

  /// What the functions log, and what Lambda and API Gateway add.
  static double logBytes(Units units) {
    return units.of(Unit.LOG_BYTES)
        + units.of(Unit.INVOCATIONS) * assumed("log_bytes_per_invocation")
        + units.of(Unit.API_REQUESTS) * assumed("log_bytes_per_api_request");
  }

  /// What units cost, by service, with the storage that follows from them.
  Map<String, Double> cost(Units units) {
    var cost = new LinkedHashMap<String, Double>();
    cost.put("API Gateway", units.of(Unit.API_REQUESTS) * price("api_request"));
    cost.put(
        "Lambda",
        units.of(Unit.INVOCATIONS) * price("lambda_request")
            + gigabyteSeconds(units) * price("lambda_gb_second"));
    cost.put(
        "DynamoDB requests",
        units.of(Unit.WRITE_UNITS) * price("write_unit")
            + units.of(Unit.READ_UNITS) * price("read_unit"));
    cost.put(
        "DynamoDB storage",
        Math.max(0, units.of(Unit.STORED_BYTES))
            / GIGABYTE
            * (price("table_gb_month") + price("backup_gb_month"))
            * assumed("stored_months"));
    cost.put("SQS", units.of(Unit.SQS_REQUESTS) * price("sqs_request"));
    cost.put("EventBridge", units.of(Unit.CUSTOM_EVENTS) * price("custom_event"));
    cost.put(
        "logs",
        logBytes(units)
            / GIGABYTE
            * (price("log_gb") + price("log_gb_month") * assumed("log_months")));
    cost.put(
        "X-Ray", units.of(Unit.INVOCATIONS) * assumed("traces_per_invocation") * price("trace"));
    return cost;
  }

  double total(Units units) {
    return cost(units).values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /// What a stack costs a month, whatever it does.
  static Map<String, Double> fixed(JsonNode counted) {
    var cost = new LinkedHashMap<String, Double>();
    cost.put("custom metrics", counted.path("custom_metrics").asInt() * price("metric_month"));
    cost.put("alarms", counted.path("alarm_metrics").asInt() * price("alarm_metric_month"));
    cost.put("dashboard", counted.path("dashboards").asInt() * price("dashboard_month"));
    cost.put("secret", counted.path("secrets").asInt() * price("secret_month"));
    return cost;
  }
}
