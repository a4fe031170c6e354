package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Advice;
import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.operation.Write;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The warnings for writes, and the lookup of the cluster that a key identifies.
class WarningsTest extends World {
  private static final ImageMirror MIRROR =
      new ImageMirror("id-1", "ghcr.io/a", List.of("m.io/a"), null, null);

  private static List<String> of(Write write, String... recorded) {
    return Warnings.of(cluster("ready", true), write, Set.of(recorded), null);
  }

  @Test
  void concernTheOtherSourcesOfTheCluster() {
    assertThat(of(create("ghcr.io", "m.io/a"), "ghcr.io")).isEmpty();
    assertThat(of(create("ghcr.io", "m.io/a"), "ghcr.io", "ghcr.io/a"))
        .singleElement()
        .asString()
        .startsWith("Source 'ghcr.io' is shadowed by the longer 'ghcr.io/a'");
    assertThat(of(edit("ghcr.io", "m.io/a"), "ghcr.io", "ghcr.io/a")).hasSize(1);
    assertThat(of(edit("ghcr.io", "m.io/a"), "ghcr.io/a")).isEmpty();
    assertThat(of(delete("ghcr.io"), "ghcr.io", "ghcr.io/a")).isEmpty();
    var set = new MirrorSet(List.of(MirrorSet.Wanted.of("ghcr.io", "m.io/a")));
    assertThat(of(new Write.Apply(set, false, true, 0), "ghcr.io/a")).as("it is deleted").isEmpty();
    assertThat(of(new Write.Apply(set, false, true, 0), "ghcr.io")).isEmpty();
  }

  @Test
  void warnOfNodeReplacementOnlyForChanges() {
    var advice = List.of("advice");
    var both = List.of("advice", Advice.REPLACES_NODES);
    var done = new Progress(1, 2, 1, 0, 0);
    var none = new Progress(0, 2, 0, 0, 0);
    var why = new Refusal.Denied("no");

    assertThat(Warnings.ahead(advice)).isEqualTo(both);
    assertThat(
            List.of(
                new Outcome.Created(MIRROR),
                new Outcome.Updated(null, MIRROR),
                new Outcome.Deleted(MIRROR),
                new Outcome.Applied(done),
                new Outcome.Stopped(done, "ghcr.io/a", why)))
        .allSatisfy(outcome -> assertThat(Warnings.after(outcome, advice)).isEqualTo(both));
    assertThat(
            List.of(
                new Outcome.Unchanged(MIRROR),
                new Outcome.Applied(none),
                new Outcome.Stopped(none, "ghcr.io/a", why),
                new Outcome.Refused(why)))
        .allSatisfy(outcome -> assertThat(Warnings.after(outcome, advice)).isEqualTo(advice));
  }

  @Test
  void concernTheClusterThatMatchesTheKey() {
    var lookup = new ClusterLookup(ocm, store, new Unwatched());
    var key = new ClusterKey("mycluster");
    assertThat(lookup.find(key)).isEqualTo(new ClusterLookup.Result.Found(cluster("ready", true)));
    assertThat(lookup.find(new ClusterKey("nobody")))
        .isEqualTo(new ClusterLookup.Result.NoSingleMatch(0));
    ocm.answers("findCluster", new Answer.Done<>(new Clusters.Matches(2, List.of()), null));
    assertThat(lookup.find(key)).isEqualTo(new ClusterLookup.Result.NoSingleMatch(2));
    assertThat(outcome(create("a/b", "m/b"))).isInstanceOf(Outcome.Created.class);

    ocm.answers("findCluster", new Answer.TryLater<>("down", null));
    assertThat(lookup.find(key))
        .isInstanceOfSatisfying(
            ClusterLookup.Result.Recorded.class,
            recorded -> assertThat(recorded.why()).isEqualTo(new Refusal.Unavailable("down")));
    ocm.answers("findCluster", new Answer.TryLater<>("down", null));
    assertThat(lookup.find(new ClusterKey("nobody")))
        .isEqualTo(new ClusterLookup.Result.Failed(new Refusal.Unavailable("down")));
    ocm.answers("findCluster", new Answer.Denied<>("no"));
    assertThat(lookup.find(key))
        .isEqualTo(new ClusterLookup.Result.Failed(new Refusal.Denied("no")));
  }
}
