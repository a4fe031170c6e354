package dev.imagemirrors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.mirror.MirrorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviceTest {
  private static final Cluster CLUSTER = blocking();

  private static Cluster blocking(String... registries) {
    return with(RegistryLists.blocking(registries));
  }

  private static Cluster allowing(String... registries) {
    return with(new RegistryLists(List.of(registries), List.of(), List.of()));
  }

  private static Cluster with(RegistryLists registries) {
    return new Cluster("c1", "mycluster", null, "ready", true, "us-east-1", registries);
  }

  private static List<String> of(String source, String... mirrors) {
    return Advice.of(CLUSTER, MirrorSet.Wanted.of(source, mirrors), List.of());
  }

  private static List<String> withOthers(List<String> others, String source) {
    return Advice.of(CLUSTER, MirrorSet.Wanted.of(source, "mirror.corp.com/x"), others);
  }

  @Test
  void acceptsAGoodMirror() {
    var others = List.of("quay.io/teams", "registry.example.com/team", "*.example.org");

    assertThat(withOthers(others, "quay.io/team")).isEmpty();
    assertThat(
            Advice.of(
                blocking("bad.corp.com", "*.mirror.corp.com", "mirror.corp.com/other"),
                MirrorSet.Wanted.of(
                    "quay.io/team",
                    "mirror.corp.com/team",
                    "backup.corp.com:5000/team",
                    "docker.io/corp/team",
                    "123456789012.dkr.ecr.us-east-1.amazonaws.com/team"),
                others))
        .isEmpty();
  }

  // Names

  @Test
  void warnsAboutShortNamesOfOfficialImages() {
    assertThat(of("docker.io/nginx", "mirror.corp.com/nginx"))
        .containsExactly(
            "Source 'docker.io/nginx' does not match the official image, which nodes call 'docker.io/library/nginx'");
    assertThat(of("registry.example.com/nginx", "docker.io/nginx"))
        .containsExactly(
            "Mirror 'docker.io/nginx' of source 'registry.example.com/nginx' is not the official image, which nodes call 'docker.io/library/nginx': pulls of 'registry.example.com/nginx' by digest fail, including from the source");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"docker.io", "docker.io/library", "docker.io/library/nginx", "docker.io/team/app"})
  void acceptsOtherNamesOfDockerHub(String source) {
    assertThat(of(source, "mirror.corp.com/hub")).isEmpty();
  }

  @Test
  void warnsAboutUpperCaseLettersInAHost() {
    assertThat(of("Quay.io/team", "mirror.corp.com/team"))
        .containsExactly(
            "Source 'Quay.io/team' has upper-case letters in its host, which nodes compare as they are: it matches no image of 'quay.io/team'");
    assertThat(of("*.Corp.com", "mirror.corp.com/team"))
        .singleElement()
        .asString()
        .endsWith("it matches no image of '*.corp.com'");
    // The name of a mirror is resolved, and not compared.
    assertThat(of("quay.io/team", "Mirror.corp.com/team")).isEmpty();
  }

  @Test
  void warnsAboutASourceThatMatchesNoImage() {
    assertThat(of("bitnami/redis", "mirror.corp.com/redis"))
        .containsExactly(
            "Source 'bitnami/redis' matches no image: nodes use full image names that begin with a registry host, as in 'docker.io/library/nginx', and a host contains a dot or a port");
    assertThat(of("index.docker.io/team", "mirror.corp.com/team"))
        .containsExactly(
            "Source 'index.docker.io/team' matches no image: nodes use 'docker.io' instead");
    assertThat(of("registry:5000/team", "mirror.corp.com/team")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io/team, mirror/team",
    "quay.io/team, index.docker.io/team",
    "*.example.com, mirror",
    "ghcr.io, mirror"
  })
  void warnsAboutAMirrorThatBreaksEveryPull(String source, String mirror) {
    assertThat(of(source, "good.corp.com/x", mirror))
        .containsExactly(
            "Mirror '%s' of source '%s' breaks pulls by digest, including from the source: nodes do not accept it as a registry with a path; a host contains a dot or a port and is not an alias"
                .formatted(mirror, source));
  }

  @Test
  void warnsAboutAMirrorThatBreaksPullsOfTheSource() {
    assertThat(of("quay.io/team/app", "mirror.corp.com"))
        .containsExactly(
            "Mirror 'mirror.corp.com' of source 'quay.io/team/app' has no path: if the source is an image, pulls of it by digest fail, including from the source");
    assertThat(of("quay.io/team", "mirror.corp.com")).isEmpty();
    assertThat(of("ghcr.io", "mirror.corp.com")).isEmpty();
  }

  @Test
  void warnsAboutAMirrorThatIsItsSource() {
    assertThat(of("quay.io/team", "quay.io/team"))
        .containsExactly("Source 'quay.io/team' is its own only mirror: nodes ignore it");
    assertThat(of("quay.io/team", "mirror.corp.com/x", "quay.io/team"))
        .containsExactly("Source 'quay.io/team' is its own last mirror: nodes try it last anyway");
    assertThat(of("quay.io/team", "quay.io/team", "mirror.corp.com/x"))
        .containsExactly(
            "Source 'quay.io/team' is one of its own mirrors: nodes try it before the mirrors that follow");
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io/openshift-release-dev, quay.io/openshift-release-dev",
    "quay.io/openshift-release-dev/ocp-release, quay.io/openshift-release-dev",
    "quay.io, quay.io/openshift-release-dev",
    "registry.redhat.io, registry.redhat.io",
    "*.redhat.io, registry.redhat.io",
    "registry.access.redhat.com, registry.access.redhat.com",
    "registry.access.redhat.com/ubi9, registry.access.redhat.com",
    "*.redhat.com, registry.access.redhat.com"
  })
  void warnsAboutASourceThatTheClusterNeeds(String source, String system) {
    assertThat(of(source, "mirror.corp.com/x"))
        .containsExactly(
            "Source '%s' redirects pulls from '%s', the registry of the cluster's own components: a mirror that is slow, unavailable or out of date delays new nodes and upgrades"
                .formatted(source, system));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quay.io/team",
        "registry.redhat.io/rhoai",
        "registry.redhat.io/ubi9",
        "registry.connect.redhat.com/vendor"
      })
  void acceptsSourcesOfOperators(String source) {
    assertThat(of(source, "mirror.corp.com/x")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "registry-1.docker.io/team, docker.io",
    "registry.hub.docker.com, docker.io",
    "cdn.quay.io/team, quay.io"
  })
  void warnsAboutAnotherHostOfARegistry(String source, String usual) {
    assertThat(of(source, "mirror.corp.com/x"))
        .containsExactly(
            "Source '%s' does not match images of '%s', the name by which nodes and workloads usually call this registry"
                .formatted(source, usual));
    assertThat(of("quay.io/team", source + "/x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:5000",
        "127.0.0.1:5000/team",
        "127.1.2.3",
        "my.localhost/x"
      })
  void warnsAboutLocalhost(String location) {
    assertThat(of(location, "mirror.corp.com/x"))
        .containsExactly(
            "Source '%s' is on each node itself: no image of a cluster has such a name, unless a registry runs on every node"
                .formatted(location));
    assertThat(of("quay.io", location))
        .contains(
            "Mirror '%s' of source 'quay.io' is on each node itself, not on the machine that wrote the set: unless a registry runs on every node, pulls go on to the next mirror or the source"
                .formatted(location));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost.example.com",
        "10.0.0.1:5000/team",
        "mirror.local/x",
        "128.0.0.1/x",
        "127.example.com/x"
      })
  void acceptsOtherPrivateHosts(String location) {
    assertThat(of(location, "mirror.corp.com/x")).isEmpty();
    assertThat(of("quay.io/team", location)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-hub/team", "quay", "ecr-public/x", "quay.io/team"})
  void warnsAboutAPullThroughCache(String repository) {
    var mirror = "123456789012.dkr.ecr.us-east-1.amazonaws.com/" + repository;

    assertThat(of("quay.io/team", mirror))
        .containsExactly(
            "Mirror '%s' of source 'quay.io/team' looks like an ECR pull through cache, which may not serve the first pull of an image by digest: pulls then go on to the next mirror or the source, until the image was pulled by tag once"
                .formatted(mirror));
    assertThat(of("quay.io/team", "mirror.corp.com/" + repository)).isEmpty();
    assertThat(of("quay.io/team", "123456789012.dkr.ecr.us-east-1.amazonaws.com/team")).isEmpty();
  }

  // Other sources

  @Test
  void warnsAboutALongerSource() {
    assertThat(withOthers(List.of("ghcr.io/team/a", "ghcr.io/other"), "ghcr.io/team"))
        .containsExactly(
            "Source 'ghcr.io/team' is shadowed by the longer 'ghcr.io/team/a': images there use only the mirrors of the longest source, because sources do not combine");
  }

  @Test
  void warnsAboutShorterSources() {
    assertThat(withOthers(List.of("ghcr.io", "ghcr.io/team", "ghcr.io/other"), "ghcr.io/team/a"))
        .containsExactly(
            "Source 'ghcr.io' is shadowed by the longer 'ghcr.io/team/a': images there use only the mirrors of the longest source, because sources do not combine",
            "Source 'ghcr.io/team' is shadowed by the longer 'ghcr.io/team/a': images there use only the mirrors of the longest source, because sources do not combine");
  }

  @Test
  void namesThreeOfManyShadows() {
    var others = IntStream.range(0, 9).mapToObj(i -> "ghcr.io/team" + i).toList();

    assertThat(withOthers(others, "ghcr.io"))
        .containsExactly(
            "Source 'ghcr.io' is shadowed by the longer 'ghcr.io/team0', 'ghcr.io/team1', 'ghcr.io/team2' and 6 more: images there use only the mirrors of the longest source, because sources do not combine");
  }

  @Test
  void warnsAboutAWildcardOfTheSameLength() {
    assertThat(withOthers(List.of("*.example.com", "ab.example.com"), "a.example.com"))
        .containsExactly(
            "Source 'a.example.com' is shadowed by '*.example.com', which has the same length and takes precedence: it is never used");
    assertThat(withOthers(List.of("*.example.com"), "ab.example.com"))
        .singleElement()
        .asString()
        .startsWith("Source '*.example.com' is shadowed by the longer 'ab.example.com'");
  }

  @Test
  void doesNotConfuseSources() {
    assertThat(withOthers(List.of("ghcr.io/team"), "ghcr.io/team")).isEmpty();
  }

  // The cluster

  @Test
  void warnsAboutAMirrorInAnotherRegion() {
    var mirror = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team";
    var unknown = new Cluster("c1", "mycluster", null, "ready", true, null);

    assertThat(of("quay.io/team", mirror))
        .containsExactly(
            "Mirror '%s' of source 'quay.io/team' is in region 'eu-west-1', but the cluster is in 'us-east-1': pulls are slower and cost more"
                .formatted(mirror));
    assertThat(Advice.of(unknown, MirrorSet.Wanted.of("quay.io/team", mirror), List.of()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mirror.corp.com:5000",
        "mirror.corp.com:5000/team",
        "*.corp.com",
        "mirror.corp.com"
      })
  void warnsAboutABlockedMirror(String entry) {
    assertThat(
            Advice.of(
                blocking("other.corp.org", entry),
                MirrorSet.Wanted.of(
                    "quay.io/team", "good.example.org/team", "mirror.corp.com:5000/team"),
                List.of()))
        .containsExactly(
            "Mirror 'mirror.corp.com:5000/team' of source 'quay.io/team' is in '%s', one of the cluster's blocked registries: nodes never pull from it"
                .formatted(entry));
  }

  @Test
  void warnsAboutABlockedSource() {
    assertThat(
            Advice.of(
                blocking("quay.io"),
                MirrorSet.Wanted.of("quay.io/team", "mirror.corp.com/team"),
                List.of()))
        .containsExactly(
            "Source 'quay.io/team' is in 'quay.io', one of the cluster's blocked registries: nodes refuse its images, whichever mirror has them");
  }

  @Test
  void warnsAboutAWildcardThatIncludesABlockedRegistry() {
    var wildcard = wanted("*.example.com");
    var plain = wanted("example.com");
    var cluster = blocking("bad.example.com");

    assertThat(Advice.of(cluster, wildcard, List.of()))
        .containsExactly(
            "Source '*.example.com' includes 'bad.example.com', one of the cluster's blocked registries: OpenShift cannot configure nodes with both, and new nodes fail");
    assertThat(Advice.of(cluster, wildcard, List.of("bad.example.com")))
        .noneMatch(sentence -> sentence.contains("cannot configure"));
    assertThat(Advice.of(cluster, plain, List.of())).isEmpty();
    assertThat(Advice.of(blocking("example.com/bad"), plain, List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain.example.com", "plain.example.com/team", "*.plain.example.com"})
  void warnsAboutAWildcardThatIncludesAnInsecureRegistry(String insecure) {
    var cluster = with(new RegistryLists(List.of(), List.of(), List.of(insecure, "a.example.net")));

    assertThat(Advice.of(cluster, wanted("*.example.com"), List.of()))
        .containsExactly(
            "Source '*.example.com' includes '%s', one of the cluster's insecure registries: OpenShift cannot configure nodes with both, and new nodes fail"
                .formatted(insecure));
    assertThat(Advice.of(cluster, wanted("*.example.com"), List.of(insecure)))
        .noneMatch(sentence -> sentence.contains("cannot configure"));
    assertThat(Advice.of(cluster, wanted("plain.example.com"), List.of())).isEmpty();
    assertThat(Advice.unconfigurable(cluster, List.of("*.example.com", "ghcr.io"))).hasSize(1);
    assertThat(Advice.unconfigurable(cluster, List.of("*.example.com", insecure))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/team, registry.redhat.io",
    "ghcr.io/team, ghcr.io/tea",
    "ghcr.io:5000/team, ghcr.io",
    "*.example.com, example.com",
    "a.example.com/x, *.a.example.com"
  })
  void warnsAboutASourceThatIsNotAllowed(String source, String allowed) {
    assertThat(Advice.of(allowing(allowed, "mirror.corp.com"), wanted(source), List.of()))
        .containsExactly(
            "Source '%s' is not in the cluster's allowed registries: nodes refuse its images, whichever mirror has them"
                .formatted(source));
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/team, ghcr.io",
    "ghcr.io/team, ghcr.io/team",
    "ghcr.io, ghcr.io/team",
    "ghcr.io:5000/team, ghcr.io:5000",
    "*.example.com, a.example.com/team",
    "a.b.example.com/x, *.example.com"
  })
  void acceptsASourceOfWhichSomethingIsAllowed(String source, String allowed) {
    assertThat(Advice.of(allowing(allowed), wanted(source), List.of())).isEmpty();
  }

  // Sets

  private static List<MirrorSet.Wanted> set(String... sources) {
    return Stream.of(sources).map(AdviceTest::wanted).toList();
  }

  private static MirrorSet.Wanted wanted(String source) {
    return MirrorSet.Wanted.of(source, "mirror.corp.com/x");
  }

  @Test
  void warnsAboutASetInOrderWithoutDuplicates() {
    assertThat(
            Advice.of(
                CLUSTER,
                set("ghcr.io/team", "docker.io/nginx", "ghcr.io"),
                List.of("ghcr.io", "ghcr.io/team/app", "docker.io", "example.com")))
        .containsExactly(
            "Source 'docker.io/nginx' does not match the official image, which nodes call 'docker.io/library/nginx'",
            "Source 'ghcr.io/team' is shadowed by the longer 'ghcr.io/team/app': images there use only the mirrors of the longest source, because sources do not combine",
            "Source 'ghcr.io' is shadowed by the longer 'ghcr.io/team', 'ghcr.io/team/app': images there use only the mirrors of the longest source, because sources do not combine",
            "Source 'docker.io' is shadowed by the longer 'docker.io/nginx': images there use only the mirrors of the longest source, because sources do not combine");
  }

  @Test
  void namesThreeShadows() {
    assertThat(withOthers(List.of("ghcr.io/a", "ghcr.io/b", "ghcr.io/c"), "ghcr.io"))
        .singleElement()
        .asString()
        .contains("'ghcr.io/a', 'ghcr.io/b', 'ghcr.io/c': images");
    assertThat(withOthers(List.of("ghcr.io/a", "ghcr.io/b", "ghcr.io/c", "ghcr.io/d"), "ghcr.io"))
        .singleElement()
        .asString()
        .contains("'ghcr.io/a', 'ghcr.io/b', 'ghcr.io/c' and 1 more: images");
  }

  @Test
  void putsManyWarningsOfAKindIntoOneSentence() {
    assertThat(Advice.of(CLUSTER, set("docker.io/a", "docker.io/b", "docker.io/c"), List.of()))
        .hasSize(3);
    assertThat(
            Advice.of(
                CLUSTER,
                set("docker.io/a", "docker.io/b", "docker.io/c", "docker.io/d"),
                List.of()))
        .containsExactly(
            "Source 'docker.io/a' does not match the official image, which nodes call 'docker.io/library/a'; the same applies to 'docker.io/b', 'docker.io/c', 'docker.io/d'");
  }

  @Test
  void losesNoGraveWarningBehindManyMildOnes() {
    var wanted = new ArrayList<MirrorSet.Wanted>();
    for (var i = 0; i < 250; i++) {
      wanted.add(wanted("registry.access.redhat.com/x" + i));
    }
    wanted.add(MirrorSet.Wanted.of("quay.io/team/app", "mirror/team"));
    wanted.add(wanted("docker.io/nginx"));
    wanted.add(wanted("bad.example.com/team"));

    var advice = Advice.of(blocking("bad.example.com"), wanted, List.of());

    assertThat(advice).hasSize(4);
    assertThat(advice.get(0))
        .startsWith("Mirror 'mirror/team' of source 'quay.io/team/app' breaks pulls");
    assertThat(advice.get(1)).startsWith("Source 'bad.example.com/team' is in 'bad.example.com'");
    assertThat(advice.get(2)).startsWith("Source 'docker.io/nginx' does not match");
    assertThat(advice.get(3))
        .startsWith("Source 'registry.access.redhat.com/x0' redirects pulls")
        .endsWith("'registry.access.redhat.com/x10' and 239 more");
  }

  @Test
  void ignoresSourcesThatAreNotWanted() {
    assertThat(Advice.of(CLUSTER, set(), List.of("docker.io/nginx", "docker.io"))).isEmpty();
    assertThat(withOthers(List.of("docker.io/nginx", "docker.io"), "example.com/a")).isEmpty();
  }
}
