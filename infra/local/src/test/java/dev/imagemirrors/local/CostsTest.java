package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Counts what operations and an idle hour use, and compares it with the recorded units
/// (`src/test/resources/costs/units.json`). The tables of `docs/costs.md` follow from those and
/// from the prices beside them.
///
/// After an intended change of the units, or of a price, write both again and review the diff:
///
/// ```
/// mvn -pl infra/local -am test -Dtest=CostsTest -Dsurefire.failIfNoSpecifiedTests=false -Drecord=true
/// ```
class CostsTest {
  private static final Path UNITS = Path.of("src/test/resources/costs/units.json");
  private static final Path PAGE = StackFixture.PROJECT.resolve("docs/costs.md");
  private static final String BEGIN = "<!-- The test CostsTest writes this part. -->\n";
  private static final String HINT = "if intended, record it with -Drecord=true, see CostsTest";
  private static final int MORE_CLUSTERS = 20;

  private static final Map<String, Units> COUNTED = new LinkedHashMap<>();
  private static Units idle = new Units(Map.of());
  private static Units idleWithMoreClusters = new Units(Map.of());
  private static int metrics;

  @BeforeAll
  static void count() throws IOException {
    try (var scenes = new CostScenes()) {
      COUNTED.putAll(scenes.operations());
      idle = scenes.idleHour();
      scenes.addClusters(MORE_CLUSTERS);
      idleWithMoreClusters = scenes.idleHour();
      metrics = scenes.metrics().size();
    }
    if (Boolean.getBoolean("record")) {
      var pretty = new ObjectMapper().writerWithDefaultPrettyPrinter();
      Files.writeString(UNITS, pretty.writeValueAsString(counted()) + "\n");
      Files.writeString(PAGE, introduction() + BEGIN + CostPage.of(recorded(), model()));
    }
  }

  private static ObjectNode counted() {
    var all = Json.object();
    var operations = all.putObject("operations");
    COUNTED.forEach((name, units) -> operations.set(name, units.toJson()));
    all.set("idle_hour", idle.toJson());
    all.putObject("fixed")
        .put("custom_metrics", metrics)
        .put("alarm_metrics", alarmMetrics())
        .put("dashboards", resources("AWS::CloudWatch::Dashboard"))
        .put("secrets", resources("AWS::SecretsManager::Secret"));
    return all;
  }

  private static JsonNode recorded() throws IOException {
    return StackFixture.read(Files.readString(UNITS));
  }

  private static String introduction() throws IOException {
    var page = Files.readString(PAGE);
    var end = page.indexOf(BEGIN);
    return end < 0 ? page : page.substring(0, end);
  }

  private static CostModel model() {
    var memory =
        Pattern.compile("(?m)^ +MemorySize: (\\d+)$").matcher(StackFixture.template()).results();
    var sizes = memory.map(found -> Integer.parseInt(found.group(1))).distinct().toList();
    assertThat(sizes).as("the memory of all functions").hasSize(1);
    return new CostModel(sizes.getFirst() / 1024.0);
  }

  /// The texts of the resources of a type, except those of the OCM-compatible API, which is off by
  /// default.
  private static List<String> texts(String type) {
    return Pattern.compile("(?m)^  (?=\\w+:$)")
        .splitAsStream(StackFixture.template())
        .filter(text -> text.contains("    Type: " + type + "\n"))
        .filter(text -> !text.contains("    Condition: HasOcmProxy\n"))
        .toList();
  }

  private static int resources(String type) {
    return texts(type).size();
  }

  private static int alarmMetrics() {
    return (int)
        texts("AWS::CloudWatch::Alarm").stream()
            .mapToLong(alarm -> Pattern.compile("MetricName: ").matcher(alarm).results().count())
            .sum();
  }

  private static void assertSame(String name, Units counted, Units recorded) {
    for (var unit : Unit.values()) {
      assertThat(counted.of(unit))
          .as("%s of %s; %s", unit.label(), name, HINT)
          .isCloseTo(recorded.of(unit), within(0.01 + recorded.of(unit) * unit.tolerance()));
    }
  }

  @Test
  void operationsUseTheRecordedUnits() throws IOException {
    var recorded = recorded().path("operations");

    assertThat(COUNTED.keySet()).as(HINT).hasSize(recorded.size());
    COUNTED.forEach((name, units) -> assertSame(name, units, Units.of(recorded.path(name))));
  }

  @Test
  void anIdleHourUsesTheRecordedUnits() throws IOException {
    assertSame("an idle hour", idle, Units.of(recorded().path("idle_hour")));
  }

  @Test
  void anIdleHourDoesNotDependOnTheNumberOfClusters() {
    assertSame("an idle hour with more clusters", idleWithMoreClusters, idle);
  }

  @Test
  void aStackHasTheRecordedMetricsAndAlarms() throws IOException {
    assertThat(counted().path("fixed").toString())
        .as(HINT)
        .isEqualTo(recorded().path("fixed").toString());
  }

  @Test
  void thePageShowsTheRecordedUnitsAtThePrices() throws IOException {
    assertThat(Files.readString(PAGE))
        .as(HINT)
        .isEqualTo(introduction() + BEGIN + CostPage.of(recorded(), model()));
  }

  @Test
  void thePricesHaveADateAndARegion() {
    assertThat(LocalDate.parse(CostModel.PRICES.path("date").asText())).isAfter("2025-01-01");
    assertThat(CostModel.PRICES.path("region").asText()).isEqualTo("us-east-1");
  }
}
