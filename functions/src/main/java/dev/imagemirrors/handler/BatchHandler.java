package dev.imagemirrors.handler;

import dev.imagemirrors.event.Batch;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.wiring.Invocation;
import dev.imagemirrors.wiring.Services;
import dev.imagemirrors.wiring.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/// Handles batches of records from a queue or a stream. The reply names the records that failed, so
/// that they are delivered again; because their order counts, a failed record fails every record
/// behind it. Any other event goes to the handler of single requests.
///
/// @param <R> the type of the records
public final class BatchHandler<R> implements EventHandler {
  private final Function<Json, R> read;
  private final RecordsHandler<R> records;
  private final EventHandler requests;
  private final boolean fromServiceOnly;

  private BatchHandler(
      Function<Json, R> read,
      RecordsHandler<R> records,
      EventHandler requests,
      boolean fromServiceOnly) {
    this.read = read;
    this.records = records;
    this.requests = requests;
    this.fromServiceOnly = fromServiceOnly;
  }

  /// A handler of one record after another.
  ///
  /// @param read reads a record; a malformed one throws
  /// @param record handles a record of a batch
  /// @param requests handles an event that is not a batch
  public static <R> BatchHandler<R> oneByOne(
      Function<Json, R> read, RecordHandler<R> record, EventHandler requests) {
    return new BatchHandler<>(
        read,
        (records, services, failed) -> {
          for (var i = 0; i < records.size(); i++) {
            try {
              if (!record.handle(records.get(i), services)) {
                return i;
              }
            } catch (RuntimeException failure) {
              failed.accept(failure);
              return i;
            }
          }
          return records.size();
        },
        requests,
        false);
  }

  /// A handler of all records of a batch at once. They are facts and not only names of what is
  /// stored, so they are believed only when Lambda has read them.
  ///
  /// @param read reads a record; a malformed one throws
  /// @param records handles the records of a batch
  /// @param requests handles an event that is not a batch
  public static <R> BatchHandler<R> together(
      Function<Json, R> read,
      BiFunction<List<R>, Services, Integer> records,
      EventHandler requests) {
    return new BatchHandler<>(
        read,
        (batch, services, failed) -> {
          try {
            return records.apply(batch, services);
          } catch (RuntimeException failure) {
            failed.accept(failure);
            return 0;
          }
        },
        requests,
        true);
  }

  /// Handles one record.
  public interface RecordHandler<R> {
    /// Returns false, or throws, when the record must be delivered again.
    boolean handle(R message, Services services);
  }

  /// Handles the records of a batch.
  private interface RecordsHandler<R> {
    /// Returns how many records, from the first, are done; the others must be delivered again.
    ///
    /// @param failed takes the failure that stopped it
    int handle(List<R> records, Services services, Consumer<RuntimeException> failed);
  }

  @Override
  public Json answer(byte[] event, Wiring wiring, Invocation invocation) {
    var batch = Batch.read(event);
    return batch.isPresent() && (invocation.fromService() || !fromServiceOnly)
        ? failures(batch.get(), wiring, invocation)
        : requests.answer(event, wiring, invocation);
  }

  private Json failures(Batch batch, Wiring wiring, Invocation invocation) {
    var services = wiring.services(wiring.settings().own(), invocation);
    var read = read(batch, invocation);
    var done =
        read.isEmpty()
            ? 0
            : records.handle(read, services, failure -> invocation.telemetry().broken(failure));
    var failed =
        batch.items().stream()
            .skip(done)
            .<Json>map(item -> Json.object().put("itemIdentifier", item.id()).build())
            .toList();
    return Json.object().put("batchItemFailures", new Json.Items(failed)).build();
  }

  /// The records before the first that cannot be read.
  private List<R> read(Batch batch, Invocation invocation) {
    var records = new ArrayList<R>();
    try {
      for (var item : batch.items()) {
        records.add(read.apply(item.content()));
      }
    } catch (RuntimeException failure) {
      invocation.telemetry().broken(failure);
    }
    return records;
  }
}
