package dev.imagemirrors.local.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads functions and their events.
final class FunctionReader {
  final List<FunctionResource> functions = new ArrayList<>();
  final List<ApiRoute> routes = new ArrayList<>();
  final List<BusRule> rules = new ArrayList<>();
  final List<Schedule> schedules = new ArrayList<>();
  final List<QueueTrigger> queueTriggers = new ArrayList<>();
  final List<StreamTrigger> streamTriggers = new ArrayList<>();

  private final Intrinsics intrinsics;

  FunctionReader(Intrinsics intrinsics) {
    this.intrinsics = intrinsics;
  }

  void read(Resource resource) {
    var properties =
        new Properties("Resources." + resource.id(), resource.properties(), intrinsics);
    var async = properties.at("EventInvokeConfig");
    functions.add(
        new FunctionResource(
            resource.id(),
            properties.required("Handler").split("::", 2)[0],
            // Lambda's own defaults are 3 seconds and 128 MB.
            Duration.ofSeconds(properties.number("Timeout", 3)),
            properties.number("MemorySize", 128),
            variables(properties.at("Environment")),
            async.number("MaximumRetryAttempts", 2),
            async
                .at("DestinationConfig")
                .at("OnFailure")
                .text("Destination")
                .or(() -> properties.at("DeadLetterQueue").text("TargetArn"))));
    resource
        .properties()
        .path("Events")
        .properties()
        .forEach(entry -> event(resource.id(), entry.getKey(), entry.getValue()));
  }

  private static Map<String, String> variables(Properties environment) {
    var variables = new LinkedHashMap<String, String>();
    environment
        .node("Variables")
        .ifPresent(node ->
            node.properties().forEach(e -> variables.put(e.getKey(), e.getValue().asText())));
    return variables;
  }

  private void event(String function, String name, JsonNode event) {
    var where = "Resources." + function + ".Events." + name;
    var properties = new Properties(where, event.path("Properties"), intrinsics);
    switch (event.path("Type").asText()) {
      case "Api" -> routes.add(route(function, properties));
      case "EventBridgeRule", "CloudWatchEvent" -> rule(function, properties);
      case "Schedule" -> schedule(function, name, "Schedule", properties);
      case "ScheduleV2" -> schedule(function, name, "ScheduleExpression", properties);
      case "SQS" -> queue(function, properties);
      case "DynamoDB" -> stream(function, properties);
      default ->
          throw new TemplateFault(where, "unsupported event type " + event.path("Type").asText());
    }
  }

  private ApiRoute route(String function, Properties properties) {
    var api = properties.text("RestApiId").orElse("ServerlessRestApi");
    return new ApiRoute(
        function,
        api,
        intrinsics.stage(api),
        properties.required("Method").toUpperCase(Locale.ROOT).replace("*", "ANY"),
        properties.required("Path"));
  }

  private void rule(String function, Properties properties) {
    properties.refuse("InputPath", "InputTransformer", "Input");
    if (isEnabled(properties)) {
      rules.add(
          new BusRule(
              function,
              busName(properties.text("EventBusName").orElse("default")),
              properties
                  .node("Pattern")
                  .orElseThrow(() -> new TemplateFault(properties.where(), "Pattern is missing"))));
    }
  }

  private static String busName(String nameOrArn) {
    return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
  }

  private void schedule(String function, String name, String expression, Properties properties) {
    if (isEnabled(properties)) {
      schedules.add(
          new Schedule(
              function,
              properties.text("Name").orElse(function + name),
              properties.required(expression),
              properties.text("Input"),
              expression.equals("ScheduleExpression")));
    }
  }

  private void queue(String function, Properties properties) {
    properties.refuse("FilterCriteria");
    if (isEnabled(properties)) {
      queueTriggers.add(
          new QueueTrigger(
              function,
              properties.required("Queue"),
              properties.number("BatchSize", 10),
              reportsItemFailures(properties)));
    }
  }

  private void stream(String function, Properties properties) {
    if (isEnabled(properties)) {
      streamTriggers.add(
          new StreamTrigger(
              function,
              properties.required("Stream").replaceAll(".*:table/([^/]+)/stream/.*", "$1"),
              properties.number("BatchSize", 100),
              properties.number("MaximumRetryAttempts", -1),
              properties.flag("BisectBatchOnFunctionError", false),
              reportsItemFailures(properties),
              properties.at("DestinationConfig").at("OnFailure").text("Destination"),
              filters(properties)));
    }
  }

  private static List<JsonNode> filters(Properties properties) {
    var filters = new ArrayList<JsonNode>();
    for (var filter : properties.at("FilterCriteria").node("Filters").orElse(Json.array())) {
      try {
        filters.add(Json.read(filter.path("Pattern").asText()));
      } catch (JsonProcessingException e) {
        throw new TemplateFault(properties.where() + ".FilterCriteria", "a pattern is not JSON");
      }
    }
    return filters;
  }

  private static boolean reportsItemFailures(Properties properties) {
    return properties.texts("FunctionResponseTypes").contains("ReportBatchItemFailures");
  }

  private static boolean isEnabled(Properties properties) {
    return properties.flag("Enabled", true)
        && !properties.text("State").equals(Optional.of("DISABLED"));
  }
}
