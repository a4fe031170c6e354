package dev.imagemirrors.local.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.ocm.Ocm.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageMirrorsTest {
  private static final String MIRRORS = Ocm.mirrors("mycluster");
  private static final String CLUSTER_ID = ClusterDocuments.idOf("mycluster");
  private static final String SOMEWHERE = "11111111-2222-3333-4444-555555555555";

  // A fixed clock, so values that must differ cannot differ by chance.
  private final TestClock clock = new TestClock();
  @AutoClose private final Ocm ocm = new Ocm(clock);

  @Test
  void createsAMirror() {
    Reply created = ocm.create("mycluster", "quay.io/team", "a.example.com/team", "b.example.com");

    assertThat(created.status()).isEqualTo(201);
    String id = created.at("/id");
    assertThat(UUID.fromString(id)).hasToString(id);
    assertThat(created.json())
        .isEqualTo(
            Json.objectIn(
                """
                {"kind": "ImageMirror", "id": "%s", "href": "%s/%s", "type": "digest", "source": "quay.io/team",
                 "mirrors": ["a.example.com/team", "b.example.com"],
                 "creation_timestamp": "2026-03-01T12:00:00.000000Z",
                 "last_update_timestamp": "2026-03-01T12:00:00.000000Z"}
                """
                    .formatted(id, MIRRORS, id)));
    assertThat(ocm.get(MIRRORS + "/" + id))
        .extracting(Reply::status, Reply::json)
        .containsExactly(200, created.json());
  }

  @Test
  void acceptsChunkedBodies() {
    Reply created =
        ocm.send("POST", MIRRORS, Ocm.chunked(Ocm.wanted("quay.io/team", "a.example.com")));
    Reply edited =
        ocm.send("PATCH", MIRRORS + "/" + created.at("/id"), Ocm.chunked(Ocm.to("b.example.com")));

    assertThat(created.status()).isEqualTo(201);
    assertThat(edited.status()).isEqualTo(200);
    assertThat(edited.at("/mirrors/0")).isEqualTo("b.example.com");
  }

  @Test
  void defaultsToTheTypeDigest() {
    Reply created =
        ocm.post(MIRRORS, "{\"source\": \"quay.io/a\", \"mirrors\": [\"b.example.com\"]}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.at("/type")).isEqualTo("digest");
  }

  @Test
  void replacesOnlyTheListOfMirrors() {
    JsonNode before =
        ocm.create("mycluster", "quay.io/team", "a.example.com", "b.example.com").json();

    Reply edited = ocm.patch(MIRRORS + "/" + before.path("id").asText(), Ocm.to("c.example.com"));

    assertThat(edited.status()).isEqualTo(200);
    var expected = before.<ObjectNode>deepCopy();
    expected.putArray("mirrors").add("c.example.com");
    expected.put("last_update_timestamp", "2026-03-01T12:00:00.000001Z");
    assertThat(edited.json()).isEqualTo(expected);
  }

  @Test
  void increasesTheUpdateTimeEvenIfTheClockStandsStill() {
    String path =
        MIRRORS + "/" + ocm.create("mycluster", "quay.io/team", "a.example.com").at("/id");

    var times = new ArrayList<Instant>();
    for (int i = 0; i < 5; i++) {
      Reply edited = ocm.patch(path, Ocm.to("mirror" + i + ".example.com"));
      times.add(Instant.parse(edited.at("/last_update_timestamp")));
      assertThat(edited.at("/creation_timestamp")).isEqualTo("2026-03-01T12:00:00.000000Z");
    }

    assertThat(times).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void countsAnIdenticalListAsARollout() {
    String path =
        MIRRORS + "/" + ocm.create("mycluster", "quay.io/team", "a.example.com").at("/id");

    assertThat(ocm.patch(path, Ocm.to("b.example.com")).status()).isEqualTo(200);
    assertThat(ocm.patch(path, Ocm.to("b.example.com")).status()).isEqualTo(200);

    JsonNode state = ocm.stateOf("mycluster");
    assertThat(state.path("rollouts").asInt()).isEqualTo(3);
    assertThat(state.path("no_op_edits").asInt()).isEqualTo(1);
  }

  @Test
  void deletesWithoutABody() {
    String path =
        MIRRORS + "/" + ocm.create("mycluster", "quay.io/team", "a.example.com").at("/id");

    Reply deleted = ocm.delete(path);

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
    assertThat(deleted.headers().firstValue("Content-Type")).isEmpty();
    assertThat(deleted.headers().firstValue("X-Operation-ID")).isPresent();
    assertThat(ocm.get(path).status()).isEqualTo(404);
    assertThat(ocm.create("mycluster", "quay.io/team", "a.example.com").status()).isEqualTo(201);
  }

  @Test
  void refusesASecondMirrorForTheSameSource() {
    ocm.create("mycluster", "quay.io/team", "a.example.com");

    Reply again = ocm.create("mycluster", "quay.io/team", "other.example.com");

    assertRefused(
        again,
        400,
        "Image mirror for source 'quay.io/team' already exists for cluster '" + CLUSTER_ID + "'");
    assertThat(ocm.create("hcp-ready", "quay.io/team", "a.example.com").status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tag", "DIGEST", "", "Digest"})
  void rejectsAnyTypeButDigest(String type) {
    String path =
        MIRRORS + "/" + ocm.create("mycluster", "quay.io/team", "a.example.com").at("/id");
    String body = Ocm.wanted("quay.io/other", "a.example.com").replace("digest", type);

    assertRefused(ocm.post(MIRRORS, body), 400, "Image mirror type must be 'digest' if specified");
    assertRefused(
        ocm.patch(path, Ocm.to("b.example.com").replace("digest", type)),
        400,
        "Image mirror type must be 'digest' if specified");
  }

  @Test
  void rejectsTheIdOfAMirrorOfAnotherCluster() {
    String id = ocm.create("hcp-ready", "quay.io/team", "a.example.com").at("/id");
    String reason = "Image mirror ID '" + id + "' for cluster '" + CLUSTER_ID + "' not found";
    String path = MIRRORS + "/" + id;

    assertRefused(ocm.get(path), 404, reason);
    assertRefused(ocm.patch(path, Ocm.to("b.example.com")), 404, reason);
    assertRefused(ocm.delete(path), 404, reason);
  }

  @Test
  void rejectsMirrorsOfAnUnknownCluster() {
    String path = Ocm.CLUSTERS + "/nothere/image_mirrors";

    assertRefused(ocm.get(path), 404, "Cluster 'nothere' not found");
    assertRefused(ocm.post(path, Ocm.wanted("a", "b")), 404, "Cluster 'nothere' not found");
    assertRefused(ocm.delete(path + "/" + SOMEWHERE), 404, "Cluster 'nothere' not found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hcp-installing | Cluster '%s' is not in ready state
          classic        | Image mirrors are only supported for Hosted Control Plane clusters
          """)
  void rejectsWritesToAClusterWithoutImageMirrors(String cluster, String reason) {
    assertRefused(
        ocm.create(cluster, "quay.io/team", "a.example.com"),
        400,
        reason.formatted(ClusterDocuments.idOf(cluster)));
    assertThat(ocm.get(Ocm.mirrors(cluster)).at("/total")).isEqualTo("0");
  }

  @Test
  void refusesToEditOrDeleteWhenTheClusterIsNoLongerReady() {
    String path =
        MIRRORS + "/" + ocm.create("mycluster", "quay.io/team", "a.example.com").at("/id");
    ocm.hook("clusters/mycluster", "{\"state\": \"hibernating\"}");
    String reason = "Cluster '" + CLUSTER_ID + "' is not in ready state";

    assertRefused(ocm.patch(path, Ocm.to("b.example.com")), 400, reason);
    assertRefused(ocm.delete(path), 400, reason);
    assertThat(ocm.get(path).at("/mirrors/0")).isEqualTo("a.example.com");
  }

  @Test
  void accepts255SetsAnd255MirrorsOf255Characters() {
    String longest = "a".repeat(127) + "/" + "b".repeat(127);
    String[] mirrors =
        IntStream.range(0, 255).mapToObj(i -> "m" + i + ".example.com").toArray(String[]::new);

    assertThat(ocm.create("mycluster", longest, mirrors).status()).isEqualTo(201);
    for (int i = 1; i < 255; i++) {
      assertThat(ocm.create("mycluster", "quay.io/team" + i, longest).status()).isEqualTo(201);
    }

    Reply onceMore = ocm.create("mycluster", "quay.io/team255", "a.example.com");
    assertThat(onceMore.status()).isEqualTo(400);
    assertThat(onceMore.reason()).contains("more than 255 image mirrors");
    assertThat(ocm.get(MIRRORS + "?page=1&size=-1").json().path("items")).hasSize(255);
  }

  @Test
  void rejectsMoreOrLongerMirrors() {
    String[] many =
        IntStream.range(0, 256).mapToObj(i -> "m" + i + ".example.com").toArray(String[]::new);
    String tooLong = "a".repeat(128) + "/" + "b".repeat(127);

    assertThat(ocm.create("mycluster", "quay.io/team", many).reason())
        .contains("more than 255 mirrors");
    assertThat(ocm.create("mycluster", "quay.io/team", tooLong).reason())
        .contains("1 to 255 characters");
    assertThat(ocm.create("mycluster", tooLong, "a.example.com").reason())
        .contains("1 to 255 characters");
  }

  @Test
  void rejectsMissingEmptyAndDuplicateMirrors() {
    assertRefused(
        ocm.post(MIRRORS, "{\"source\": \"quay.io/a\"}"),
        400,
        "Image mirror mirrors must be specified");
    assertRefused(
        ocm.post(MIRRORS, "{\"mirrors\": [\"a.example.com\"]}"),
        400,
        "Image mirror source must be specified");
    assertRefused(
        ocm.create("mycluster", "quay.io/a"), 400, "Image mirror mirrors cannot be empty");
    assertRefused(
        ocm.create("mycluster", "quay.io/a", "a.example.com", "a.example.com"),
        400,
        "Image mirror mirrors must be unique: 'a.example.com'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"source\": 5, \"mirrors\": [\"a.example.com\"]}",
        "{\"source\": null, \"mirrors\": [\"a.example.com\"]}",
        "{\"source\": \"quay.io/a\", \"mirrors\": \"a.example.com\"}",
        "{\"source\": \"quay.io/a\", \"mirrors\": [5]}",
        "{\"source\": \"quay.io/a\", \"mirrors\": [null]}",
        "{\"source\": \"quay.io/a\", \"type\": 5, \"mirrors\": [\"a.example.com\"]}",
        "{\"source\": \"quay.io/a\", \"mirrors\": [\"a.example.com\"",
        "{\"source\": \"quay.io/a\", \"mirrors\": [\"a.example.com\"]} {}",
        "[]",
        "null",
        "",
      })
  void rejectsBodiesThatAreNotMirrors(String body) {
    Reply reply = ocm.post(MIRRORS, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.reason()).isNotEmpty();
    assertThat(ocm.stateOf("mycluster").path("image_mirrors")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "registry:5000/team",
        "quay.io",
        "quay.io/a.b_c__d---e/f1",
        "*.example.com",
        "10.0.0.1:5000/x",
      })
  void acceptsValidSources(String source) {
    assertThat(ocm.create("mycluster", source, "a.example.com").status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://quay.io/team",
        "quay.io/team:latest",
        "quay.io/team@sha256:abc",
        "quay.io/team/",
        "quay.io//team",
        "quay.io/Team",
        "-quay.io",
        "quay.io-/x",
        "quay..io",
        "quay.io/a___b",
        "quay.io/.a",
        " quay.io",
        "quay.io:/x",
        "*.example.com/team",
        "*",
        "quay.*.io",
      })
  void rejectsInvalidSourcesUnlessChecksAreOff(String source) {
    assertThat(ocm.create("mycluster", source, "a.example.com").reason())
        .isEqualTo("Image mirror source '" + source + "' is not a valid format");

    ocm.hook("behaviour", "{\"check_formats\": false}");

    assertThat(ocm.create("mycluster", source, "a.example.com").status()).isEqualTo(201);
  }

  @Test
  void acceptsAWildcardOnlyInASource() {
    assertThat(ocm.create("mycluster", "quay.io/team", "*.example.com").reason())
        .isEqualTo("Image mirror mirror '*.example.com' is not a valid format");
  }

  @Test
  void listsInPagesOrderedById() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      ids.add(ocm.create("mycluster", "quay.io/team" + i, "a.example.com").at("/id"));
    }
    ids.sort(null);

    JsonNode second = ocm.get(MIRRORS + "?page=2&size=2").json();

    assertThat(second.path("kind").asText()).isEqualTo("ImageMirrorList");
    assertThat(second.path("page").asInt()).isEqualTo(2);
    assertThat(second.path("size").asInt()).isEqualTo(2);
    assertThat(second.path("total").asInt()).isEqualTo(5);
    assertThat(second.path("items").findValuesAsText("id")).isEqualTo(ids.subList(2, 4));
    assertThat(ocm.get(MIRRORS).json().path("items").findValuesAsText("id")).isEqualTo(ids);
    assertThat(ocm.get(MIRRORS + "?page=3&size=2").json().path("items")).hasSize(1);
    assertThat(ocm.get(MIRRORS + "?page=4&size=2").json().path("items")).isEmpty();
    assertThat(ocm.get(MIRRORS + "?size=0").at("/total")).isEqualTo("5");
  }

  @Test
  void returnsAHundredMirrorsByDefault() {
    for (int i = 0; i < 101; i++) {
      ocm.create("mycluster", "quay.io/team" + i, "a.example.com");
    }

    assertThat(ocm.get(MIRRORS).json().path("items")).hasSize(100);
    assertThat(ocm.get(MIRRORS + "?page=1&size=-1").json().path("items")).hasSize(101);
    assertThat(ocm.get(MIRRORS).at("/total")).isEqualTo("101");
  }

  @ParameterizedTest
  @ValueSource(strings = {"page=0", "page=-1", "page=x", "size=-2", "size=x", "size=1.5", "size="})
  void rejectsInvalidPages(String query) {
    Reply reply = ocm.get(MIRRORS + "?" + query);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.reason()).contains("'" + query.substring(0, 4) + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          source = 'quay.io/b'                        | quay.io/b
          source LIKE 'quay.io/%' AND type = 'digest' | quay.io/a,quay.io/b
          source NOT IN ('quay.io/a', 'quay.io/b')    | docker.io/c
          type = 'tag'                                |
          name = 'a' OR NOT name = 'a'                |
          cluster_id = '261d43f80e5834fca73eaf975b65aa96' AND source = 'quay.io/a' | quay.io/a
          cluster_id = 'other'                        |
          """)
  void findsMirrorsBySearch(String search, @Nullable String sources) {
    ocm.create("mycluster", "quay.io/a", "a.example.com");
    ocm.create("mycluster", "quay.io/b", "a.example.com");
    ocm.create("mycluster", "docker.io/c", "a.example.com");

    JsonNode found = ocm.get(MIRRORS + "?order=source&search=" + Ocm.encoded(search)).json();

    List<String> expected = sources == null ? List.of() : List.of(sources.split(",", -1));
    assertThat(found.path("items").findValuesAsText("source")).isEqualTo(expected);
    assertThat(found.path("total").asInt()).isEqualTo(expected.size());
  }

  @Test
  void ordersByTheGivenFields() {
    for (String source : List.of("quay.io/b", "quay.io/a", "quay.io/c")) {
      ocm.create("mycluster", source, "a.example.com");
    }

    assertThat(sourcesBy("source desc")).containsExactly("quay.io/c", "quay.io/b", "quay.io/a");
    assertThat(sourcesBy("type DESC, source asc"))
        .containsExactly("quay.io/a", "quay.io/b", "quay.io/c");
  }

  private List<String> sourcesBy(String order) {
    return ocm.get(MIRRORS + "?order=" + Ocm.encoded(order))
        .json()
        .path("items")
        .findValuesAsText("source");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search=mirrors = 'x'",
        "search=state = 'ready'",
        "search=id =",
        "search=id = 'x' OR",
        "order=mirrors",
        "order=id up",
        "order=,",
        "order=id desc desc",
      })
  void rejectsInvalidSearchesAndOrders(String query) {
    int equals = query.indexOf('=') + 1;

    Reply reply =
        ocm.get(MIRRORS + "?" + query.substring(0, equals) + Ocm.encoded(query.substring(equals)));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.reason()).isNotEmpty();
  }

  @Test
  void rejectsASourceInAnEditUnlessConfiguredToIgnoreIt() {
    String path =
        MIRRORS + "/" + ocm.create("mycluster", "quay.io/team", "a.example.com").at("/id");
    String edit = Ocm.wanted("quay.io/other", "b.example.com");

    assertRefused(ocm.patch(path, edit), 400, "Image mirror source cannot be changed");
    assertThat(ocm.get(path).at("/mirrors/0")).isEqualTo("a.example.com");

    ocm.hook("behaviour", "{\"patch_with_source\": \"ignore\"}");

    assertThat(ocm.patch(path, edit).status()).isEqualTo(200);
    assertThat(ocm.get(path).at("/source")).isEqualTo("quay.io/team");
    assertThat(ocm.get(path).at("/mirrors/0")).isEqualTo("b.example.com");
  }

  private static void assertRefused(Reply reply, int status, String reason) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.reason()).isEqualTo(reason);
  }
}
