package dev.imagemirrors.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.cloudwatch.Metric;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the template watches, held against what there is to be seen.
class WatchTest {
  private static final JsonNode RESOURCES = ProjectTemplate.ROOT.path("Resources");

  /// Of AWS's own metrics, those that are used here.
  private static final Map<String, List<String>> OF_AWS =
      Map.of(
          "AWS/SQS", List.of("ApproximateNumberOfMessagesVisible", "NumberOfMessagesReceived"),
          "AWS/Lambda", List.of("Errors", "IteratorAge", "Throttles"),
          "AWS/DynamoDB", List.of("ReadThrottleEvents", "WriteThrottleEvents"),
          "AWS/ApiGateway", List.of("4XXError", "5XXError", "Count", "Latency"));

  /// A metric that a dashboard or an alarm uses.
  private record Watched(String namespace, String name, List<String> dimensions) {}

  private static Stream<Map.Entry<String, JsonNode>> ofType(String type) {
    return RESOURCES.properties().stream()
        .filter(resource -> resource.getValue().path("Type").asText().equals(type));
  }

  private static List<JsonNode> alarms() {
    return ofType("AWS::CloudWatch::Alarm").map(Map.Entry::getValue).toList();
  }

  private static List<Watched> alarmed() {
    var watched = new ArrayList<Watched>();
    for (var alarm : alarms()) {
      var properties = alarm.path("Properties");
      if (properties.has("MetricName")) {
        watched.add(metric(properties));
      }
      for (var each : properties.path("Metrics")) {
        if (each.has("MetricStat")) {
          watched.add(metric(each.at("/MetricStat/Metric")));
        }
      }
    }
    return watched;
  }

  private static Watched metric(JsonNode node) {
    var dimensions = new TreeSet<String>();
    node.path("Dimensions").forEach(each -> dimensions.add(each.path("Name").asText()));
    return new Watched(
        node.path("Namespace").asText(), node.path("MetricName").asText(), List.copyOf(dimensions));
  }

  private static JsonNode dashboard() throws IOException {
    var body =
        ProjectTemplate.intrinsics(Map.of())
            .resolve(RESOURCES.at("/Dashboard/Properties/DashboardBody"));
    return Json.read(body.asText());
  }

  private static List<Watched> shown() throws IOException {
    var watched = new ArrayList<Watched>();
    for (var widget : dashboard().path("widgets")) {
      for (var line : widget.at("/properties/metrics")) {
        watched.add(line.path(0).isObject() ? searched(line.path(0)) : listed(line));
      }
    }
    return watched;
  }

  /// `[namespace, name, dimension, value, …, options]`.
  private static Watched listed(JsonNode line) {
    var dimensions = new TreeSet<String>();
    for (var i = 2; i + 1 < line.size(); i += 2) {
      dimensions.add(line.path(i).asText());
    }
    return new Watched(line.path(0).asText(), line.path(1).asText(), List.copyOf(dimensions));
  }

  private static Watched searched(JsonNode line) {
    var search =
        Pattern.compile(
                "SEARCH\\('\\{([^,]+),([^}]+)} MetricName=\"(\\w+)\"[^']*', '\\w+', \\d+\\)")
            .matcher(line.path("expression").asText());
    assertThat(search.matches()).as(line.toString()).isTrue();
    var dimensions = new TreeSet<>(List.of(search.group(2).split(",", -1)));
    return new Watched(search.group(1), search.group(3), List.copyOf(dimensions));
  }

  private static void assertIsThere(Watched watched) {
    if (!watched.namespace().equals(Metric.NAMESPACE)) {
      assertThat(OF_AWS.getOrDefault(watched.namespace(), List.of())).contains(watched.name());
      return;
    }
    var metric =
        Arrays.stream(Metric.values())
            .filter(each -> each.label().equals(watched.name()))
            .findFirst();
    assertThat(metric).as(watched.toString()).isPresent();
    assertThat(metric.orElseThrow().dimensions())
        .as(watched.toString())
        .anyMatch(
            dimensions -> new TreeSet<>(dimensions).equals(new TreeSet<>(watched.dimensions())));
  }

  @Test
  void hasAnAlarmForEveryProblemThatNeedsAPerson() {
    assertThat(ofType("AWS::CloudWatch::Alarm").map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "DeadLettersAlarm",
            "UndeliveredEventsAlarm",
            "UnannouncedChangesAlarm",
            "UnannouncedEntriesAlarm",
            "AlteredHistoryAlarm",
            "FailedOperationsAlarm",
            "WaitingTooLongAlarm",
            "OcmErrorsAlarm",
            "OcmProxyThrottlesAlarm",
            "OcmProxyErrorsAlarm",
            "WriteThrottlesAlarm",
            "ReadThrottlesAlarm",
            "EventThrottlesAlarm",
            "TableThrottlesAlarm",
            "StreamAgeAlarm",
            "FunctionErrorsAlarm",
            "ApiErrorsAlarm");
  }

