package dev.imagemirrors.handler;

import dev.imagemirrors.event.Batch;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.wiring.Invocation;
import dev.imagemirrors.wiring.Services;
import dev.imagemirrors.wiring.Wiring;
import java.util.ArrayList;
import java.util.function.Function;

/// Handles batches of records from a queue or a stream. The reply names the records that failed, so
/// that they are delivered again; because their order counts, a failed record fails every record
/// behind it. Any other event goes to the handler of single requests.
///
/// @param <R> the type of the records
public final class BatchHandler<R> implements EventHandler {
  private final Function<Json, R> read;
  private final RecordHandler<R> records;
  private final EventHandler requests;

  /// @param read reads a record; a malformed one throws
  /// @param records handles a record of a batch
  /// @param requests handles an event that is not a batch
  public BatchHandler(Function<Json, R> read, RecordHandler<R> records, EventHandler requests) {
    this.read = read;
    this.records = records;
    this.requests = requests;
  }

  /// Handles one record.
  public interface RecordHandler<R> {
    /// Returns false, or throws, when the record must be delivered again.
    boolean handle(R message, Services services);
  }

  @Override
  public Json answer(byte[] event, Wiring wiring, Invocation invocation) {
    var batch = Batch.read(event);
    return batch.isPresent()
        ? failures(batch.get(), wiring, invocation)
        : requests.answer(event, wiring, invocation);
  }

  private Json failures(Batch batch, Wiring wiring, Invocation invocation) {
    var services = wiring.services(wiring.settings().own(), invocation);
    var failed = new ArrayList<Json>();
    for (var item : batch.items()) {
      if (!failed.isEmpty() || !handled(item.content(), services, invocation)) {
        failed.add(Json.object().put("itemIdentifier", item.id()).build());
      }
    }
    return Json.object().put("batchItemFailures", new Json.Items(failed)).build();
  }

  private boolean handled(Json content, Services services, Invocation invocation) {
    try {
      return records.handle(read.apply(content), services);
    } catch (RuntimeException failure) {
      invocation.telemetry().broken(failure);
      return false;
    }
  }
}
