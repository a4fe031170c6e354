package dev.imagemirrors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.mirror.MirrorList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviceTest {
  private static final Cluster CLUSTER =
      new Cluster(
          "c1",
          "mycluster",
          null,
          "ready",
          true,
          "us-east-1",
          List.of("blocked.io", "part.io/team", "*.wild.io", "port.io:5000"));

  private static List<String> advice(String source, String mirror, String... others) {
    return Advice.of(CLUSTER, source, MirrorList.of(mirror), List.of(others));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"quay.io/team", "docker.io/library/nginx", "docker.io/team/app", "docker.io"})
  void hasNothingToSayOfWhatIsAsItShouldBe(String source) {
    assertThat(advice(source, "mirror.corp.com/x", "quay.io/other", source)).isEmpty();
  }

  @Test
  void tellsTheNameUnderWhichOfficialImagesArePulled() {
    assertThat(advice("docker.io/nginx", "mirror.corp.com/x"))
        .containsExactly(
            "Source 'docker.io/nginx' does not match the official image, which is pulled as 'docker.io/library/nginx'");
  }

  @Test
  void tellsThatSourcesDoNotCombine() {
    assertThat(advice("quay.io/team", "mirror.corp.com/x", "quay.io/team/app", "quay.io/teams"))
        .containsExactly(
            "Source 'quay.io/team' does not stand for images below 'quay.io/team/app': the longer source has mirrors of its own");
    assertThat(advice("quay.io/team/app", "mirror.corp.com/x", "quay.io/team", "quay.io"))
        .containsExactly(
            "Source 'quay.io/team/app' hides 'quay.io/team' for what is below it: the mirrors of the shorter source are not tried there",
            "Source 'quay.io/team/app' hides 'quay.io' for what is below it: the mirrors of the shorter source are not tried there");
  }

  @Test
  void tellsThatAMirrorIsItsSource() {
    assertThat(advice("quay.io/team", "quay.io/team"))
        .containsExactly("Mirror 'quay.io/team' is the source itself, which is tried last anyway");
  }

  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team,eu-west-1",
    "123456789012.dkr.ecr-fips.us-west-2.amazonaws.com/team,us-west-2"
  })
  void tellsThatAMirrorIsInAnotherRegion(String mirror, String region) {
    assertThat(advice("quay.io/team", mirror))
        .containsExactly(
            "Mirror '%s' is in %s, the cluster in us-east-1: every pull crosses regions"
                .formatted(mirror, region));
    assertThat(advice("quay.io/team", mirror.replace(region, "us-east-1"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "blocked.io/x,blocked.io",
    "blocked.io:5000/x,blocked.io",
    "part.io/team/x,part.io/team",
    "a.wild.io/x,*.wild.io",
    "port.io:5000/x,port.io:5000"
  })
  void tellsThatAMirrorIsBlocked(String mirror, String entry) {
    assertThat(advice("quay.io/team", mirror))
        .containsExactly(
            "Mirror '%s' never serves: the cluster blocks '%s'".formatted(mirror, entry));
  }

  @ParameterizedTest
  @ValueSource(strings = {"part.io/other", "wild.io/x", "port.io/x", "notblocked.io/x"})
  void doesNotTakeAnotherRegistryForABlockedOne(String mirror) {
    assertThat(advice("quay.io/team", mirror)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.redhat.io",
        "registry.redhat.io/ubi9",
        "quay.io/openshift-release-dev/ocp-release",
        "quay.io"
      })
  void warnsOfTheClustersOwnRegistries(String source) {
    assertThat(advice(source, "mirror.corp.com/x"))
        .singleElement()
        .asString()
        .startsWith("The cluster's own components come from '");
  }
}
