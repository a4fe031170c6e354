package dev.imagemirrors.simulation;

import dev.imagemirrors.simulation.Surroundings.Throughput;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/// Throttles the partitions of the tables and of their indexes: each takes a number of writes in a
/// second, and three times as many reads. A write that an index cannot take throttles the write of
/// its table.
final class PartitionLimits {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int READS_PER_WRITE = 3;

  private final LongSupplier now;
  private final Throughput writes;
  private final Map<Partition, Used> used = new HashMap<>();
  private final Set<String> blocked = new HashSet<>();
  private int throttled;

  private record Partition(String of, AttributeValue hash, boolean isRead) {
    boolean isOfIndex() {
      return of.contains("/");
    }
  }

  private record Used(long second, int calls) {}

  PartitionLimits(LongSupplier now, Throughput writes) {
    this.now = now;
    this.writes = writes;
  }

  static PartitionLimits none() {
    return new PartitionLimits(() -> 0, Throughput.UNLIMITED);
  }

  /// Throttles every call to the items whose key contains this text, from now on.
  void block(String part) {
    blocked.add(part);
  }

  void unblock() {
    blocked.clear();
  }

  int throttled() {
    return throttled;
  }

  /// Counts a change of items, or throws if a partition cannot take it.
  void write(List<ItemWrite> changes) {
    if (isUnlimited()) {
      return;
    }
    for (var change : changes) {
      change.partitions().forEach(hash -> require(new Partition(hash.of(), hash.key(), false)));
    }
    for (var change : changes) {
      change.partitions().forEach(hash -> count(new Partition(hash.of(), hash.key(), false)));
    }
  }

  /// Counts a read of a partition, or throws if it cannot take it.
  void read(String of, AttributeValue hash) {
    if (isUnlimited()) {
      return;
    }
    var partition = new Partition(of, hash, true);
    require(partition);
    count(partition);
  }

  private boolean isUnlimited() {
    return writes.equals(Throughput.UNLIMITED) && blocked.isEmpty();
  }

  private void require(Partition partition) {
    var most = partition.isOfIndex() ? writes.ofIndexes() : writes.ofTables();
    var limit = partition.isRead() ? most * READS_PER_WRITE : most;
    var isFull = limit > 0 && calls(partition) >= limit;
    if (isFull || isBlocked(partition)) {
      throttled++;
      throw exceeded(partition);
    }
  }

  private boolean isBlocked(Partition partition) {
    var key = partition.hash().s();
    return key != null && blocked.stream().anyMatch(key::contains);
  }

  private int calls(Partition partition) {
    var before = used.get(partition);
    return before == null || before.second() != second() ? 0 : before.calls();
  }

  private void count(Partition partition) {
    used.put(partition, new Used(second(), calls(partition) + 1));
  }

  private long second() {
    return now.getAsLong() / SECOND;
  }

  private static RuntimeException exceeded(Partition partition) {
    var message = "the throughput of " + partition.of() + " is exceeded for " + partition.hash();
    return ProvisionedThroughputExceededException.builder()
        .message(message)
        .statusCode(400)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode("ProvisionedThroughputExceededException")
                .errorMessage(message)
                .build())
        .build();
  }

  /// One item before and after a change.
  record ItemWrite(
      String table,
      Table definition,
      Map<String, AttributeValue> key,
      Map<String, AttributeValue> was,
      Map<String, AttributeValue> is) {
    private record Hash(String of, AttributeValue key) {}

    /// The partitions that the change is written to.
    private Set<Hash> partitions() {
      var all = new HashSet<Hash>();
      all.add(new Hash(table, definition.hash(null, key)));
      definition
          .indexes()
          .forEach((name, index) -> {
            var before = definition.entry(index, was);
            var after = definition.entry(index, is);
            if (!before.equals(after)) {
              for (var entry : List.of(before, after)) {
                if (!entry.isEmpty()) {
                  all.add(new Hash(table + "/" + name, definition.hash(name, entry)));
                }
              }
            }
          });
      return all;
    }
  }
}
