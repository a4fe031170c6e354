package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The region of a request. Each test has its own cluster.
@ExtendWith(OnLocalStack.class)
@Order(6)
class RegionsTest {
  private static final String AWAY = ", \"region\": \"eu-west-1\"";
  private static final String PROFILE = ", \"profile\": \"payments\"";

  private final Deployment deployment;
  private final String cluster = "region-" + UUID.randomUUID();

  RegionsTest(Deployment deployment) {
    this.deployment = deployment;
    deployment.ocm().cluster(cluster, "ready");
    deployment.away().putSecret(Deployment.SECRET);
  }

  @BeforeAll
  static void printProgress() {
    Progress.print("Testing regions and profiles.");
  }

  private Stack.Invoked create(String more) {
    return deployment
        .home()
        .invoke(
            "CreateImageMirrorFunction",
            "{\"cluster\": \"%s\", \"source\": \"a.io/b\", \"mirrors\": \"{region}.m.io/b\"%s}"
                .formatted(cluster, more));
  }

  private JsonNode history(String more) {
    return deployment
        .home()
        .invoke(
            "ShowHistoryFunction",
            "{\"cluster\": \"%s\", \"order\": \"asc\"%s}".formatted(cluster, more))
        .reply()
        .json()
        .path("history");
  }

  /// The number of entries of the cluster in the history table of a stack.
  private static int entries(Stack stack, String cluster) {
    return stack
        .aws()
        .with(
            stack.aws().client(DynamoDbClient.builder()),
            dynamo ->
                dynamo
                    .query(query ->
                        query
                            .tableName(stack.name("HistoryTable"))
                            .keyConditionExpression("cluster_id = :cluster")
                            .expressionAttributeValues(
                                Map.of(":cluster", AttributeValue.fromS(cluster))))
                    .count());
  }

  @Test
  void storesRecordAndHistoryInTheRegionOfTheRequest() {
    var created = create(AWAY);

    assertThat(created.reply().at("/image_mirror/mirrors/0"))
        .as(created.reply().text())
        .isEqualTo("eu-west-1.m.io/b");
    assertThat(history(AWAY).findValuesAsText("region")).containsExactly("eu-west-1");
    assertThat(history("")).isEmpty();
    assertThat(entries(deployment.away(), cluster)).isEqualTo(1);
    assertThat(entries(deployment.home(), cluster)).isZero();
  }

  @Test
  void worksInTheOtherRegion() {
    var created =
        deployment
            .away()
            .api(
                "POST",
                "/clusters/" + cluster + "/image-mirrors",
                "{\"source\": \"a.io/b\", \"mirrors\": \"m.io/b\"}");

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(entries(deployment.away(), cluster)).isEqualTo(1);
  }

  @Test
  void refusesARegionThatIsNotAllowed() {
    assertThat(create(", \"region\": \"ap-south-1\"").errorType())
        .isEqualTo("dev.imagemirrors.event.RegionNotAllowed");
  }

  @Test
  void usesTheRoleOfAProfile() {
    var created = create(PROFILE);

    assertThat(created.failure()).as(created.reply().text()).isEmpty();
    assertThat(history(PROFILE).findValuesAsText("profile")).containsExactly("payments");
    var calls =
        Calls.of(deployment).stream()
            .filter(call -> call.role().equals("payments"))
            .filter(call -> call.parameters().toString().contains(cluster));
    assertThat(calls.map(Calls.Call::operation)).contains("TransactWriteItems", "Query");
  }
}
