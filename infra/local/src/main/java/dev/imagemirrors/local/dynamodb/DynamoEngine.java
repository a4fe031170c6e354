package dev.imagemirrors.local.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.aws.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.dispatchers.Dispatcher;
import software.amazon.dynamodb.services.local.exceptions.ExceptionBean;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.shared.exceptions.LocalDBAccessException;
import software.amazon.dynamodb.services.local.shared.mapper.DynamoDbObjectMapper;

/// The engine of DynamoDB Local, called without its HTTP server and telemetry.
///
/// Each account and region has a database, in memory or in a file of the data directory.
public final class DynamoEngine implements AutoCloseable {
  private static final String MODELS = "software.amazon.awssdk.services.dynamodb.model.";
  private static final String DISPATCHERS = "software.amazon.dynamodb.services.local.dispatchers.";

  /// Its log repeats, with stack traces, the failures that callers get as exceptions. A strong
  /// reference is needed, since loggers are weakly referenced.
  private static final Logger SQLITE_LOG = Logger.getLogger("com.almworks.sqlite4java");

  private final DynamoDbObjectMapper mapper = new DynamoDbObjectMapper();
  private final LocalDynamoDBRequestHandler handler;
  private final Map<String, Operation> operations = new ConcurrentHashMap<>();

  /// A reply in DynamoDB's JSON format.
  @SuppressWarnings("ArrayRecordComponent")
  public record Answer(int status, byte[] body) {}

  private record Operation(Class<?> input, Dispatcher<Object> dispatcher) {}

  private DynamoEngine(LocalDynamoDBRequestHandler handler) {
    this.handler = handler;
  }

  /// Loads the engine's classes in the background, since that takes as long as the rest of the
  /// startup.
  public static void preload() {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (var engine = start(Optional.empty())) {
            var scope = new Scope(Scope.LOCAL_ACCOUNT, "preload");
            engine.call(scope, "CreateTable", "{}".getBytes(StandardCharsets.UTF_8));
            engine.call(scope, "ListTables", "{}".getBytes(StandardCharsets.UTF_8));
          } catch (IllegalStateException _) {
            // The start of the stack reports it, unless the process is ending.
          }
        });
  }

  public static DynamoEngine start(Optional<Path> dataDirectory) {
    // Not its level, which the engine sets.
    SQLITE_LOG.setFilter(_ -> false);
    NativeLibrary.load();
    return new DynamoEngine(
        new LocalDynamoDBRequestHandler(
            0,
            dataDirectory.isEmpty(),
            dataDirectory.map(Path::toString).orElse(null),
            false,
            false));
  }

  /// Calls an operation of DynamoDB or DynamoDB Streams.
  ///
  /// @param operation `PutItem`, `GetRecords`, …
  /// @throws IllegalStateException if the engine fails, or the calling thread is interrupted
  public Answer call(Scope scope, String operation, byte[] input) {
    // The engine itself notices an interrupt only if its database is slower than the caller.
    if (Thread.interrupted()) {
      throw new IllegalStateException("Interrupted before " + operation);
    }
    try {
      var known = operations.computeIfAbsent(operation, this::operation);
      return new Answer(
          200,
          known.dispatcher.enact(
              scope.account(), scope.region(), mapper.readValue(input, known.input), handler));
    } catch (DynamoDBLocalServiceException e) {
      return failure(
          e.statusCode(),
          new ExceptionBean(
              e.getErrorCode(), e.getMessage(), e.getCancellationReasons(), e.getItem()));
    } catch (AwsFault e) {
      return failure(e.status(), new ExceptionBean(e.code(), e.message()));
    } catch (JsonProcessingException e) {
      return failure(400, new ExceptionBean("SerializationException", e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LocalDBAccessException e) {
      throw new IllegalStateException("DynamoDB Local failed on " + operation, e);
    }
  }

  private Answer failure(int status, ExceptionBean failure) {
    try {
      return new Answer(status, mapper.writeValueAsBytes(failure));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private Operation operation(String name) {
    try {
      var dispatcher =
          Class.forName(DISPATCHERS + name + "Dispatcher")
              .getConstructor(ObjectMapper.class)
              .newInstance(mapper);
      return new Operation(
          Class.forName(MODELS + name + "Request"), (Dispatcher<Object>) dispatcher);
    } catch (ReflectiveOperationException e) {
      throw new AwsFault(
          400, "UnknownOperationException", "DynamoDB Local does not support " + name);
    }
  }

  /// When this returns, another engine can open the files.
  @Override
  public void close() {
    handler.shutdown();
    DatabaseQueues.awaitEnd(handler);
  }
}
