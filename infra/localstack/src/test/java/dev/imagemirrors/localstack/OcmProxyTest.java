package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.localstack.Http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The OCM-compatible API, called by its clients at its address with their own tokens.
@ExtendWith(OnLocalStack.class)
@Order(9)
class OcmProxyTest {
  private static final String CLUSTERS = "/api/clusters_mgmt/v1/clusters";
  private static final String SOURCE = "registry.example.com/team";

  private final Deployment deployment;
  private final String cluster = "proxy-" + UUID.randomUUID();
  private final String token;

  OcmProxyTest(Deployment deployment) {
    this.deployment = deployment;
    deployment.ocm().cluster(cluster, "ready");
    token = deployment.ocm().token("pat");
  }

  @BeforeAll
  static void printProgress() {
    Progress.print("Testing the OCM-compatible API for rosa and Terraform.");
  }

  private Reply call(String method, String path, String body) {
    return deployment
        .home()
        .proxy(
            method,
            path,
            body,
            "Authorization",
            "Bearer " + token,
            "Content-Type",
            "application/json");
  }

  private static String mirror(String mirrors) {
    return "{\"kind\": \"ImageMirror\", \"type\": \"digest\", \"source\": \"%s\", \"mirrors\": [%s]}"
        .formatted(SOURCE, mirrors);
  }

  /// Those clients encode spaces in the search as `+`.
  @Test
  void usesTheTokenOfTheCallerAndRecordsTheUser() {
    var search =
        URLEncoder.encode(
            "product.id = 'rosa' AND (id = '%1$s' OR name = '%1$s')".formatted(cluster),
            StandardCharsets.UTF_8);
    var found = call("GET", CLUSTERS + "?page=1&size=1&search=" + search, "");
    assertThat(found.at("/total")).as(found.text()).isEqualTo("1");
    var all = CLUSTERS + "/" + found.at("/items/0/id") + "/image_mirrors";

    var created = call("POST", all, mirror("\"m.corp.com/team\""));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    var one = all + "/" + created.at("/id");
    assertThat(created.at("/href")).isEqualTo(one);
    assertThat(call("GET", one, "").json()).isEqualTo(created.json());
    var edited = call("PATCH", one, mirror("\"n.corp.com/team\", \"m.corp.com/team\""));
    assertThat(edited.status()).as(edited.text()).isEqualTo(200);
    assertThat(call("GET", all + "?page=1&size=-1", "").at("/items/0/mirrors/0"))
        .isEqualTo("n.corp.com/team");
    assertThat(call("DELETE", one, "").status()).isEqualTo(204);
    assertThat(call("GET", one, "").status()).isEqualTo(404);

    var history =
        deployment
            .home()
            .api("GET", "/clusters/" + cluster + "/history?order=asc", "")
            .json()
            .path("history");
    assertThat(history.findValuesAsText("outcome"))
        .containsExactly("created", "updated", "deleted");
    assertThat(history.findValues("actor"))
        .hasSize(3)
        .allSatisfy(actor -> {
          assertThat(actor.path("via").asText()).isEqualTo("ocm");
          assertThat(actor.path("id").asText()).isEqualTo("service-account-pat");
        });
  }

  @Test
  void repliesToARepeatedCreateAsOcmDoes() {
    var all = CLUSTERS + "/" + cluster + "/image_mirrors";
    assertThat(call("POST", all, mirror("\"m.corp.com/team\"")).status()).isEqualTo(201);

    var again = call("POST", all, mirror("\"m.corp.com/team\""));

    assertThat(again.status()).as(again.text()).isEqualTo(400);
    assertThat(again.at("/kind")).isEqualTo("Error");
  }

  @Test
  void rejectsCallersWithoutAToken() {
    var refused = deployment.home().proxy("GET", CLUSTERS, "");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.at("/kind")).isEqualTo("Error");
  }

  @Test
  void isNotDeployedByDefault() {
    assertThat(deployment.home().names()).containsKeys("OcmProxyApi", "OcmProxyFunction");
    assertThat(deployment.away().names().keySet()).noneMatch(name -> name.startsWith("OcmProxy"));
  }
}
