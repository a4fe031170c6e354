package dev.imagemirrors.lane;

import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.LongHistory;
import dev.imagemirrors.history.Moment;
import dev.imagemirrors.history.PastMirrors;
import dev.imagemirrors.history.StateCheckpoint;
import dev.imagemirrors.history.StoredEntry;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.FakeOcm;
import dev.imagemirrors.operation.FakeStore;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/// A cluster with a history of several thousand entries.
public final class LongPast {
  public static final String CLUSTER = World.CLUSTER;
  private static final int SIZE = 5_500;
  private static final List<HistoryEntry> ENTRIES =
      LongHistory.of(CLUSTER, SIZE, LongHistory::time);

  public final VirtualTime time = new VirtualTime();
  public final FakeStore store = new FakeStore();

  private final List<HistoryEntry> entries;

  public LongPast() {
    this(ENTRIES);
  }

  /// A history with other times.
  ///
  /// @param clock the times of the entries, by their numbers
  public LongPast(LongFunction<Instant> clock) {
    this(LongHistory.of(CLUSTER, SIZE, clock));
  }

  /// Only the first entries.
  public LongPast(int size) {
    this(ENTRIES.subList(0, size));
  }

  private LongPast(List<HistoryEntry> entries) {
    this.entries = entries;
    entries.forEach(entry -> store.append(CLUSTER, entry));
  }

  public ClusterLookup clusterLookup() {
    var ocm = new FakeOcm();
    ocm.add(World.cluster("ready", true));
    return new ClusterLookup(ocm, store, new Unwatched());
  }

  public Verification verification() {
    return verification(store);
  }

  /// With the head of another history in the lane.
  public Verification verification(Lanes lanes) {
    return new Verification(lanes, store, Deadline.in(time, World.LIMIT));
  }

  /// The same, with all its checkpoints.
  public LongPast checkpointed() {
    new Checkpointing(verification(), store).addUpTo(CLUSTER, 5_000);
    return this;
  }

  public HistoryEntry entry(int number) {
    return entries.get(number - 1);
  }

  /// The state at an entry, from all entries up to it.
  public StateCheckpoint state(long number) {
    var past = new PastMirrors(new Moment.AtEntry(number));
    entries.stream().limit(number).forEach(past::add);
    return past.checkpoint();
  }

  public List<ImageMirror> mirrors(long number) {
    return state(number).mirrors();
  }

  /// Changes a stored entry, with a hash that matches it.
  public void rewrite(int number) {
    store.stored =
        all -> {
          var changed = new ArrayList<>(all);
          var was = entry(number);
          var text = was.text().replace("m.corp.com", "evil.com");
          var is = new HistoryEntry(number, text, Digest.sha256(text));
          changed.set(number - 1, StoredEntry.of(is));
          return changed;
        };
  }
}
