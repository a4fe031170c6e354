package dev.imagemirrors.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static ImageMirror mirror(String source, String... mirrors) {
    return new ImageMirror("id-" + source, source, List.of(mirrors), null, null);
  }

  private static MirrorSet.Wanted wanted(String source, String... mirrors) {
    return MirrorSet.Wanted.of(source, mirrors);
  }

  private static MirrorSet set(MirrorSet.Wanted... wanted) {
    return new MirrorSet(List.of(wanted));
  }

  @Test
  void allows255Sources() {
    var most = IntStream.range(0, 255).mapToObj(i -> wanted("a/n" + i, "m/a")).toList();
    assertThat(new MirrorSet(most).wanted()).hasSize(255);

    var more = IntStream.range(0, 256).mapToObj(i -> wanted("a/n" + i, "m/a")).toList();
    assertThatThrownBy(() -> new MirrorSet(more))
        .isInstanceOf(InvalidField.class)
        .hasMessageContaining("has 256 sources; at most 255 are allowed");
  }

  @Test
  void changesNothingWhenAllMirrorsExist() {
    var there = List.of(mirror("a/b", "m/b"));

    assertThat(Plan.of(there, Set.of(), set(wanted("a/b", "m/b")), false).changesNothing())
        .isTrue();
    assertThat(Plan.of(there, Set.of(), set(wanted("a/b", "n/b")), false).changesNothing())
        .isFalse();
  }

  @Test
  void leavesMatchingMirrorsUnchanged() {
    var same = mirror("a/same", "m/a", "n/a");
    var other = mirror("a/other", "m/b");
    var swapped = mirror("a/swapped", "m/c", "n/c");
    var gone = mirror("a/gone", "m/d");
    var foreign = mirror("a/foreign", "m/e");

    var plan =
        Plan.of(
            List.of(foreign, gone, swapped, other, same),
            Set.of("a/same", "a/gone", "a/lost"),
            set(
                wanted("a/new", "m/f"),
                wanted("a/same", "m/a", "n/a"),
                wanted("a/swapped", "n/c", "m/c"),
                wanted("a/other", "n/b")),
            false);

    assertThat(plan)
        .isEqualTo(
            new Plan(
                List.of(wanted("a/new", "m/f")),
                List.of(
                    new Plan.Edit(swapped, MirrorList.of("n/c", "m/c")),
                    new Plan.Edit(other, MirrorList.of("n/b"))),
                List.of(gone),
                List.of(same),
                List.of(foreign)));
    assertThat(plan.edits()).extracting(Plan.Edit::isReorder).containsExactly(true, false);
    assertThat(plan.size()).isEqualTo(4);
  }

  @Test
  void deletesForeignMirrorsOnlyWhenExclusive() {
    var foreign = mirror("a/foreign", "m/e");

    assertThat(Plan.of(List.of(foreign), Set.of(), set(), false).changesNothing()).isTrue();
    assertThat(Plan.of(List.of(foreign), Set.of(), set(), true).deletes()).containsExactly(foreign);
  }

  @Test
  void isNotAReorderWhenAMirrorIsRemovedOrRepeated() {
    var edit = new Plan.Edit(mirror("a", "m/a", "m/a", "n/a"), MirrorList.of("m/a", "n/a"));

    assertThat(edit.isReorder()).isFalse();
  }

  @Test
  void refusesDuplicateSourcesAndTooMany() {
    assertThatThrownBy(() -> set(wanted("a", "m/a"), wanted("b", "m/b"), wanted("a", "n/a")))
        .hasMessage("image_mirrors[2].source: 'a' is already in the set");
    assertThatThrownBy(() ->
            new MirrorSet(IntStream.range(0, 256).mapToObj(i -> wanted("a" + i, "m/a")).toList()))
        .hasMessage("image_mirrors: has 256 sources; at most 255 are allowed");
  }

  /// For any state of a cluster and any wanted set, the plan reaches it with the fewest writes.
  @RepeatedTest(200)
  void reachesTheSetInTheFewestWrites(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var there = new LinkedHashMap<String, ImageMirror>();
    for (var source : sources(random)) {
      there.put(source, mirror(source, mirrors(random)));
    }
    var recorded = new HashSet<>(sources(random));
    var set =
        new MirrorSet(
            sources(random).stream().map(source -> wanted(source, mirrors(random))).toList());
    var exclusive = random.nextBoolean();

    var plan = Plan.of(List.copyOf(there.values()), recorded, set, exclusive);

    var differing =
        set.wanted().stream()
                .filter(each -> {
                  var now = there.get(each.source().value());
                  return now == null || !now.mirrorsAre(each.mirrors());
                })
                .count()
            + plan.deletes().size();
    assertThat((long) plan.size()).isEqualTo(differing);
    var after = applied(there, plan);
    for (var wanted : set.wanted()) {
      assertThat(after.get(wanted.source().value()))
          .satisfies(mirror -> assertThat(mirror.mirrorsAre(wanted.mirrors())).isTrue());
    }
    var kept = new HashSet<>(after.keySet());
    set.wanted().forEach(wanted -> kept.remove(wanted.source().value()));
    assertThat(kept)
        .isEqualTo(new HashSet<>(plan.foreign().stream().map(ImageMirror::source).toList()));
    assertThat(exclusive ? plan.foreign() : List.of()).isEmpty();
    assertThat(Plan.of(List.copyOf(after.values()), recorded, set, exclusive).changesNothing())
        .isTrue();
  }

  private static Map<String, ImageMirror> applied(Map<String, ImageMirror> there, Plan plan) {
    var after = new LinkedHashMap<>(there);
    plan.creates()
        .forEach(wanted ->
            after.put(
                wanted.source().value(),
                mirror(wanted.source().value(), wanted.mirrors().values().toArray(String[]::new))));
    plan.edits()
        .forEach(edit ->
            after.put(
                edit.before().source(),
                mirror(edit.before().source(), edit.after().values().toArray(String[]::new))));
    plan.deletes().forEach(gone -> after.remove(gone.source()));
    return after;
  }

  private static List<String> sources(Random random) {
    return IntStream.range(0, 8).filter(_ -> random.nextBoolean()).mapToObj(i -> "a/" + i).toList();
  }

  private static String[] mirrors(Random random) {
    var mirrors = new ArrayList<>(List.of("m/1", "m/2"));
    if (random.nextBoolean()) {
      mirrors.addFirst("m/3");
    }
    if (random.nextBoolean()) {
      mirrors.removeLast();
    }
    return mirrors.toArray(String[]::new);
  }
}
