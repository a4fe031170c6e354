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

/// Holds the entries of a cluster's history, as they are stored and in that order, to what makes
/// them a chain: the numbers, the hash of each text, the text itself, and the hash of the entry
/// before in it. By itself a chain does not show that its end was cut off, or that all of it was
/// made anew: that takes heads that were kept elsewhere.
public final class Chain {
  /// How many faults are kept; the rest are counted.
  public static final int MOST_SHOWN = 100;

  private static final int LONGEST_SAID = 100;

  private final String clusterId;
  private final TreeMap<Long, List<String>> kept;
  private final List<ChainFault> faults = new ArrayList<>();
  private @Nullable BigDecimal read;
  private Head last;
  private boolean follows = true;
  private long entries;
  private long found;

  /// @param from where it goes on
  /// @param kept heads that it must have
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
    witnessed();
  }

  /// Takes the next entry that is stored.
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
    witnessed();
  }

  /// Those before this number that were not there.
  private void missing(long to) {
    if (to > last.number()) {
      fault(new ChainFault.Missing(last.number() + 1, to, ChainFault.Witness.NEXT));
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
      fault(new ChainFault.OtherCluster(number, said(cluster)));
    }
    var says = entry.at("number").asLong(-1);
    if (says != number) {
      fault(new ChainFault.Renumbered(number, says));
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
                  last.number(), last.hash(), said(previous), ChainFault.Witness.NEXT));
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

  /// Where the hash itself is gone, that of the text.
  private static String hash(StoredEntry stored) {
    var hash = stored.hash();
    return hash != null && Head.isHash(hash)
        ? hash
        : Digest.sha256(Objects.requireNonNullElse(stored.text(), ""));
  }

  /// Holds the entry that was added last to the heads that were kept of it.
  private void witnessed() {
    kept.getOrDefault(last.number(), List.of())
        .forEach(hash -> isKnownAs(hash, ChainFault.Witness.KEPT));
  }

  private void isKnownAs(String hash, ChainFault.Witness witness) {
    if (!hash.equals(last.hash())) {
      fault(new ChainFault.Replaced(last.number(), last.hash(), hash, witness));
    }
  }

  /// Ends the chain: there is no entry after the last one.
  ///
  /// @param before the head that the lane had before the end was read
  /// @param after the head that it had then
  public void end(Head before, Head after) {
    var end = last.number();
    if (before.number() > end) {
      fault(new ChainFault.Missing(end + 1, before.number(), ChainFault.Witness.LANE));
    } else if (after.number() < end) {
      fault(new ChainFault.BeyondHead(after.number() + 1, end));
    } else if (before.number() == end) {
      isKnownAs(before.hash(), ChainFault.Witness.LANE);
    } else if (after.number() == end) {
      isKnownAs(after.hash(), ChainFault.Witness.LANE);
    }
    if (!kept.isEmpty() && kept.lastKey() > end) {
      fault(new ChainFault.Missing(end + 1, kept.lastKey(), ChainFault.Witness.KEPT));
    }
  }

  private void fault(ChainFault fault) {
    found++;
    if (faults.size() < MOST_SHOWN) {
      faults.add(fault);
    }
  }

  /// What another one has written must not be longer than what we say of it.
  private static String said(@Nullable String text) {
    return Text.shortened(String.valueOf(text), LONGEST_SAID);
  }

  /// Whether nothing is wrong so far.
  public boolean holds() {
    return found == 0;
  }

  /// The last entry that is in its place.
  public Head last() {
    return last;
  }

  public Checkpoint checkpoint() {
    return new Checkpoint(read, last.hash(), found);
  }

  /// How many entries were added.
  public long entries() {
    return entries;
  }

  /// The faults that were found, or the first of them.
  public List<ChainFault> faults() {
    return List.copyOf(faults);
  }

  /// How many faults there are, with those that were found before where it goes on.
  public long found() {
    return found;
  }
}
