package dev.imagemirrors.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.history.ChainFault.BeyondHead;
import dev.imagemirrors.history.ChainFault.Evidence;
import dev.imagemirrors.history.ChainFault.Misfiled;
import dev.imagemirrors.history.ChainFault.Misplaced;
import dev.imagemirrors.history.ChainFault.Missing;
import dev.imagemirrors.history.ChainFault.Modified;
import dev.imagemirrors.history.ChainFault.NotCanonical;
import dev.imagemirrors.history.ChainFault.NotFirst;
import dev.imagemirrors.history.ChainFault.OtherCluster;
import dev.imagemirrors.history.ChainFault.Renumbered;
import dev.imagemirrors.history.ChainFault.Replaced;
import dev.imagemirrors.history.ChainFault.Unreadable;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Makes each possible change to each entry of a history and checks the faults that the chain
/// finds.
class ChainTest {
  private static final int SIZE = 8;
  private static final List<StoredEntry> HISTORY = history("c1", SIZE, "");
  private static final Head HEAD = head(HISTORY.getLast());

  static List<StoredEntry> history(String cluster, int size, String word) {
    var entries = new ArrayList<StoredEntry>();
    var head = Head.START;
    for (var i = 1; i <= size; i++) {
      var entry = entry(head, cluster, word + i);
      entries.add(StoredEntry.of(entry));
      head = entry.head();
    }
    return List.copyOf(entries);
  }

  private static HistoryEntry entry(Head head, String cluster, String word) {
    return HistoryEntry.after(
        head,
        Json.object()
            .put("cluster_id", cluster)
            .put("mirror", Json.strings(List.of("id-" + word, "quay.io/" + word)))
            .put("reason", word)
            .build());
  }

  private static Head head(StoredEntry entry) {
    return new Head(entry.number().longValueExact(), hash(entry));
  }

  private static String hash(StoredEntry entry) {
    return String.valueOf(entry.hash());
  }

  private static StoredEntry at(int number) {
    return HISTORY.get(number - 1);
  }

  private static StoredEntry with(StoredEntry entry, @Nullable String text, @Nullable String hash) {
    return new StoredEntry(entry.number(), text, hash, entry.about());
  }

  /// The entry with another number.
  private static StoredEntry moved(StoredEntry entry, double number) {
    return new StoredEntry(
        BigDecimal.valueOf(number).stripTrailingZeros(), entry.text(), entry.hash(), entry.about());
  }

