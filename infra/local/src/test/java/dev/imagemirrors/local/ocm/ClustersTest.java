package dev.imagemirrors.local.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.ocm.Ocm.Reply;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClustersTest {
  @AutoClose private final Ocm ocm = new Ocm();

  @ParameterizedTest
  @CsvSource({
    "mycluster, ready, true, us-east-1",
    "hcp-ready, ready, true, us-east-1",
    "hcp-installing, installing, true, us-east-1",
    "hcp-eu, ready, true, eu-west-1",
    "classic, ready, false, us-east-1",
  })
  void hasFiveClusters(String name, String state, boolean hosted, String region) {
    JsonNode cluster =
        only(ocm.get(Ocm.CLUSTERS + "?page=1&size=1&search=" + Ocm.encoded(byKey(name))));

    String id = cluster.path("id").asText();
    assertThat(id).matches("[a-z0-9]{32}");
    assertThat(UUID.fromString(cluster.path("external_id").asText())).isNotNull();
    assertThat(cluster.path("kind").asText()).isEqualTo("Cluster");
    assertThat(cluster.path("name").asText()).isEqualTo(name);
    assertThat(cluster.path("state").asText()).isEqualTo(state);
    assertThat(cluster.at("/status/state").asText()).isEqualTo(state);
    assertThat(cluster.at("/hypershift/enabled").asBoolean()).isEqualTo(hosted);
    assertThat(cluster.at("/region/id").asText()).isEqualTo(region);
    assertThat(cluster.at("/product/id").asText()).isEqualTo("rosa");
    assertThat(cluster.at("/aws/account_id").asText()).isEqualTo("123456789012");
    assertThat(cluster.at("/aws/sts/role_arn").asText())
        .startsWith("arn:aws:iam::123456789012:role/");
    assertThat(cluster.at("/properties/rosa_creator_arn").asText())
        .startsWith("arn:aws:iam::123456789012:");
    assertThat(cluster.at("/openshift_version").asText())
        .isEqualTo(cluster.at("/version/raw_id").asText());
    assertThat(cluster.at("/registry_config/registry_sources/blocked_registries").isArray())
        .isTrue();
    assertThat(ocm.get(Ocm.CLUSTERS + "/" + id).json()).isEqualTo(cluster);
  }

  @Test
  void findsAClusterByNameIdOrExternalId() {
    JsonNode byName = only(ocm.get(Ocm.CLUSTERS + "?search=" + Ocm.encoded(byKey("mycluster"))));

    String id = byName.path("id").asText();
    String externalId = byName.path("external_id").asText();

    assertThat(only(ocm.get(Ocm.CLUSTERS + "?search=" + Ocm.encoded(byKey(id))))).isEqualTo(byName);
    assertThat(only(ocm.get(Ocm.CLUSTERS + "?search=" + Ocm.encoded(byKey(externalId)))))
        .isEqualTo(byName);
  }

  @Test
  void findsOnlyClustersOfTheAccount() {
    ocm.hook(
        "clusters/hcp-eu",
        """
        {"properties": {"rosa_creator_arn": "arn:aws:iam::999999999999:user/x"},
         "aws": {"sts": {"role_arn": "arn:aws:iam::999999999999:role/x"}}}
        """);
    String search =
        "product.id = 'rosa' AND (properties.rosa_creator_arn LIKE 'arn:%:ACCOUNT:%'"
            + " OR aws.sts.role_arn LIKE 'arn:%:ACCOUNT:%')";

    assertThat(names(search.replace("ACCOUNT", "999999999999"))).containsExactly("hcp-eu");
    assertThat(names(search.replace("ACCOUNT", "123456789012")))
        .containsExactlyInAnyOrder("mycluster", "hcp-ready", "hcp-installing", "classic");
    assertThat(names(search.replace("ACCOUNT", "000000000000"))).isEmpty();
  }

  @Test
  void returnsAnEmptyListWhenNothingMatches() {
    Reply reply = ocm.get(Ocm.CLUSTERS + "?page=1&size=1&search=" + Ocm.encoded(byKey("nothere")));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json())
        .isEqualTo(
            Json.objectIn(
                "{\"kind\": \"ClusterList\", \"page\": 1, \"size\": 0, \"total\": 0, \"items\": []}"));
  }

  @Test
  void returnsTheTotalWhenAKeyIsAmbiguous() {
    ocm.hook("clusters/twin", "{\"name\": \"mycluster\"}");

    JsonNode found =
        ocm.get(Ocm.CLUSTERS + "?page=1&size=1&search=" + Ocm.encoded(byKey("mycluster"))).json();

    assertThat(found.path("total").asInt()).isEqualTo(2);
    assertThat(found.path("items")).hasSize(1);
  }

  @Test
  void pagesAndOrders() {
    JsonNode page = ocm.get(Ocm.CLUSTERS + "?page=2&size=2&order=name").json();

    assertThat(page.path("items").findValuesAsText("name"))
        .containsExactly("hcp-installing", "hcp-ready");
    assertThat(page.path("total").asInt()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id = ", "id = 'x' OR", "id = 'it's'"})
  void rejectsAnInvalidSearch(String search) {
    Reply reply = ocm.get(Ocm.CLUSTERS + "?search=" + Ocm.encoded(search));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.reason()).startsWith("Search is not valid at position");
  }

  @Test
  void rejectsAClusterNameInThePath() {
    assertThat(ocm.get(Ocm.CLUSTERS + "/mycluster").status()).isEqualTo(404);
    assertThat(ocm.get(Ocm.CLUSTERS + "/mycluster").reason())
        .isEqualTo("Cluster 'mycluster' not found");
  }

  private List<String> names(String search) {
    return ocm
        .get(Ocm.CLUSTERS + "?search=" + Ocm.encoded(search))
        .json()
        .path("items")
        .findValuesAsText("name")
        .stream()
        .toList();
  }

  private static JsonNode only(Reply reply) {
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/total")).isEqualTo("1");
    return reply.json().at("/items/0");
  }

  private static String byKey(String key) {
    return "product.id = 'rosa' AND (id = 'K' OR name = 'K' OR external_id = 'K')"
        .replace("K", key);
  }
}
