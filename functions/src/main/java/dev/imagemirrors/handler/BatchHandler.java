package dev.imagemirrors.handler;

import com.amazonaws.services.lambda.runtime.Context;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.priming.Priming;
import dev.imagemirrors.wiring.Invocation;
import dev.imagemirrors.wiring.Services;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way into a function that a queue or a stream calls with batches of records. What could not
/// be handled is said by its ID, and comes again; since order counts, nothing behind it is handled
/// before. Any other event goes the way of all functions.
public final class BatchHandler {
  private final Handler otherwise;
  private final RecordHandler handler;

  /// Kept here, since those who take snapshots do not.
  private @Nullable Priming priming;

  /// @param otherwise what answers an event that is no batch
  public BatchHandler(Handler otherwise, RecordHandler handler) {
    this.otherwise = otherwise;
    this.handler = handler;
  }

  /// Primes this function with a sample batch before Lambda takes a snapshot.
  public BatchHandler primedWith(String sample) {
    priming =
        Priming.of(
            sample,
            otherwise.wiring().environment(),
            other -> new BatchHandler(otherwise.with(other), handler)::answer);
    return this;
  }

  public Optional<Priming> priming() {
    return Optional.ofNullable(priming);
  }

  /// Handles one record.
  public interface RecordHandler {
    /// False, or an exception, when it must come again.
    boolean handle(Json entry, Services services);
  }

  public void handle(InputStream in, OutputStream out, Context context) throws IOException {
    otherwise.wiring().invoke(in, out, context, this::answer);
  }

  private Json answer(byte[] bytes, Invocation invocation) {
    var records = records(bytes);
    return records.isEmpty() ? otherwise.answer(bytes, invocation) : failures(records, invocation);
  }

  private static List<Json> records(byte[] bytes) {
    try {
      return Json.parse(bytes).at("Records").items();
    } catch (JsonFault _) {
      return List.of();
    }
  }

  private Json failures(List<Json> records, Invocation invocation) {
    var wiring = otherwise.wiring();
    var services = wiring.services(wiring.settings().own(), invocation);
    var failed = new ArrayList<Json>();
    for (var each : records) {
      if (!failed.isEmpty() || !handled(each, services, invocation)) {
        failed.add(Json.object().put("itemIdentifier", id(each)).build());
      }
    }
    return Json.object().put("batchItemFailures", new Json.Items(failed)).build();
  }

  private boolean handled(Json entry, Services services, Invocation invocation) {
    try {
      return handler.handle(entry, services);
    } catch (RuntimeException broken) {
      invocation.telemetry().broken(broken);
      return false;
    }
  }

  private static String id(Json entry) {
    var message = entry.at("messageId").asText();
    return message != null
        ? message
        : Objects.requireNonNullElse(entry.at("dynamodb").at("SequenceNumber").asText(), "");
  }
}