  /// The entry with another member and the matching hash.
  private static StoredEntry saying(StoredEntry entry, String member, Json value) {
    try {
      var members = Json.object();
      JsonReader.read(String.valueOf(entry.text())).members().forEach(members::put);
      var text = JsonWriter.write(members.put(member, value).build().sorted());
      return with(entry, text, Digest.sha256(text));
    } catch (JsonFault impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static List<StoredEntry> changed(Consumer<List<StoredEntry>> how) {
    var changed = new ArrayList<>(HISTORY);
    how.accept(changed);
    return changed;
  }

  private static Chain chain(List<StoredEntry> entries, Head... kept) {
    var chain = new Chain("c1", Checkpoint.START, List.of(kept));
    entries.forEach(chain::add);
    return chain;
  }

  /// The faults that the entries alone show.
  private static List<ChainFault> alone(List<StoredEntry> entries) {
    return chain(entries).faults();
  }

  private static List<ChainFault> withLane(List<StoredEntry> entries, Head lane) {
    var chain = chain(entries);
    chain.end(lane, lane);
    return chain.faults();
  }

  private static List<ChainFault> withKept(List<StoredEntry> entries, Head kept) {
    var chain = chain(entries, kept);
    chain.end(chain.last(), chain.last());
    return chain.faults();
  }

  static IntStream numbers() {
    return IntStream.rangeClosed(1, SIZE);
  }

  static IntStream numbersButTheLast() {
    return IntStream.range(1, SIZE);
  }

  @Test
  void acceptsAnUnchangedHistory() {
    assertThat(withLane(HISTORY, HEAD)).isEmpty();
    assertThat(withLane(List.of(), Head.START)).isEmpty();
    assertThat(chain(HISTORY).last()).isEqualTo(HEAD);
    assertThat(chain(HISTORY).entries()).isEqualTo(SIZE);
    for (var entry : HISTORY) {
      assertThat(withKept(HISTORY, head(entry))).isEmpty();
    }
  }

  // Modified

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAChangedText(int n) {
    var entry = at(n);
    var text = String.valueOf(entry.text()).replace("quay.io/", "evil.io/");
    var changed = changed(all -> all.set(n - 1, with(entry, text, entry.hash())));

    assertThat(alone(changed)).contains(new Modified(n)).allMatch(isAt(n));
  }

  private static Predicate<ChainFault> isAt(int n) {
    return fault -> fault.number().compareTo(BigDecimal.valueOf(n)) == 0;
  }

  @ParameterizedTest
  @MethodSource("numbersButTheLast")
  void findsAChangedTextWithAMatchingHash(int n) {
    var forged = saying(at(n), "reason", Json.of("never"));

    assertThat(alone(changed(all -> all.set(n - 1, forged))))
        .containsExactly(new Replaced(n, hash(forged), hash(at(n)), Evidence.NEXT));
  }

  @Test
  void findsAChangedLastEntryOnlyByAHead() {
    var forged = saying(at(SIZE), "reason", Json.of("never"));
    var changed = changed(all -> all.set(SIZE - 1, forged));

    assertThat(alone(changed)).isEmpty();
    assertThat(withLane(changed, HEAD))
        .containsExactly(new Replaced(SIZE, hash(forged), HEAD.hash(), Evidence.LANE));
    assertThat(withKept(changed, HEAD))
        .containsExactly(new Replaced(SIZE, hash(forged), HEAD.hash(), Evidence.KEPT));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAChangedHash(int n) {
    var other = "f".repeat(64);
    var changed = changed(all -> all.set(n - 1, with(at(n), at(n).text(), other)));

    assertThat(alone(changed)).contains(new Modified(n)).allMatch(isAt(n));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAMissingHashOrText(int n) {
    assertThat(alone(changed(all -> all.set(n - 1, with(at(n), at(n).text(), null)))))
        .containsExactly(new Modified(n));
    assertThat(alone(changed(all -> all.set(n - 1, with(at(n), null, at(n).hash())))))
        .containsExactly(new Unreadable(n));
    assertThat(alone(changed(all -> all.set(n - 1, with(at(n), "[]", Digest.sha256("[]"))))))
        .contains(new Unreadable(n))
        .allMatch(isAt(n));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsATextThatIsNotCanonical(int n) {
    var text = String.valueOf(at(n).text()).replaceFirst(":", ": ");
    var changed = changed(all -> all.set(n - 1, with(at(n), text, Digest.sha256(text))));

    assertThat(alone(changed)).contains(new NotCanonical(n)).allMatch(isAt(n));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAnEntryIndexedUnderOtherMirrors(int n) {
    var entry = at(n);
    var filed = new StoredEntry(entry.number(), entry.text(), entry.hash(), List.of("id-other"));

    assertThat(alone(changed(all -> all.set(n - 1, filed)))).containsExactly(new Misfiled(n));
  }

  // Deleted

  @ParameterizedTest
  @MethodSource("numbersButTheLast")
  void findsADeletedEntry(int n) {
    assertThat(alone(changed(all -> all.remove(n - 1))))
        .containsExactly(new Missing(n, n, Evidence.NEXT));
  }

  @ParameterizedTest
  @MethodSource("numbersButTheLast")
  void findsADeletedEntryAfterRenumbering(int n) {
    var closed =
        changed(all -> {
          all.remove(n - 1);
          for (var i = n - 1; i < all.size(); i++) {
            all.set(i, moved(all.get(i), i + 1));
          }
        });

    assertThat(alone(closed))
        .startsWith(new Renumbered(n, n + 1))
        .contains(new Renumbered(SIZE - 1, SIZE));
  }

  @ParameterizedTest
  @MethodSource("numbersButTheLast")
  void findsARemovedEndOnlyByAHead(int n) {
    var cut = HISTORY.subList(0, n);

    assertThat(alone(cut)).isEmpty();
    assertThat(withLane(cut, HEAD)).containsExactly(new Missing(n + 1, SIZE, Evidence.LANE));
    assertThat(withKept(cut, HEAD)).containsExactly(new Missing(n + 1, SIZE, Evidence.KEPT));
    assertThat(withKept(cut, head(at(n)))).isEmpty();
  }

  @Test
  void findsAnEmptyHistory() {
    assertThat(withLane(List.of(), HEAD)).containsExactly(new Missing(1, SIZE, Evidence.LANE));
  }

  // Inserted

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAnInsertedEntryAfterRenumbering(int n) {
    var before = n == 1 ? Head.START : head(at(n - 1));
    var forged = StoredEntry.of(entry(before, "c1", "forged"));
    var inserted =
        changed(all -> {
          for (var i = n - 1; i < all.size(); i++) {
            all.set(i, moved(all.get(i), i + 2));
          }
          all.add(n - 1, forged);
        });

    assertThat(alone(inserted))
        .contains(new Replaced(n, hash(forged), previous(n), Evidence.NEXT))
        .containsAll(
            LongStream.rangeClosed(n, SIZE).mapToObj(i -> new Renumbered(i + 1, i)).toList())
        .hasSize(SIZE - n + 2);
  }

  private static String previous(int n) {
    return n == 1 ? Head.START.hash() : hash(at(n - 1));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAnEntryBetweenTwoNumbers(int n) {
    var between = moved(at(n), n + 0.5);

    assertThat(alone(changed(all -> all.add(n, between))))
        .containsExactly(new Misplaced(new BigDecimal(n + ".5")));
  }

  @ParameterizedTest
  @MethodSource("numbersButTheLast")
  void findsAGapBesideAMisplacedEntry(int n) {
    var between = moved(at(n), n + 0.5);
    var changed = changed(all -> all.set(n - 1, between));

    assertThat(alone(changed))
        .containsExactly(new Missing(n, n, Evidence.NEXT), new Misplaced(between.number()));
    assertThat(chain(changed.subList(0, n)).found()).isEqualTo(2);
  }

  @Test
  void findsEntriesWithNumbersOutOfRange() {
    for (var number : List.of("-2.5", "0", "0.25")) {
      var early = new StoredEntry(new BigDecimal(number), null, null, List.of());
      assertThat(withLane(changed(all -> all.addFirst(early)), HEAD))
          .containsExactly(new Misplaced(early.number()));
    }
    var late = new StoredEntry(new BigDecimal("1E+100"), null, null, List.of());
    assertThat(alone(changed(all -> all.add(late)))).contains(new Misplaced(late.number()));
  }

  @Test
  void findsAnAppendedEntryOnlyByTheHeadOfTheLane() {
    var forged = StoredEntry.of(entry(HEAD, "c1", "forged"));
    var appended = changed(all -> all.add(forged));

    assertThat(alone(appended)).isEmpty();
    assertThat(withLane(appended, HEAD)).containsExactly(new BeyondHead(SIZE + 1, SIZE + 1));
  }

  @Test
  void acceptsEntriesThatAreAddedWhileItReads() {
    var added = StoredEntry.of(entry(HEAD, "c1", "added"));
    var chain = chain(changed(all -> all.add(added)));

    chain.end(HEAD, head(added));
    assertThat(chain.faults()).isEmpty();

    var seenBefore = chain(HISTORY);
    seenBefore.end(HEAD, head(added));
    assertThat(seenBefore.faults()).isEmpty();

    var other = chain(HISTORY);
    other.end(new Head(SIZE, "a".repeat(64)), head(added));
    assertThat(other.faults())
        .containsExactly(new Replaced(SIZE, HEAD.hash(), "a".repeat(64), Evidence.LANE));

    var before = new Head(SIZE - 1, "b".repeat(64));
    var seenAfter = chain(HISTORY);
    seenAfter.end(before, HEAD);
    assertThat(seenAfter.faults()).isEmpty();

    var otherAfter = chain(HISTORY);
    otherAfter.end(before, new Head(SIZE, "a".repeat(64)));
    assertThat(otherAfter.faults())
        .containsExactly(new Replaced(SIZE, HEAD.hash(), "a".repeat(64), Evidence.LANE));
  }

  // Swapped, repeated, renumbered

  static Stream<int[]> pairs() {
    return numbers()
        .boxed()
        .flatMap(i -> IntStream.rangeClosed(i + 1, SIZE).mapToObj(j -> new int[] {i, j}));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void findsTwoSwappedEntries(int[] pair) {
    int i = pair[0];
    int j = pair[1];
    var swapped =
        changed(all -> {
          all.set(i - 1, moved(at(j), i));
          all.set(j - 1, moved(at(i), j));
        });

    assertThat(alone(swapped)).contains(new Renumbered(i, j), new Renumbered(j, i));
  }

  /// With the numbers in the texts changed to match.
  @ParameterizedTest
  @MethodSource("pairs")
  void findsTwoSwappedAndRenumberedEntries(int[] pair) {
    int i = pair[0];
    int j = pair[1];
    var swapped =
        changed(all -> {
          all.set(i - 1, saying(at(i), "reason", Json.of("" + j)));
          all.set(j - 1, saying(at(j), "reason", Json.of("" + i)));
        });

    var faults = withLane(swapped, HEAD);
    assertThat(faults).allMatch(fault -> fault instanceof Replaced);
    assertThat(faults)
        .extracting(ChainFault::number)
        .containsExactly(BigDecimal.valueOf(i), BigDecimal.valueOf(j));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void findsAnEntryThatReplacesAnother(int[] pair) {
    int i = pair[0];
    int j = pair[1];

    assertThat(alone(changed(all -> all.set(j - 1, moved(at(i), j)))))
        .contains(new Renumbered(j, i));
    assertThat(alone(changed(all -> all.set(i - 1, moved(at(j), i)))))
        .contains(new Renumbered(i, j));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsARepeatedEntry(int n) {
    assertThat(alone(changed(all -> all.add(n, at(n)))))
        .containsExactly(new Misplaced(BigDecimal.valueOf(n)));
    assertThat(alone(changed(all -> all.add(moved(at(n), SIZE + 1)))))
        .contains(new Renumbered(SIZE + 1, n));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAnEntryStoredUnderAnotherNumber(int n) {
    var renumbered =
        changed(all -> {
          all.remove(n - 1);
          all.add(moved(at(n), 20));
        });

    assertThat(alone(renumbered))
        .first()
        .isEqualTo(new Missing(n, n == SIZE ? 19 : n, Evidence.NEXT));
    assertThat(alone(renumbered)).contains(new Renumbered(20, n));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAnEntryWithAnotherNumberInItsText(int n) {
    var forged = saying(at(n), "number", Json.of(n + 1));

    assertThat(alone(changed(all -> all.set(n - 1, forged))))
        .contains(new Renumbered(n, n + 1))
        .allMatch(isAt(n));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAnEntryOfAnotherCluster(int n) {
    var foreign = history("c2", SIZE, "x").get(n - 1);

    assertThat(alone(changed(all -> all.set(n - 1, foreign)))).contains(new OtherCluster(n, "c2"));
    var renamed = saying(at(n), "cluster_id", Json.of("c2"));
    assertThat(alone(changed(all -> all.set(n - 1, renamed))))
        .contains(new OtherCluster(n, "c2"))
        .allMatch(isAt(n));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAnEntryWithAnotherPreviousHash(int n) {
    var forged = saying(at(n), "previous_hash", Json.of("a".repeat(64)));

    assertThat(alone(changed(all -> all.set(n - 1, forged))))
        .first()
        .isEqualTo(
            n == 1
                ? new NotFirst(1)
                : new Replaced(n - 1, hash(at(n - 1)), "a".repeat(64), Evidence.NEXT));
  }

  // Rewritten

  @ParameterizedTest
  @MethodSource("numbers")
  void findsARewrittenHistoryByAKeptHead(int n) {
    var rewritten = history("c1", SIZE, "other");

    assertThat(withLane(rewritten, head(rewritten.getLast()))).isEmpty();
    assertThat(withKept(rewritten, head(at(n))))
        .containsExactly(new Replaced(n, hash(rewritten.get(n - 1)), hash(at(n)), Evidence.KEPT));
  }

  // In parts

  @ParameterizedTest
  @MethodSource("numbers")
  void continuesFromACheckpoint(int n) {
    var first = chain(HISTORY.subList(0, n));

    var second = goingOn(first, HISTORY.subList(n, SIZE));

    assertThat(second.faults()).isEmpty();
    assertThat(second.last()).isEqualTo(HEAD);
    assertThat(second.entries()).isEqualTo(SIZE - n);
  }

  private static Chain goingOn(Chain first, List<StoredEntry> rest) {
    var next = Checkpoint.parse(first.checkpoint().text()).orElseThrow();
    assertThat(next).isEqualTo(first.checkpoint());
    var second = new Chain("c1", next, List.of());
    rest.forEach(second::add);
    return second;
  }

  @ParameterizedTest
  @MethodSource("numbersButTheLast")
  void findsLaterFaultsAfterACheckpoint(int n) {
    var forged = saying(at(n), "reason", Json.of("never"));
    var changed = changed(all -> all.set(n - 1, forged));
    var first = chain(changed.subList(0, n));
    assertThat(first.holds()).isTrue();

    assertThat(goingOn(first, changed.subList(n, SIZE)).faults())
        .containsExactly(new Replaced(n, hash(forged), hash(at(n)), Evidence.NEXT));
  }

  @Test
  void keepsTheCountOfEarlierFaults() {
    var between = moved(at(2), 2.5);
    var first = chain(List.of(at(1), at(2), between));

    var second = goingOn(first, HISTORY.subList(2, SIZE));

    assertThat(second.faults()).isEmpty();
    assertThat(second.found()).isEqualTo(1);
    assertThat(second.holds()).isFalse();
  }

  @Test
  void comparesACheckpointWithAKeptHead() {
    var first = chain(HISTORY.subList(0, 3));
    var other = new Head(3, "a".repeat(64));

    assertThat(new Chain("c1", first.checkpoint(), List.of(head(at(3)))).holds()).isTrue();
    assertThat(new Chain("c1", first.checkpoint(), List.of(other)).faults())
        .containsExactly(new Replaced(3, hash(at(3)), other.hash(), Evidence.KEPT));
  }

  @Test
  void refusesInvalidCheckpointsAndHeads() {
    var hash = HEAD.hash();
    for (var text :
        List.of(
            "", "7", "7:", ":" + hash, "7:" + hash.substring(1), "x:" + hash, "7:" + hash + ":")) {
      assertThat(Checkpoint.parse(text)).as(text).isEmpty();
      assertThat(Head.parse(text)).as(text).isEmpty();
    }
    for (var text : List.of("7:" + hash + ":-1", "1E1000:" + hash, "7".repeat(400) + ":" + hash)) {
      assertThat(Checkpoint.parse(text)).as(text).isEmpty();
    }
    for (var text : List.of("0:" + hash, "-1:" + hash, "1.5:" + hash, "7:" + hash + ":1")) {
      assertThat(Head.parse(text)).as(text).isEmpty();
    }
    assertThat(Head.parse("8:" + hash)).contains(HEAD);
  }

  @Test
  void keepsTheFirstFaultsAndCountsTheRest() {
    var many = history("c2", 150, "");
    var chain = chain(many);

    assertThat(chain.faults()).hasSize(Chain.MOST_SHOWN);
    assertThat(chain.found()).isEqualTo(150);
  }

  @Test
  void describesEachFault() {
    var faults =
        List.of(
            new Unreadable(1),
            new Modified(1),
            new NotCanonical(1),
            new OtherCluster(1, "c2"),
            new Renumbered(1, 2),
            new Misfiled(1),
            new NotFirst(1),
            new Replaced(1, "a", "b", Evidence.LANE),
            new Missing(1, 3, Evidence.KEPT),
            new Misplaced(BigDecimal.ONE),
            new BeyondHead(1, 1));

    assertThat(faults).extracting(ChainFault::word).doesNotHaveDuplicates();
    assertThat(faults).extracting(ChainFault::detail).doesNotHaveDuplicates();
    assertThat(faults).extracting(ChainFault::number).containsOnly(BigDecimal.ONE);
    assertThat(new Missing(4, 4, Evidence.NEXT).detail())
        .isEqualTo("it is missing, but later entries exist");
    assertThat(new Missing(1, 3, Evidence.LANE).detail())
        .isEqualTo("entries 1 to 3 are missing, but the cluster's lane recorded entry 3");
    assertThat(new BeyondHead(9, 10).detail())
        .isEqualTo(
            "entries 9 to 10 are stored, but the newest entry that the cluster's lane recorded is 8");
    assertThat(new Replaced(4, "a", "b", Evidence.NEXT).detail())
        .isEqualTo("its hash is a, but the next entry refers to b");
  }
}
