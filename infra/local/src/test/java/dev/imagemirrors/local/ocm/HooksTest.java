package dev.imagemirrors.local.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.ocm.Ocm.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HooksTest {
  private static final Path GUIDE = Path.of("../../docs/guides/local-stack.md");

  @AutoClose private final Ocm ocm = new Ocm();

  @Test
  void areDocumented() throws Exception {
    var state = new SimulatorState(InstantSource.system(), StateFile.in(Optional.empty()));
    var guide = Files.readString(GUIDE);

    assertThat(new Hooks(state, () -> {}).routes())
        .isNotEmpty()
        .allSatisfy(route ->
            assertThat(guide).contains("| `" + route.method() + " " + route.pattern() + "` |"));
  }

  @Test
  void changesAClusterByMergePatch() {
    Reply patched =
        ocm.hook(
            "clusters/hcp-installing",
            """
            {"state": "ready", "display_name": null, "console": null,
             "registry_config": {"registry_sources": {"blocked_registries": ["bad.example.com"]}}}
            """);

    assertThat(patched.at("/state")).isEqualTo("ready");
    assertThat(patched.at("/status/state")).isEqualTo("ready");
    assertThat(patched.json().has("display_name")).isFalse();
    assertThat(patched.json().has("console")).isFalse();
    assertThat(patched.at("/registry_config/registry_sources/blocked_registries/0"))
        .isEqualTo("bad.example.com");
    assertThat(patched.json().at("/registry_config/registry_sources").has("insecure_registries"))
        .isTrue();
    assertThat(ocm.get(Ocm.CLUSTERS + "/" + ClusterDocuments.idOf("hcp-installing")).json())
        .isEqualTo(patched.json());
    assertThat(ocm.create("hcp-installing", "quay.io/a", "m.example.com").status()).isEqualTo(201);
  }

  @Test
  void findsAClusterByItsIdToo() {
    String id = ClusterDocuments.idOf("mycluster");

    assertThat(ocm.hook("clusters/" + id, "{\"state\": \"error\"}").at("/name"))
        .isEqualTo("mycluster");
    assertThat(ocm.get(Ocm.CLUSTERS + "/" + id).at("/state")).isEqualTo("error");
  }

  @Test
  void createsANewCluster() {
    Reply made = ocm.hook("clusters/another", "{\"region\": {\"id\": \"eu-north-1\"}}");

    assertThat(made.at("/id")).isEqualTo("another");
    assertThat(made.at("/name")).isEqualTo("another");
    assertThat(made.at("/state")).isEqualTo("ready");
    assertThat(made.at("/region/id")).isEqualTo("eu-north-1");
    assertThat(
            ocm.post(
                    Ocm.CLUSTERS + "/another/image_mirrors",
                    Ocm.wanted("quay.io/a", "m.example.com"))
                .status())
        .isEqualTo(201);
  }

  @Test
  void keepsTheMirrorsOfAClusterThatChanges() {
    ocm.create("mycluster", "quay.io/a", "m.example.com");

    ocm.hook("clusters/mycluster", "{\"state\": \"updating\"}");

    assertThat(ocm.get(Ocm.mirrors("mycluster")).at("/total")).isEqualTo("1");
  }

  @Test
  void resetsEverything() {
    ocm.create("mycluster", "quay.io/a", "m.example.com");
    ocm.hook("clusters/another", "{}");
    ocm.hook("clusters/mycluster", "{\"state\": \"error\"}");
    ocm.hook("conflict", "{\"ms\": 5000}");
    ocm.hook("fault", "{\"status\": 500}");
    ocm.hook("behaviour", "{\"check_formats\": false, \"not_ready_status\": 409}");
    ocm.hook("tokens", "{\"lifetime_s\": 5}");

    assertThat(ocm.post("/_sim/reset", "").status()).isEqualTo(200);

    try (var fresh = new Ocm()) {
      fresh.post("/_sim/reset", "");
      assertThat(ocm.state()).isEqualTo(fresh.state());
    }
    assertThat(ocm.get(Ocm.mirrors("mycluster")).at("/total")).isEqualTo("0");
    assertThat(ocm.clientCredentials("a", "b").at("/expires_in")).isEqualTo("900");
  }

  @Test
  void countsCallsByTheirRoute() {
    String id = ocm.create("mycluster", "quay.io/a", "m.example.com").at("/id");
    ocm.get(Ocm.mirrors("mycluster") + "/" + id);
    ocm.get(Ocm.mirrors("mycluster") + "/nothere");
    ocm.get("/api/clusters_mgmt/v1/nothere");
    ocm.get(Ocm.CLUSTERS + "?size=1");

    JsonNode calls = ocm.state().path("calls");

    String mirrors = "/api/clusters_mgmt/v1/clusters/{cluster}/image_mirrors";
    assertThat(calls)
        .isEqualTo(
            Json.object()
                .put("GET (unknown)", 1)
                .put("GET /api/clusters_mgmt/v1/clusters", 1)
                .put("GET " + mirrors + "/{mirror}", 2)
                .put("POST " + mirrors, 1)
                .put("POST " + TokenEndpoint.PATH, 1));
  }

  @Test
  void returnsTheConfiguredStatusForAClusterThatIsNotReady() {
    ocm.hook("behaviour", "{\"not_ready_status\": 409, \"not_hosted_status\": 422}");

    assertThat(ocm.create("hcp-installing", "quay.io/a", "m.example.com").status()).isEqualTo(409);
    assertThat(ocm.create("classic", "quay.io/a", "m.example.com").status()).isEqualTo(422);
  }

  @Test
  void ignoresABadTypeInAnEditIfConfigured() {
    String path =
        Ocm.mirrors("mycluster")
            + "/"
            + ocm.create("mycluster", "quay.io/a", "m.example.com").at("/id");
    ocm.hook("behaviour", "{\"patch_bad_type\": \"ignore\"}");

    Reply edited = ocm.patch(path, Ocm.to("n.example.com").replace("digest", "tag"));

    assertThat(edited.status()).isEqualTo(200);
    assertThat(edited.at("/type")).isEqualTo("digest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fault      | {"status": 99}                                  | status
          fault      | {"status": "500"}                               | status
          fault      | {"status": 500.5}                               | status
          fault      | {}                                              | status
          fault      | {"reason": "x"}                                 | status
          fault      | {"after": true}                                 | status
          fault      | {"status": 500, "times": 0}                     | times
          fault      | {"status": 500, "method": 5}                    | method
          fault      | {"status": 500, "match": true}                  | match
          fault      | {"status": 500, "empty": "yes"}                 | empty
          fault      | {"status": 500, "delay_ms": -1}                 | delay_ms
          fault      | {"status": 500, "empty": true, "body": "x"}     | body
          fault      | {"status": 500, "empty": true, "reason": "x"}   | reason
          fault      | {"status": 500, "content_type": "text/html"}    | content_type
          fault      | {"status": 500, "reset": true}                  | reset
          fault      | {"status": 500, "retry_after": "soon"}          | retry_after
          fault      | {"status": 500, "time": 2}                      | time
          conflict   | {}                                              | ms
          conflict   | {"ms": -1}                                      | ms
          conflict   | {"ms": "2000"}                                  | ms
          conflict   | {"ms": 1, "millis": 2}                          | millis
          tokens     | {}                                              | lifetime_s
          tokens     | {"lifetime_s": -1}                              | lifetime_s
          tokens     | {"revoke": "yes"}                               | revoke
          tokens     | {"revoke": true, "lifetime": 5}                 | lifetime
          behaviour  | {"patch_with_source": "maybe"}                  | patch_with_source
          behaviour  | {"patch_bad_type": true}                        | patch_bad_type
          behaviour  | {"check_formats": "ignore"}                     | check_formats
          behaviour  | {"not_ready_status": 200}                       | not_ready_status
          behaviour  | {"check_format": true}                          | check_format
          clusters/mycluster | {"id": "other"}                         | id
          clusters/mycluster | {"state": null}                         | state
          clusters/mycluster | {"name": 5}                             | name
          clusters/mycluster | {"hypershift": {"enabled": "yes"}}      | hypershift.enabled
          """)
  void rejectsAnInvalidFieldByName(String hook, String body, String field) {
    JsonNode before = ocm.state();

    Reply reply = ocm.post("/_sim/" + hook, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.reason()).startsWith("'" + field + "' ");
    assertThat(ocm.state()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"fault", "conflict", "tokens", "behaviour", "clusters/mycluster"})
  void rejectsABodyThatIsNotAnObject(String hook) {
    assertThat(ocm.post("/_sim/" + hook, "[]").status()).isEqualTo(400);
    assertThat(ocm.post("/_sim/" + hook, "{").status()).isEqualTo(400);
  }

  @Test
  void rejectsUnknownHooks() {
    assertThat(ocm.post("/_sim/faults", "{}").status()).isEqualTo(404);
    assertThat(ocm.get("/_sim/reset").status()).isEqualTo(405);
  }
}
