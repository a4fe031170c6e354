package dev.imagemirrors.history;

import dev.imagemirrors.json.Digest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.text.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks the stored entries of a cluster's history, in order: their numbers, the hash of each
/// text, the text itself, and in it the hash of the previous entry. A chain alone does not show
/// that its end was removed, or that all of it was rewritten: that needs heads kept elsewhere.
public final class Chain {
  /// The most faults that are kept; the rest are counted.
  public static final int MOST_SHOWN = 100;

  private static final int LONGEST_VALUE = 100;

  private final String clusterId;
  private final TreeMap<Long, List<String>> kept;
  private final List<ChainFault> faults = new ArrayList<>();
  private @Nullable BigDecimal read;
  private Head last;
  private boolean follows = true;
  private long entries;
  private long found;

  /// @param from the checkpoint to continue from
  /// @param kept heads that the history must contain
  public Chain(String clusterId, Checkpoint from, Collection<Head> kept) {
    this.clusterId = clusterId;
    this.kept =
        kept.stream()
            .collect(
                Collectors.groupingBy(
                    Head::number,
                    TreeMap::new,
                    Collectors.mapping(Head::hash, Collectors.toList())));
    this.read = from.read();
    this.last = from.last();
    this.found = from.faults();
    compareWithKept();
  }

  /// The heads before the checkpoint, when the parts up to it were intact. Those parts had to
  /// contain them; whether they were given then is not known here.
  public List<Head> earlier() {
    return found > 0
        ? List.of()
        : kept.headMap(last.number()).entrySet().stream()
            .flatMap(entry -> entry.getValue().stream().map(hash -> new Head(entry.getKey(), hash)))
            .toList();
  }

  /// Compares the head of an entry that is not added with that entry.
  ///
  /// @param evidence where the head comes from
  /// @param stored null when there is no such entry
  public void compareEarlier(
      Head head, @Nullable StoredEntry stored, ChainFault.Evidence evidence) {
    if (stored == null) {
      fault(new ChainFault.Missing(head.number(), head.number(), evidence));
      return;
    }
    var hash = Digest.sha256(Objects.requireNonNullElse(stored.text(), ""));
    if (!hash.equals(head.hash())) {
      fault(new ChainFault.Replaced(head.number(), hash, head.hash(), evidence));
    }
  }

  /// Reports that the checkpoint of an entry is wrong.
  public void wrongCheckpoint(BigDecimal number) {
    fault(new ChainFault.WrongCheckpoint(number));
  }

  /// Adds the next stored entry.
  public void add(StoredEntry stored) {
    entries++;
    read = stored.number();
    var number = Checkpoint.entryUpTo(stored.number());
    var isPlaced =
        number > last.number() && stored.number().compareTo(BigDecimal.valueOf(number)) == 0;
    missing(isPlaced ? number - 1 : number);
    if (!isPlaced) {
      fault(new ChainFault.Misplaced(stored.number()));
      return;
    }
    check(stored, number);
    last = new Head(number, hash(stored));
    follows = true;
    compareWithKept();
  }

  /// Reports the missing entries up to this number.
  private void missing(long to) {
    if (to > last.number()) {
      fault(new ChainFault.Missing(last.number() + 1, to, ChainFault.Evidence.NEXT));
      last = new Head(to, last.hash());
      follows = false;
    }
  }

  private void check(StoredEntry stored, long number) {
    var text = stored.text();
    if (text != null && !Digest.sha256(text).equals(stored.hash())) {
      fault(new ChainFault.Modified(number));
    }
    var entry = parsed(text);
    if (entry == null) {
      fault(new ChainFault.Unreadable(number));
    } else {
      check(stored, number, entry);
    }
  }

  private void check(StoredEntry stored, long number, Json.Members entry) {
    if (!JsonWriter.write(entry.sorted()).equals(stored.text())) {
      fault(new ChainFault.NotCanonical(number));
    }
    var cluster = entry.at("cluster_id").asText();
    if (!clusterId.equals(cluster)) {
      fault(new ChainFault.OtherCluster(number, shortened(cluster)));
    }
    var stated = entry.at("number").asLong(-1);
    if (stated != number) {
      fault(new ChainFault.Renumbered(number, stated));
    }
    if (!about(entry).equals(new HashSet<>(stored.about()))) {
      fault(new ChainFault.Misfiled(number));
    }
    var previous = Objects.requireNonNullElse(entry.at("previous_hash").asText(), "none");
    if (follows && !previous.equals(last.hash())) {
      fault(
          last.number() == 0
              ? new ChainFault.NotFirst(number)
              : new ChainFault.Replaced(
                  last.number(), last.hash(), shortened(previous), ChainFault.Evidence.NEXT));
    }
  }

  private static Set<@Nullable String> about(Json entry) {
    var about = new HashSet<@Nullable String>();
    entry.at("mirror").items().forEach(key -> about.add(key.asText()));
    return about;
  }

  private static Json.@Nullable Members parsed(@Nullable String text) {
    try {
      return text != null && JsonReader.read(text) instanceof Json.Members members ? members : null;
    } catch (JsonFault _) {
      return null;
    }
  }

  /// The hash of the text when no valid hash is stored.
  private static String hash(StoredEntry stored) {
    var hash = stored.hash();
    return hash != null && Head.isHash(hash)
        ? hash
        : Digest.sha256(Objects.requireNonNullElse(stored.text(), ""));
  }

  /// Compares the last entry with the heads that were given for its number.
  private void compareWithKept() {
    kept.getOrDefault(last.number(), List.of())
        .forEach(hash -> compare(hash, ChainFault.Evidence.KEPT));
  }

  private void compare(String hash, ChainFault.Evidence evidence) {
    if (!hash.equals(last.hash())) {
      fault(new ChainFault.Replaced(last.number(), last.hash(), hash, evidence));
    }
  }

  /// Ends the chain: no entry follows.
  ///
  /// @param before the head that the lane had before the end was read
  /// @param after the head that the lane had afterwards
  public void end(Head before, Head after) {
    var end = last.number();
    if (before.number() > end) {
      fault(new ChainFault.Missing(end + 1, before.number(), ChainFault.Evidence.LANE));
    } else if (after.number() < end) {
      fault(new ChainFault.BeyondHead(after.number() + 1, end));
    } else if (before.number() == end) {
      compare(before.hash(), ChainFault.Evidence.LANE);
    } else if (after.number() == end) {
      compare(after.hash(), ChainFault.Evidence.LANE);
    }
    if (!kept.isEmpty() && kept.lastKey() > end) {
      fault(new ChainFault.Missing(end + 1, kept.lastKey(), ChainFault.Evidence.KEPT));
    }
  }

  private void fault(ChainFault fault) {
    found++;
    if (faults.size() < MOST_SHOWN) {
      faults.add(fault);
    }
  }

  /// A stored value of any length must not make a fault huge.
  private static String shortened(@Nullable String text) {
    return Text.shortened(String.valueOf(text), LONGEST_VALUE);
  }

  /// Whether no fault was found so far.
  public boolean holds() {
    return found == 0;
  }

  /// The last entry with a valid number.
  public Head last() {
    return last;
  }

  public Checkpoint checkpoint() {
    return new Checkpoint(read, last.hash(), found);
  }

  /// The number of added entries.
  public long entries() {
    return entries;
  }

  /// The first faults.
  public List<ChainFault> faults() {
    return List.copyOf(faults);
  }

  /// The number of faults, including those before the checkpoint.
  public long found() {
    return found;
  }
}
