package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.localstack.Http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every route of the API. Each test has its own cluster.
@ExtendWith(OnLocalStack.class)
@Order(2)
class ApiTest {
  private static final String SOURCE = "registry.example.com/team";
  private static final String CREATE =
      "{\"source\": \""
          + SOURCE
          + "\", \"mirrors\": \"mirror.corp.com/team, backup.corp.com/team\"}";

  private final Deployment deployment;
  private final String cluster = "api-" + UUID.randomUUID();

  ApiTest(Deployment deployment) {
    this.deployment = deployment;
    deployment.ocm().cluster(cluster, "ready");
  }

  @BeforeAll
  static void printProgress() {
    Progress.print("Testing the API.");
  }

  @AfterEach
  void forgetFaults() {
    deployment.ocm().forgetFaults();
  }

  /// Calls the API at a path below that of the cluster.
  private Reply call(String method, String path, String body, String... headers) {
    return deployment.home().api(method, "/clusters/" + cluster + path, body, headers);
  }

  private Reply create(String... headers) {
    return call("POST", "/image-mirrors", CREATE, headers);
  }

  /// The path of the mirror, identified by its source.
  private static String mirror() {
    return "/image-mirrors/" + URLEncoder.encode(SOURCE, StandardCharsets.UTF_8);
  }

  private String history() {
    return String.join(
        " ",
        call("GET", "/history?order=asc", "").json().path("history").findValuesAsText("outcome"));
  }

