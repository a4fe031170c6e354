package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.history.Moment;
import dev.imagemirrors.history.PastMirrors;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.PossiblyAccepted;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The past mirrors by the history, compared with those that the cluster had.
class PastMirrorsTest extends World {
  private List<ImageMirror> mirrorsAt(Moment moment) {
    return past(moment).mirrors();
  }

  private PastMirrors past(Moment moment) {
    var past = new PastMirrors(moment);
    store.entries(CLUSTER).forEach(past::add);
    return past;
  }

  private List<ImageMirror> mirrorsAt(long number) {
    return mirrorsAt(new Moment.AtEntry(number));
  }

  private static List<ImageMirror> sorted(List<ImageMirror> mirrors) {
    return mirrors.stream().sorted(Comparator.comparing(ImageMirror::source)).toList();
  }

  private List<ImageMirror> onCluster() {
    return sorted(ocm.mirrors(CLUSTER));
  }

  private List<ImageMirror> recorded() {
    return sorted(store.of(CLUSTER).mirrors());
  }

  @Test
  void hasNothingBeforeTheFirstEntry() {
    outcome(create("a/b", "m/b"));

    assertThat(mirrorsAt(0)).isEmpty();
    assertThat(past(new Moment.AtEntry(0)).number()).isZero();
    assertThat(past(new Moment.AtEntry(0)).time()).isNull();
    assertThat(mirrorsAt(1)).isEqualTo(onCluster());
  }

  @Test
  void selectsByTimeAsByNumber() {
    outcome(create("a/b", "m/b"));
    var first = time.now();
    time.sleep(Duration.ofMinutes(5));
    outcome(edit("a/b", "n/b"));

    assertThat(mirrorsAt(new Moment.AtTime(first.minusMillis(1)))).isEmpty();
    assertThat(mirrorsAt(new Moment.AtTime(first))).isEqualTo(mirrorsAt(1));
    assertThat(mirrorsAt(new Moment.AtTime(time.now().minusMillis(1)))).isEqualTo(mirrorsAt(1));
    assertThat(mirrorsAt(new Moment.AtTime(time.now()))).isEqualTo(onCluster());
  }

  @Test
  void endsAtTheFirstEntryThatIsLaterThoughAnotherClockIsBehind() {
    outcome(create("a/b", "m/b"));
    var first = time.now();
    time.set(first.plusSeconds(2));
    outcome(create("a/c", "m/c"));
    time.set(first.plusSeconds(1));
    outcome(delete("a/b"));

    var past = past(new Moment.AtTime(first.plusSeconds(1)));
    assertThat(past.number()).isEqualTo(1);
    assertThat(past.time()).isEqualTo(first);
    assertThat(past.isOver()).isTrue();
  }

  @Test
  void keepsAdoptedMirrors() {
    var foreign = ocm.has(CLUSTER, "a/foreign", "m/foreign");
    outcome(create("a/foreign", "m/foreign"));

    assertThat(mirrorsAt(1)).containsExactly(foreign);
  }

  @Test
  void ignoresRefusedAndFailedOperations() {
    outcome(create("a/b", "m/b"));
    var there = onCluster();
    outcome(create("a/b", "n/b"));
    ocm.answers("create", new Answer.Denied<>("no"));
    outcome(create("a/c", "m/c"));
    outcome(SetAttemptTest.apply(false));

    assertThat(words())
        .containsExactly("create created", "create refused", "create refused", "apply refused");
    for (var number = 1; number <= 4; number++) {
      assertThat(mirrorsAt(number)).isEqualTo(there);
    }
  }

  @Test
  void dropsAMirrorThatADeleteDidNotFind() {
    outcome(create("a/b", "m/b"));
    outcome(create("a/c", "m/c"));
    ocm.loses(CLUSTER, store.of(CLUSTER).mirrors().getFirst().id());
    outcome(edit("a/b", "n/b"));
    assertThat(mirrorsAt(3)).hasSize(2);

    outcome(delete("a/b"));

    assertThat(mirrorsAt(4)).extracting(ImageMirror::source).containsExactly("a/c");
    assertThat(mirrorsAt(4)).isEqualTo(recorded());
  }

  /// An attempt that crashed had deleted it, so its content is unknown.
  @Test
  void dropsAMirrorKnownOnlyByItsKey() {
    outcome(create("a/b", "m/b"));
    var id = store.of(CLUSTER).mirrors().getFirst().id();
    store.failsToClose = true;
    assertThatThrownBy(() -> submit(delete(id))).isInstanceOf(PossiblyAccepted.class);
    settle();

    assertThat(words()).endsWith("delete deleted");
    assertThat(store.entries(CLUSTER).get(1).about()).containsExactly(id);
    assertThat(mirrorsAt(2)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void equalsTheClusterAtEveryEntry(int seed) {
    var random = new Random(seed);
    Map<Long, List<ImageMirror>> then = new HashMap<>();
    then.put(0L, onCluster());

    for (var i = 0; i < 60; i++) {
      disturb(random);
      submit(write(random));
      settle();
      time.sleep(Duration.ofSeconds(30));
      var entries = store.entries(CLUSTER);
      then.put((long) entries.size(), onCluster());
    }

    assertThat(then).hasSizeGreaterThan(40);
    then.forEach((number, mirrors) ->
        assertThat(mirrorsAt(number)).as("entry " + number).isEqualTo(mirrors));
    assertThat(mirrorsAt(store.entries(CLUSTER).size())).isEqualTo(recorded());
  }

  /// Makes OCM fail calls that it may still carry out.
  private void disturb(Random random) {
    switch (random.nextInt(6)) {
      case 0 -> ocm.answers("create", new Answer.Conflict<>("modified"));
      case 1 -> ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
      case 2 -> ocm.doesAndAnswers("edit", new Answer.Doubtful<>("reset"));
      case 3 -> ocm.doesAndAnswers("delete", new Answer.Doubtful<>("reset"));
      case 4 -> ocm.answers("edit", new Answer.Denied<>("no"));
      default -> {}
    }
  }

  private static Write write(Random random) {
    var source = "a/s" + random.nextInt(6);
    return switch (random.nextInt(7)) {
      case 0, 1, 2 -> create(source, mirrors(random));
      case 3, 4 -> edit(source, mirrors(random));
      case 5 -> delete(source);
      default -> set(random);
    };
  }

  private static Write set(Random random) {
    var wanted = new ArrayList<MirrorSet.Wanted>();
    for (var i = 0; i < 6; i++) {
      if (random.nextBoolean()) {
        wanted.add(SetAttemptTest.wanted("a/s" + i, mirrors(random)));
      }
    }
    return SetAttemptTest.apply(random.nextInt(4) > 0, wanted.toArray(MirrorSet.Wanted[]::new));
  }

  private static String[] mirrors(Random random) {
    return random.nextBoolean() ? new String[] {"m/x"} : new String[] {"n/y", "m/x"};
  }
}