  @Test
  void hasAlarmsOnlyOnEmittedMetrics() {
    assertThat(alarmed()).hasSizeGreaterThan(25).allSatisfy(WatchTest::assertIsThere);
  }

  @Test
  void showsExactlyTheEmittedMetrics() throws IOException {
    assertThat(shown()).hasSizeGreaterThan(20).allSatisfy(WatchTest::assertIsThere);
    assertThat(
            shown().stream()
                .filter(watched -> watched.namespace().equals(Metric.NAMESPACE))
                .map(Watched::name))
        .containsAll(Arrays.stream(Metric.values()).map(Metric::label).toList());
  }

  @Test
  void watchesEveryFunctionAndQueue() {
    var functions =
        ofType("AWS::Serverless::Function").map(Map.Entry::getKey).collect(Collectors.toSet());
    var throttled = new TreeMap<String, Integer>();
    for (var alarm : alarms()) {
      for (var each : alarm.at("/Properties/Metrics")) {
        var metric = each.at("/MetricStat/Metric");
        if (metric.path("MetricName").asText().equals("Throttles")) {
          throttled.merge(metric.at("/Dimensions/0/Value/Ref").asText(), 1, Integer::sum);
        }
      }
    }
    assertThat(throttled.keySet()).isEqualTo(functions);
    assertThat(throttled.values()).containsOnly(1);

    var dead =
        ofType("AWS::SQS::Queue")
            .map(Map.Entry::getKey)
            .filter(name -> !name.equals("OperationsQueue"))
            .toList();
    assertThat(
            alarms().stream()
                .flatMap(alarm -> alarm.findValues("Dimensions").stream())
                .map(dimensions -> dimensions.at("/0/Value").toString())
                .filter(value -> value.contains("QueueName"))
                .collect(Collectors.joining()))
        .contains(dead);
  }

  /// Recovery empties the queue between two measurements of its length.
  @Test
  void countsTheDeadLettersThatRecoveryReceives() {
    var alarm = RESOURCES.at("/DeadLettersAlarm/Properties");

    assertThat(alarm.at("/Metrics/1/MetricStat/Metric/MetricName").asText())
        .isEqualTo("NumberOfMessagesReceived");
    assertThat(alarm.at("/Metrics/1/MetricStat/Stat").asText()).isEqualTo("Sum");
    assertThat(alarm.at("/Metrics/0/Expression").asText()).isEqualTo("SUM(METRICS())");
    assertThat(alarm.path("Threshold").asInt()).isEqualTo(1);
    assertThat(alarm.path("DatapointsToAlarm").asInt()).isEqualTo(1);
    assertThat(alarm.path("EvaluationPeriods").asInt()).isEqualTo(60);
  }

  /// A formula of an alarm takes ten metrics and no more.
  @Test
  void addsUpNoMoreMetricsThanAnAlarmAllows() {
    for (var alarm : alarms()) {
      assertThat(alarm.at("/Properties/Metrics").size()).isLessThanOrEqualTo(11);
    }
  }

  @Test
  void describesEveryAlarmInTheRunbook() {
    var sections =
        ProjectTemplate.read("infra/runbook.md")
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3).strip())
            .toList();
    var named = new TreeSet<String>();
    for (var alarm : alarms()) {
      var description = alarm.at("/Properties/AlarmDescription").asText();
      var section = Pattern.compile("See the runbook, \"([a-z-]+)\"\\.$").matcher(description);
      assertThat(section.find()).as(description).isTrue();
      named.add(section.group(1));
    }
    assertThat(sections).containsAll(named);
  }

  @Test
  void sendsEveryAlarmToTheGivenTopic() {
    for (var alarm : alarms()) {
      for (var actions : List.of("AlarmActions", "OKActions")) {
        assertThat(alarm.at("/Properties/" + actions).toString())
            .contains("HasAlarmTopic")
            .contains("AlarmTopicArn");
      }
    }
  }

  @Test
  void expiresEveryLog() {
    var groups = ofType("AWS::Logs::LogGroup").toList();

    assertThat(groups)
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("FunctionLogs", "ApiAccessLogs");
    for (var group : groups) {
      assertThat(group.getValue().at("/Properties/RetentionInDays/Ref").asText())
          .isEqualTo("LogRetentionDays");
    }
    var globals = ProjectTemplate.ROOT.at("/Globals/Function");
    assertThat(globals.at("/LoggingConfig/LogGroup/Ref").asText()).isEqualTo("FunctionLogs");
    assertThat(globals.at("/LoggingConfig/LogFormat").asText()).isEqualTo("JSON");
    assertThat(globals.path("Tracing").asText()).isEqualTo("Active");
  }
}