  @Test
  void createsListsAndDescribes() {
    var created = create();

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.at("/image_mirror/mirrors/1")).isEqualTo("backup.corp.com/team");
    assertThat(call("GET", "/image-mirrors", "").at("/image_mirrors/0/state")).isEqualTo("in-sync");
    assertThat(call("GET", "/image-mirrors?output=table", "").text())
        .startsWith("ID")
        .contains(SOURCE);
    var described = call("GET", mirror(), "");
    assertThat(described.at("/image_mirror/id")).isEqualTo(created.at("/image_mirror/id"));
    assertThat(described.header("etag")).isNotEqualTo("none");
  }

  /// It has more entries than are read without the indexes of the table.
  @Test
  void showsTheLongHistoryOfAMirror() {
    assertThat(create().status()).isEqualTo(201);
    for (var i = 0; i < 30; i++) {
      assertThat(create().status()).as("an unchanged mirror").isEqualTo(200);
    }

    assertThat(call("GET", mirror() + "/history?order=asc", "").json().path("history")).hasSize(31);
  }

  @Test
  void createsOnceForAnIdempotencyKey() {
    var first = create("Idempotency-Key", "key-1");
    var again = create("Idempotency-Key", "key-1");

    assertThat(again.at("/operation/id")).isEqualTo(first.at("/operation/id"));
    assertThat(history()).isEqualTo("created");
    assertThat(
            call(
                    "POST",
                    "/image-mirrors",
                    "{\"source\": \"a.io/b\", \"mirrors\": \"m.io/b\"}",
                    "Idempotency-Key",
                    "key-1")
                .status())
        .isEqualTo(422);
  }

  @Test
  void releasesTheKeyOfARefusedRequest() {
    var unknown = "/clusters/none-of-that-name/image-mirrors";

    var refused = deployment.home().api("POST", unknown, CREATE, "Idempotency-Key", "key-2");
    assertThat(refused.status()).isEqualTo(404);

    assertThat(create("Idempotency-Key", "key-2").status()).isEqualTo(201);
  }

  @Test
  void reportsEveryInvalidField() {
    var refused =
        call("POST", "/image-mirrors", "{\"source\": \"https://a\", \"mirors\": \"m.io/b\"}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("content-type")).startsWith("application/problem+json");
    assertThat(refused.json().path("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("source", "mirors", "mirrors");
  }

  @Test
  void editsOnlyTheGivenVersion() {
    var version = create().header("etag");
    var edit = "{\"mirrors\": \"mirror.corp.com/other\"}";

    assertThat(call("PATCH", mirror(), edit, "If-Match", version).status()).isEqualTo(200);
    assertThat(call("PATCH", mirror(), edit, "If-Match", version).status()).isEqualTo(412);
    assertThat(call("GET", mirror(), "").at("/image_mirror/mirrors/0"))
        .isEqualTo("mirror.corp.com/other");
  }

  @Test
  void requiresConfirmationToDelete() {
    create();

    assertThat(call("DELETE", mirror(), "").status()).isEqualTo(428);
    assertThat(call("DELETE", mirror() + "?yes=true", "").status()).isEqualTo(200);
    assertThat(call("GET", mirror(), "").status()).isEqualTo(404);
  }

  @Test
  void rejectsTheDeletionOfAnUnknownMirror() {
    assertThat(call("DELETE", "/image-mirrors/no-such-id?yes=true", "").status()).isEqualTo(404);
  }

  @Test
  void showsTheHistoryOfAClusterAndOfAMirror() {
    create();
    call("POST", "/image-mirrors", "{\"source\": \"a.io/b\", \"mirrors\": \"m.io/b\"}");
    call("DELETE", mirror() + "?yes=true", "");

    assertThat(history()).isEqualTo("created created deleted");
    assertThat(call("GET", mirror() + "/history?order=asc", "").json().findValuesAsText("outcome"))
        .containsExactly("created", "deleted");
  }

  @Test
  void verifiesTheHistory() {
    create();
    call("DELETE", mirror() + "?yes=true", "");

    var verified = call("GET", "/history/verify", "").json();
    assertThat(verified.path("verified").asBoolean()).as(verified.toString()).isTrue();
    assertThat(verified.path("entries").asInt()).isEqualTo(2);
  }

  @Test
  void restoresDeletedMirrors() {
    create();
    call("DELETE", mirror() + "?yes=true", "");

    var plan = call("POST", "/restore?dry_run=true", "{\"to\": 1}");
    assertThat(plan.status()).as(plan.text()).isEqualTo(200);
    assertThat(plan.at("/plan/creates/0/source")).isEqualTo(SOURCE);

    assertThat(call("POST", "/restore", "{\"to\": 1}").status()).isEqualTo(200);
    assertThat(call("GET", "/image-mirrors", "").json().findValuesAsText("source"))
        .containsExactly(SOURCE);
    assertThat(call("GET", "/history?order=asc", "").at("/history/2/reason"))
        .isEqualTo("restored to entry 1");
  }

  @Test
  void explainsWhereAnImageComesFrom() {
    create();

    assertThat(
            call(
                    "GET",
                    "/explain?output=text&image=" + SOURCE + "/app@sha256:" + "0".repeat(64),
                    "")
                .text())
        .contains("1. mirror.corp.com/team/app@sha256:");
  }

  @Test
  void plansASetBeforeItAppliesIt() {
    create();
    var set = "{\"image_mirrors\": [{\"source\": \"a.io/b\", \"mirrors\": [\"m.io/b\"]}]}";

    var plan = call("PUT", "/image-mirrors?dry_run=true", set);
    assertThat(plan.status()).as(plan.text()).isEqualTo(200);
    assertThat(plan.at("/plan/creates/0/source")).isEqualTo("a.io/b");
    assertThat(history()).isEqualTo("created");

    assertThat(call("PUT", "/image-mirrors", set).status()).isEqualTo(428);
    assertThat(call("PUT", "/image-mirrors?yes=true", set).status()).isEqualTo(200);
    assertThat(call("GET", "/image-mirrors", "").json().findValuesAsText("source"))
        .containsExactly("a.io/b");
  }

  @Test
  void listsTheRecordsWhileOcmIsDown() {
    create();
    deployment
        .ocm()
        .fault("{\"method\": \"GET\", \"match\": \"/clusters\", \"status\": 503, \"times\": 8}");

    var listed = call("GET", "/image-mirrors", "");

    assertThat(listed.json().path("from_records").asBoolean()).as(listed.text()).isTrue();
    assertThat(listed.at("/image_mirrors/0/source")).isEqualTo(SOURCE);
  }

  @Test
  void keepsWaitingOperationsInOrderAndCancelsOne() {
    deployment.ocm().cluster(cluster, "installing");
    var waiting = call("POST", "/image-mirrors?defer_until_ready=true", CREATE);
    var behind =
        call(
            "POST",
            "/image-mirrors?defer_until_ready=true",
            "{\"source\": \"a.io/b\", \"mirrors\": \"m.io/b\"}");

    assertThat(waiting.status()).as(waiting.text()).isEqualTo(202);
    assertThat(waiting.header("location"))
        .isEqualTo("/v1/operations/" + waiting.at("/operation/id"));
    assertThat(call("GET", "/operations", "").json().findValuesAsText("state"))
        .containsExactlyInAnyOrder("waiting-for-cluster", "waiting-for-lane");
    assertThat(call("GET", "/image-mirrors", "").json().findValuesAsText("state"))
        .containsExactly("pending", "pending");

    for (var operation : new Reply[] {waiting, behind}) {
      var path = "/operations/" + operation.at("/operation/id");
      assertThat(deployment.home().api("DELETE", path, "").status()).isEqualTo(200);
      assertThat(deployment.home().api("GET", path, "").at("/operation/state"))
          .isEqualTo("cancelled");
    }
    assertThat(history()).isEqualTo("cancelled cancelled");
  }
}
