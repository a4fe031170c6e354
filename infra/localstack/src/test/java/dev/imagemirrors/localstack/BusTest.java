package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Events on the bus, their results, and the announcements. Each test has its own cluster.
@ExtendWith(OnLocalStack.class)
@Order(4)
class BusTest {
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
  private static final String CREATED = "Image Mirror Created";

  private final Deployment deployment;
  private final Stack home;
  private final String cluster = "bus-" + UUID.randomUUID();

  BusTest(Deployment deployment) {
    this.deployment = deployment;
    this.home = deployment.home();
    deployment.ocm().cluster(cluster, "ready");
  }

  @BeforeAll
  static void printProgress() {
    Progress.print("Testing the bus, the stream and the schedules.");
  }

  private String detail(String more) {
    return "{\"cluster\": \"" + cluster + "\"" + more + "}";
  }

  private String create() {
    return detail(", \"source\": \"a.io/b\", \"mirrors\": \"m.io/b\"");
  }

  private String path(String below) {
    return "/clusters/" + cluster + below;
  }

  private Optional<JsonNode> mirror() {
    return Optional.of(home.api("GET", path("/image-mirrors"), "").json().at("/image_mirrors/0"))
        .filter(mirror -> !mirror.isMissingNode());
  }

  private JsonNode announced(String detailType) {
    return Progress.await(
        detailType,
        () ->
            deployment.announcements().all().stream()
                .filter(event -> event.path("detail-type").asText().equals(detailType))
                .filter(event -> event.path("detail").toString().contains(cluster))
                .findFirst());
  }

  @Test
  void createsEditsAndDeletes() {
    var id = home.put("Create Image Mirror", create());
    Progress.awaitThat("the mirror", () -> mirror().isPresent());

    home.put("Edit Image Mirror", detail(", \"id\": \"a.io/b\", \"mirrors\": \"m.io/c\""));
    Progress.awaitThat(
        "the edit",
        () ->
            mirror()
                .filter(mirror -> mirror.at("/mirrors/0").asText().equals("m.io/c"))
                .isPresent());

    home.put("Delete Image Mirror", detail(", \"id\": \"a.io/b\", \"yes\": true"));
    Progress.awaitThat("the deletion", () -> mirror().isEmpty());

    var created = announced(CREATED);
    assertThat(created.path("source").asText()).isEqualTo("dev.imagemirrors");
    assertThat(created.at("/detail/number").asInt()).isEqualTo(1);
    assertThat(created.at("/detail/event_id").asText()).isEqualTo(id);
    assertThat(announced("Image Mirror Updated").at("/detail/number").asInt()).isEqualTo(2);
    assertThat(announced("Image Mirror Deleted").at("/detail/number").asInt()).isEqualTo(3);
  }

  @Test
  void appliesASet() {
    home.put(
        "Apply Image Mirrors",
        detail(", \"image_mirrors\": [{\"source\": \"a.io/b\", \"mirrors\": [\"m.io/b\"]}]"));

    Progress.awaitThat("the mirror", () -> mirror().isPresent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Create Image Mirror | , "source": "a.io/b"
          Edit Image Mirror   | , "id": "a.io/b"
          Delete Image Mirror | , "yes": true
          Apply Image Mirrors | , "yes": true
          """)
  void announcesWhatCannotBeDone(String detailType, String more) {
    var id = home.put(detailType, detail(more));

    var failed = announced("Image Mirror Operation Failed");
    assertThat(failed.at("/detail/event_id").asText()).isEqualTo(id);
    assertThat(failed.at("/detail/problem/type").asText())
        .isEqualTo("urn:image-mirrors:problem:invalid-input");
  }

  @Test
  void runsWaitingOperationsOnAClusterReadyEvent() {
    deployment.ocm().cluster(cluster, "installing");
    var accepted = home.api("POST", path("/image-mirrors?defer_until_ready=true"), create());
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);

    deployment.ocm().cluster(cluster, "ready");
    home.put("Cluster Ready", detail(""));

    Progress.awaitThat(
        "the operation",
        () ->
            home.api("GET", "/operations/" + accepted.at("/operation/id"), "")
                .at("/operation/state")
                .equals("succeeded"));
    assertThat(announced(CREATED).at("/detail/operation_id").asText())
        .isEqualTo(accepted.at("/operation/id"));
  }

  @Test
  void detectsAReadyCluster() {
    deployment.ocm().cluster(cluster, "installing");
    var accepted = home.api("POST", path("/image-mirrors?defer_until_ready=true"), create());
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);

    deployment.ocm().cluster(cluster, "ready");

    Progress.await("the watcher", TWO_MINUTES, this::mirrorInSync);
    assertThat(announced("Cluster Ready").path("source").asText()).isEqualTo("dev.imagemirrors");
  }

  @Test
  void failsOperationsOfADeletedCluster() {
    deployment.ocm().cluster(cluster, "installing");
    home.api("POST", path("/image-mirrors?defer_until_ready=true"), create());

    deployment.ocm().cluster(cluster, "uninstalling");
    home.invoke("WatchClustersFunction", "{}");

    assertThat(announced("Image Mirror Operation Failed").at("/detail/outcome").asText())
        .isEqualTo("refused");
  }

  private Optional<JsonNode> mirrorInSync() {
    return mirror().filter(mirror -> mirror.path("state").asText().equals("in-sync"));
  }
}
