package dev.imagemirrors.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.RegistryLists;
import dev.imagemirrors.event.Event;
import dev.imagemirrors.event.EventReader;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.FakeOcm;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.reply.Output;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.ReplyWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainImageTest {
  private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);
  private static final Instant WRITTEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final Answer.TryLater<Object> DOWN = new Answer.TryLater<>("503", null);

  private final FakeOcm ocm = new FakeOcm();
  private final FakeRecords records = new FakeRecords();

  private static final class FakeRecords implements Records {
    private final List<ImageMirror> mirrors = new ArrayList<>();
    private final List<Cluster> clusters = new ArrayList<>();
    private @Nullable Instant asOf;

    @Override
    public Recorded of(String clusterId) {
      return new Recorded(mirrors, asOf);
    }

    @Override
    public List<Cluster> clusters(ClusterKey key) {
      return clusters.stream().filter(cluster -> cluster.isNamed(key)).toList();
    }
  }

  @BeforeEach
  void addACluster() {
    cluster();
  }

  private void cluster(String... blocked) {
    cluster(RegistryLists.blocking(blocked));
  }

  private void cluster(RegistryLists registries) {
    ocm.add(new Cluster("c1", "mycluster", null, "ready", true, "us-east-1", registries));
  }

  private Reply explain(String image) {
    var event =
        JsonWriter.write(Json.object().put("cluster", "mycluster").put("image", image).build());
    return new ExplainImage(new ClusterLookup(ocm, records, new Unwatched()), ocm)
        .explain(request(event));
  }

  private static ExplainImage.Request request(String event) {
    var fields = new Fields(EventReader.read(event.getBytes(UTF_8), "request-1", true));
    return ExplainImage.Request.read(fields, new Target("us-east-1", null));
  }

  private Json body(String image) {
    return ReplyWriter.write(Event.Shape.DIRECT, Output.REPLY, explain(image));
  }

  private String shown(Output output, String image) {
    return String.valueOf(
        ReplyWriter.write(Event.Shape.DIRECT, output, explain(image)).at("output").asText());
  }

  @Test
  void explainsWhichSourceMatchesAndWhichPlacesAreTried() throws Exception {
    ocm.has("c1", "quay.io", "mirror.corp.com/quay");
    ocm.has("c1", "quay.io/team", "mirror.corp.com/team", "backup.corp.com/team");
    ocm.has("c1", "ghcr.io", "mirror.corp.com/ghcr");

    assertThat(body("quay.io/team/app" + DIGEST))
        .isEqualTo(
            JsonReader.read(
                """
                {
                  "messages": [
                    "Image 'quay.io/team/app@D' is mirrored: source 'quay.io/team' matches",
                    "Source 'quay.io' also matches but is not used: only the longest matching source applies",
                    "1. mirror.corp.com/team/app@D, mirror mirror.corp.com/team",
                    "2. backup.corp.com/team/app@D, mirror backup.corp.com/team",
                    "3. quay.io/team/app@D, the source"
                  ],
                  "cluster_id": "c1",
                  "image": "quay.io/team/app@D",
                  "by": "digest",
                  "mirrored": true,
                  "why": "source-matches",
                  "matching_sources": ["quay.io/team", "quay.io"],
                  "places": [
                    {"image": "mirror.corp.com/team/app@D", "mirror": "mirror.corp.com/team", "blocked_by": null},
                    {"image": "backup.corp.com/team/app@D", "mirror": "backup.corp.com/team", "blocked_by": null},
                    {"image": "quay.io/team/app@D", "mirror": null, "blocked_by": null}
                  ]
                }
                """
                    .replace("@D", DIGEST)));
  }

  @Test
  void explainsThatATagIsNotMirrored() {
    ocm.has("c1", "quay.io/team", "mirror.corp.com/team");

    assertThat(shown(Output.TEXT, "quay.io/team/app:1.2"))
        .isEqualTo(
            """
            I: Image 'quay.io/team/app:1.2' is not mirrored: by tag
            I: Only pulls by digest are redirected; by digest, source 'quay.io/team' would match
            I: 1. quay.io/team/app:1.2, the source
            """);
    assertThat(shown(Output.TEXT, "ghcr.io/team/app"))
        .isEqualTo(
            """
            I: Nodes read 'ghcr.io/team/app' as 'ghcr.io/team/app:latest'
            I: Image 'ghcr.io/team/app:latest' is not mirrored: by tag
            I: Only pulls by digest are redirected, and by digest no source would match
            I: 1. ghcr.io/team/app:latest, the source
            """);
    assertThat(body("quay.io/team/app:1.2").at("why")).isEqualTo(Json.of("by-tag"));
    assertThat(body("quay.io/team/app:1.2").at("by")).isEqualTo(Json.of("tag"));
  }

  @Test
  void explainsThatNoSourceMatches() {
    ocm.has("c1", "docker.io/nginx", "mirror.corp.com/nginx");

    assertThat(shown(Output.TEXT, "docker.io/nginx:1.27" + DIGEST))
        .isEqualTo(
            """
            I: Nodes read 'docker.io/nginx:1.27@D' as 'docker.io/library/nginx@D'
            I: Image 'docker.io/library/nginx@D' is not mirrored: no source matches
            I: 1. docker.io/library/nginx@D, the source
            """
                .replace("@D", DIGEST));
    assertThat(body("docker.io/nginx" + DIGEST).at("why")).isEqualTo(Json.of("no-source-matches"));
  }

  @Test
  void explainsThatAMirrorBreaksThePull() {
    ocm.has("c1", "quay.io/team/app", "mirror.corp.com/app", "backup.corp.com");

    assertThat(shown(Output.TABLE, "quay.io/team/app" + DIGEST))
        .isEqualTo(
            """
            I: Image 'quay.io/team/app@D' cannot be pulled: mirror 'backup.corp.com' of source 'quay.io/team/app' makes it 'backup.corp.com@D', which is not a full reference
            I: Nodes refuse such a pull without trying other mirrors or the source
            """
                .replace("@D", DIGEST));
    var body = body("quay.io/team/app" + DIGEST);
    assertThat(body.at("mirrored")).isEqualTo(Json.of(false));
    assertThat(body.at("why")).isEqualTo(Json.of("mirror-unusable"));
    assertThat(body.at("places").items()).isEmpty();
  }

  @Test
  void showsThePlacesAsATable() {
    cluster("mirror.corp.com:5000");
    ocm.has("c1", "quay.io/team", "mirror.corp.com:5000/team");
    var image = "quay.io/team/app" + DIGEST;

    assertThat(shown(Output.TABLE, image).replace(DIGEST, "@D").replaceAll(" {2,}", "  "))
        .isEqualTo(
            """
            W: Mirror 'mirror.corp.com:5000/team' is in 'mirror.corp.com:5000', one of the cluster's blocked registries: nodes never pull from it
            ORDER  IMAGE  MIRROR
            1  mirror.corp.com:5000/team/app@D  mirror.corp.com:5000/team
            2  quay.io/team/app@D  -
            """);
    assertThat(shown(Output.WIDE, image).replace(DIGEST, "@D").replaceAll(" {2,}", "  "))
        .endsWith(
            """
            ORDER  IMAGE  MIRROR  BLOCKED BY
            1  mirror.corp.com:5000/team/app@D  mirror.corp.com:5000/team  mirror.corp.com:5000
            2  quay.io/team/app@D  -  -
            """);
  }

  @Test
  void warnsOfMirrorsThatTheClusterBlocks() {
    cluster("mirror.corp.com/team/app", "*.example.com");
    ocm.has("c1", "quay.io/team", "mirror.corp.com/team", "a.example.com/team", "c.corp.com");

    assertThat(body("quay.io/team/app" + DIGEST).at("warnings"))
        .isEqualTo(
            Json.strings(
                List.of(
                    "Mirror 'mirror.corp.com/team' is in 'mirror.corp.com/team/app', one of the cluster's blocked registries: nodes never pull from it",
                    "Mirror 'a.example.com/team' is in '*.example.com', one of the cluster's blocked registries: nodes never pull from it")));
    assertThat(body("quay.io/team/app2" + DIGEST).at("warnings").items()).hasSize(1);
    assertThat(body("quay.io/team/app:1").at("warnings").items()).isEmpty();
  }

  @Test
  void explainsThatNodesRefuseABlockedImage() {
    cluster("quay.io");
    ocm.has("c1", "quay.io/team", "mirror.corp.com/team");

    assertThat(shown(Output.TEXT, "quay.io/team/app" + DIGEST))
        .isEqualTo(
            """
            I: Image 'quay.io/team/app@D' cannot be pulled: it is in 'quay.io', one of the cluster's blocked registries
            I: Nodes refuse it from every location, also from a mirror
            """
                .replace("@D", DIGEST));
    var body = body("quay.io/team/app" + DIGEST);
    assertThat(body.at("mirrored")).isEqualTo(Json.of(false));
    assertThat(body.at("why")).isEqualTo(Json.of("image-blocked"));
    assertThat(body.at("places").items()).isEmpty();
    assertThat(body.at("matching_sources")).isEqualTo(Json.strings(List.of("quay.io/team")));
    assertThat(body("quay.io/team/app:1").at("why")).isEqualTo(Json.of("image-blocked"));
    assertThat(body("ghcr.io/team/app" + DIGEST).at("why")).isEqualTo(Json.of("no-source-matches"));
  }

  @Test
  void explainsThatNodesRefuseAnImageThatIsNotAllowed() {
    cluster(
        new RegistryLists(List.of("registry.redhat.io", "mirror.corp.com"), List.of(), List.of()));
    ocm.has("c1", "ghcr.io/team", "mirror.corp.com/team");
    ocm.has("c1", "registry.redhat.io/rhoai", "mirror.corp.com/rhoai");

    assertThat(shown(Output.TEXT, "ghcr.io/team/app" + DIGEST))
        .isEqualTo(
            """
            I: Image 'ghcr.io/team/app@D' cannot be pulled: it is not in the cluster's allowed registries
            I: Nodes refuse it from every location, also from a mirror
            """
                .replace("@D", DIGEST));
    assertThat(body("ghcr.io/team/app" + DIGEST).at("why")).isEqualTo(Json.of("image-not-allowed"));
    assertThat(body("docker.io/library/nginx" + DIGEST).at("why"))
        .isEqualTo(Json.of("image-not-allowed"));
    assertThat(body("registry.redhat.io/rhoai/a" + DIGEST).at("mirrored")).isEqualTo(Json.of(true));
  }

  @Test
  void warnsAboutAWildcardThatNodesCannotBeConfiguredWith() {
    cluster(new RegistryLists(List.of(), List.of(), List.of("plain.example.com")));
    ocm.has("c1", "*.example.com", "mirror.corp.com/any");

    assertThat(body("a.example.com/app" + DIGEST).at("warnings"))
        .isEqualTo(
            Json.strings(
                List.of(
                    "Source '*.example.com' includes 'plain.example.com', one of the cluster's insecure registries: OpenShift cannot configure nodes with both, and new nodes fail")));
  }

  // While OCM is unavailable

  private void record(String source, String... mirrors) {
    records.mirrors.add(new ImageMirror("m1", source, List.of(mirrors), null, null));
    records.clusters.add(new Cluster("c1", "mycluster", null, "unknown", true, "us-east-1"));
    records.asOf = WRITTEN;
  }

  @Test
  void usesTheRecordsWhileTheClusterCannotBeFound() {
    record("quay.io/team", "mirror.corp.com/team");
    ocm.answers("findCluster", DOWN);

    var body = body("quay.io/team/app" + DIGEST);

    assertThat(body.at("from_records")).isEqualTo(Json.of(true));
    assertThat(body.at("as_of")).isEqualTo(Json.of(WRITTEN.toString()));
    assertThat(body.at("mirrored")).isEqualTo(Json.of(true));
    assertThat(body.at("warnings"))
        .isEqualTo(
            Json.strings(
                List.of(
                    "OCM cannot be reached: showing the records of cluster 'mycluster' as of 2026-01-02T03:04:05Z",
                    "The allowed and blocked registries of the cluster are not recorded")));
  }

  @Test
  void usesTheRecordsWhileTheMirrorsCannotBeListed() {
    cluster("mirror.corp.com");
    record("quay.io/team", "mirror.corp.com/team");
    ocm.answers("list", DOWN);

    assertThat(body("quay.io/team/app" + DIGEST).at("warnings"))
        .isEqualTo(
            Json.strings(
                List.of(
                    "OCM cannot be reached: showing the records of cluster 'mycluster' as of 2026-01-02T03:04:05Z",
                    "Mirror 'mirror.corp.com/team' is in 'mirror.corp.com', one of the cluster's blocked registries: nodes never pull from it")));
  }

  @Test
  void reportsTheProblemWithoutRecords() {
    ocm.answers("list", DOWN);

    assertThat(explain("quay.io/team/app" + DIGEST))
        .isInstanceOfSatisfying(
            Reply.Problem.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.UPSTREAM_UNAVAILABLE));
  }

  @Test
  void reportsADeletedClusterDespiteItsRecords() {
    records.clusters.add(new Cluster("c2", "gone", null, "unknown", true, null));

    for (var name : List.of("gone", "never")) {
      var request =
          request("{\"cluster\": \"" + name + "\", \"image\": \"quay.io/app" + DIGEST + "\"}");
      assertThat(
              new ExplainImage(new ClusterLookup(ocm, records, new Unwatched()), ocm)
                  .explain(request))
          .isInstanceOfSatisfying(
              Reply.Problem.class,
              problem -> assertThat(problem.type()).isEqualTo(ProblemType.CLUSTER_NOT_FOUND));
    }
  }

  // Requests

  @Test
  void requiresAClusterAndAFullImageReference() {
    assertThatThrownBy(() -> request("{}"))
        .isInstanceOf(Faults.class)
        .hasMessageContaining("cluster: Cluster is required")
        .hasMessageContaining(
            "image: Image is required. Give its full reference, such as quay.io/team/app@sha256:DIGEST");
    assertThatThrownBy(
            () -> request("{\"cluster\": \"c\", \"image\": \"nginx\", \"source\": \"x\"}"))
        .isInstanceOf(Faults.class)
        .hasMessageContaining("image: must be a full reference")
        .hasMessageContaining("source: unknown field");
  }
}
