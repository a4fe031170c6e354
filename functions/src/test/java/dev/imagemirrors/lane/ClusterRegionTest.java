package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Registry;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Write;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A stack in us-east-1 works on a cluster in another region.
class ClusterRegionTest extends World {
  private static final String WARNING =
      "Cluster 'mycluster' is in region 'eu-west-1', but the stack in 'us-east-1' works on it: {region} in a mirror is 'us-east-1', and a stack in 'eu-west-1' has other records and another history ({cluster_region} is the cluster's region)";

  @BeforeEach
  void moveTheCluster() {
    ocm.add(in("eu-west-1"));
  }

  private static Cluster in(@Nullable String region) {
    return new Cluster(CLUSTER, "mycluster", "ext", "ready", true, region);
  }

  private static MirrorSet.Wanted given(String... mirrors) {
    var list =
        new MirrorList(List.of(mirrors).stream().map(each -> Registry.givenAt(0, each)).toList());
    return new MirrorSet.Wanted(new Source("quay.io/team"), list);
  }

  private List<String> mirrors() {
    return ocm.mirrors(CLUSTER).stream().map(ImageMirror::mirrors).flatMap(List::stream).toList();
  }

  private static List<String> warnings(Submitted submitted) {
    return switch (submitted) {
      case Submitted.Ended(_, _, var warnings) -> warnings;
      case Submitted.Accepted(_, _, var warnings) -> warnings;
      default -> throw new AssertionError("not accepted");
    };
  }

  private static InvalidField fault(Submitted submitted) {
    if (submitted instanceof Submitted.NotStorable(var fault)) {
      return fault;
    }
    throw new AssertionError("it was accepted");
  }

  @Test
  void replacesThePlaceholderInEveryWrite() {
    outcome(new Write.Create(given("{cluster_region}.corp.com/a", "us-east-1.corp.com/a")));
    assertThat(mirrors()).containsExactly("eu-west-1.corp.com/a", "us-east-1.corp.com/a");

    outcome(
        new Write.Edit(
            new MirrorKey("quay.io/team"), given("b.{cluster_region}.io/b").mirrors(), null, null));
    assertThat(mirrors()).containsExactly("b.eu-west-1.io/b");

    var set = new MirrorSet(List.of(given("{cluster_region}.corp.com/c")));
    outcome(new Write.Apply(set, false, false, 0));
    assertThat(mirrors()).containsExactly("eu-west-1.corp.com/c");
    assertThat(words()).containsExactly("create created", "edit updated", "apply updated");
    assertThat(store.of(CLUSTER).mirrors().getFirst().mirrors())
        .containsExactly("eu-west-1.corp.com/c");
    assertThat(
            new Planning(ocm, store)
                .plan(in("eu-west-1"), new Write.Apply(set, false, false, 0), false, "eu-west-1"))
        .isInstanceOfSatisfying(
            Planning.Planned.Made.class,
            made -> {
              assertThat(made.plan().changesNothing()).isTrue();
              assertThat(made.warnings()).isEmpty();
            });
  }

  @Test
  void refusesAMirrorThatCannotBeMade() {
    var unknown =
        "mirrors[0]: contains '{cluster_region}', but OCM gives no region for the cluster";
    ocm.add(in(null));
    var write = new Write.Create(given("{cluster_region}.corp.com/a"));
    var key = key("key", "fields");

    assertThat(fault(submit(request(write, false, key), LIMIT))).hasMessage(unknown);
    assertThat(store.unfinished()).isEmpty();
    var set = new Write.Apply(new MirrorSet(List.of(write.wanted())), false, false, 0);
    assertThat(new Planning(ocm, store).plan(in(null), set, false, "us-east-1"))
        .isInstanceOfSatisfying(
            Planning.Planned.Invalid.class,
            invalid -> assertThat(invalid.fault()).hasMessage("image_mirrors[0]." + unknown));

    ocm.add(in("eu-west-1"));
    // The key was released.
    assertThat(submit(request(write, false, key("key", "other")), LIMIT))
        .isInstanceOf(Submitted.Ended.class);
    var twice = new Write.Create(given("eu-west-1.corp.com/a", "{cluster_region}.corp.com/a"));
    assertThat(fault(submit(twice)))
        .hasMessage("mirrors[1]: 'eu-west-1.corp.com/a' is already in the list");
  }

  /// An event from the bus, whose cluster could not be found at first.
  @Test
  void replacesThePlaceholderWhenTheClusterIsFoundLater() {
    ocm.answers("findCluster", new Answer.TryLater<>("down", null));
    var event =
        request(
                new Write.Create(given("{cluster_region}.corp.com/a")),
                false,
                key("event", "fields"))
            .by(new Actor(Actor.Via.BUS, "com.example", "1", "event"));

    assertThat(submit(event, LIMIT)).isInstanceOf(Submitted.Accepted.class);
    settle();

    assertThat(mirrors()).containsExactly("eu-west-1.corp.com/a");
  }

  @Test
  void givesUpAnEventWhoseMirrorCannotBeMade() {
    ocm.add(in(null));
    ocm.answers("findCluster", new Answer.TryLater<>("down", null));
    var event =
        request(
                new Write.Create(given("{cluster_region}.corp.com/a")),
                false,
                key("event", "fields"))
            .by(new Actor(Actor.Via.BUS, "com.example", "1", "event"));
    if (!(submit(event, LIMIT) instanceof Submitted.Accepted(var waiting, _, _))) {
      throw new AssertionError("not accepted");
    }

    settle();

    assertThat(Objects.requireNonNull(store.find(waiting.id()).orElseThrow().outcome()))
        .isEqualTo(
            new Outcome.Refused(
                new Refusal.GivenUp(
                    "mirrors[0] contains '{cluster_region}', but OCM gives no region for the cluster")));
    assertThat(ocm.count("create")).isZero();
  }

  @Test
  void warnsThatAnotherRegionsStackHasOtherRecords() {
    assertThat(warnings(submit(create("quay.io/team", "m.io/team")))).contains(WARNING);
    assertThat(warnings(submit(create("quay.io/team", "m.io/team")))).containsExactly(WARNING);
    assertThat(warnings(submit(delete("quay.io/team")))).contains(WARNING);
    var set = SetAttemptTest.apply(false, SetAttemptTest.wanted("quay.io/team", "m.io/team"));
    assertThat(new Planning(ocm, store).plan(in("eu-west-1"), set, false, "us-east-1"))
        .isInstanceOfSatisfying(
            Planning.Planned.Made.class, made -> assertThat(made.warnings()).contains(WARNING));

    ocm.add(in("us-east-1"));
    assertThat(warnings(submit(create("quay.io/other", "m.io/team")))).doesNotContain(WARNING);
    ocm.add(in(null));
    assertThat(warnings(submit(create("quay.io/third", "m.io/team")))).doesNotContain(WARNING);
  }
}
