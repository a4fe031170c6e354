package dev.imagemirrors.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.event.Reply;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.ImageReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainImageTest {
  private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);
  private static final Cluster CLUSTER =
      new Cluster("c1", "mycluster", null, "ready", true, "us-east-1", List.of("blocked.io"));

  private static ImageMirror mirror(String source, String... mirrors) {
    return new ImageMirror("id-" + source, source, List.of(mirrors), null, null);
  }

  private static Reply.Success explained(String image, ImageMirror... there) {
    return (Reply.Success)
        ExplainImage.explained(ImageReference.parse(image), CLUSTER, List.of(there));
  }

  private static List<String> tried(String image, ImageMirror... there) {
    return explained(image, there).body().at("tried").items().stream()
        .map(Json::asText)
        .map(String::valueOf)
        .toList();
  }

  @Test
  void takesTheLongestSourceAndItsMirrorsInTheirOrder() {
    var explained =
        explained(
            "quay.io/team/app/web" + DIGEST,
            mirror("quay.io", "any.corp.com"),
            mirror("quay.io/team/app", "one.corp.com/app", "two.corp.com/x"),
            mirror("quay.io/team", "team.corp.com"));

    assertThat(explained.lines())
        .containsExactly(
            "Source 'quay.io/team/app' matches: it is the longest of those that do",
            "Source 'quay.io/team' matches too, and is not used",
            "Source 'quay.io' matches too, and is not used",
            "1. one.corp.com/app/web" + DIGEST,
            "2. two.corp.com/x/web" + DIGEST,
            "3. quay.io/team/app/web" + DIGEST + " (source)");
    assertThat(explained.body().at("mirrored")).isEqualTo(Json.of(true));
    assertThat(explained.body().at("source").asText()).isEqualTo("quay.io/team/app");
    assertThat(explained.body().at("by").asText()).isEqualTo("digest");
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io/teams/app,quay.io/team",
    "quay.io/tea,quay.io/team",
    "sub.quay.io/team,quay.io",
    "example.com/x,*.example.com",
    "a.example.com.cn/x,*.example.com",
    "aexample.com/x,*.example.com"
  })
  void matchesWholePartsAlone(String image, String source) {
    var explained = explained(image + DIGEST, mirror(source, "m.corp.com"));

    assertThat(explained.lines())
        .containsExactly(
            "not mirrored: no source matches '" + image + "'",
            "1. " + image + DIGEST + " (source)");
  }

  @Test
  void putsAMirrorInThePlaceOfTheHostThatAWildcardMatches() {
    assertThat(tried("a.b.example.com/team/app" + DIGEST, mirror("*.example.com", "m.corp.com/x")))
        .containsExactly("m.corp.com/x/team/app" + DIGEST, "a.b.example.com/team/app" + DIGEST);
  }

  @Test
  void redirectsNothingThatIsPulledByItsTag() {
    for (var image : List.of("quay.io/team/app:v1", "quay.io/team/app")) {
      var explained = explained(image, mirror("quay.io/team", "m.corp.com"));
      assertThat(explained.lines())
          .containsExactly(
              "not mirrored: by tag",
              "Only pulls by digest are redirected to mirrors",
              "1. " + image + " (source)");
      assertThat(explained.body().at("mirrored")).isEqualTo(Json.of(false));
    }
    assertThat(tried("quay.io/team/app:v1" + DIGEST, mirror("quay.io/team", "m.corp.com")))
        .containsExactly("m.corp.com/app" + DIGEST, "quay.io/team/app" + DIGEST);
  }

  @Test
  void pullsOfficialImagesUnderTheirFullName() {
    assertThat(tried("docker.io/nginx" + DIGEST, mirror("docker.io/nginx", "m.corp.com/n")))
        .containsExactly("docker.io/library/nginx" + DIGEST);
    assertThat(tried("docker.io/nginx" + DIGEST, mirror("docker.io/library", "m.corp.com/l")))
        .containsExactly("m.corp.com/l/nginx" + DIGEST, "docker.io/library/nginx" + DIGEST);
  }

  @Test
  void warnsOfAMirrorThatIsBlocked() {
    assertThat(
            explained("quay.io/a" + DIGEST, mirror("quay.io", "blocked.io/q"))
                .body()
                .at("warnings"))
        .isEqualTo(
            Json.texts(
                List.of("Mirror 'blocked.io/q' never serves: the cluster blocks 'blocked.io'")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nginx|must begin with a registry",
        "library/nginx|must begin with a registry",
        "quay.io/Team|lower-case",
        "quay.io/a@sha256:abc|digest",
        "quay.io/a@md5:abc|digest",
        "quay.io/a:|tag",
        "quay.io/a:-x|tag",
        "quay.io/|must",
        "https://quay.io/a|must"
      })
  void refusesWhatIsNoImage(String image, String why) {
    assertThatThrownBy(() -> ImageReference.parse(image))
        .hasMessageStartingWith("image: ")
        .hasMessageContaining(why);
    assertThatThrownBy(() -> ImageReference.parse("x".repeat(2_000)))
        .hasMessage("image: has 2000 characters; at most 1024 are allowed");
  }
}
