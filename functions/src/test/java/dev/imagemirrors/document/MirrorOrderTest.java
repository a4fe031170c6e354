package dev.imagemirrors.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The values in the tables are those of openshift/runtime-utils: of the tests of its `topo.go`,
/// and of `mergedDigestMirrorSets` for the same entries.
class MirrorOrderTest {
  private static final String SOURCE = "s";

  /// Entries are separated by spaces; each character is a location, and `s` is the source.
  private static String merged(String entries) {
    return String.join("", MirrorOrder.merged(SOURCE, lists(entries)));
  }

  private static List<List<String>> lists(String entries) {
    return Arrays.stream(entries.split(" ", -1)).map(entry -> List.of(entry.split(""))).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "near far: nf rn, rnf",
    "disjoint lists by name: z a, az",
    "one set twice: bc ab, abc",
    "the source last: as b, ab",
    "the source first: sa b, bsa",
    "the source in the middle: asb, asb",
    "an example of the API: abc cde, abcde",
    "a fork: ab ac ad, abcd",
    "a join: ad bd cd, abcd",
    "a loop: ab bc cd da, abcd",
    "a loop with input and output: ab bc cd db de, abcde",
    "a location twice: aa, a"
  })
  void mergesAsOpenShiftDoes(String example, String expected) {
    assertThat(merged(example.substring(example.indexOf(':') + 2))).isEqualTo(expected);
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  /// Lists without a contradiction: each is a part of one order.
  @ParameterizedTest
  @MethodSource("seeds")
  void keepsTheOrderInsideEachEntry(int seed) {
    var random = new Random(seed);
    var order = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
    Collections.shuffle(order, random);
    var entries = new ArrayList<List<String>>();
    for (var i = 0; i <= random.nextInt(5); i++) {
      var entry = order.stream().filter(_ -> random.nextInt(3) == 0).toList();
      entries.add(entry.isEmpty() ? List.of(order.getFirst()) : entry);
    }

    var merged = MirrorOrder.merged(SOURCE, entries);

    var all = new TreeSet<String>();
    entries.forEach(all::addAll);
    assertThat(merged).containsExactlyInAnyOrderElementsOf(all);
    entries.forEach(entry -> assertThat(merged).containsSubsequence(entry));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void mergesAnyEntriesWithoutLosingOne(int seed) {
    var random = new Random(seed);
    var entries = new ArrayList<List<String>>();
    for (var i = 0; i <= random.nextInt(5); i++) {
      var entry = new LinkedHashSet<>(List.of("m" + random.nextInt(6)));
      random.ints(random.nextInt(5), 0, 6).forEach(j -> entry.add(j == 0 ? SOURCE : "m" + j));
      entries.add(List.copyOf(entry));
    }
    var all = new TreeSet<String>();
    entries.forEach(all::addAll);

    var merged = MirrorOrder.merged(SOURCE, entries);

    assertThat(merged).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(merged)).isSubsetOf(all).containsAll(without(all));
    assertThat(merged.getLast()).isNotEqualTo(SOURCE);
    assertThat(MirrorOrder.merged(SOURCE, List.of(merged))).isEqualTo(merged);
    Collections.shuffle(entries, random);
    assertThat(MirrorOrder.merged(SOURCE, entries)).isEqualTo(merged);
  }

  private static Set<String> without(Set<String> all) {
    var rest = new TreeSet<>(all);
    rest.remove(SOURCE);
    return rest;
  }

  @Test
  void keepsTheOrderOfASingleEntry() {
    assertThat(merged("cab")).isEqualTo("cab");
  }
}
