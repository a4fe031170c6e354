package dev.imagemirrors.local.dynamodb;

import com.almworks.sqlite4java.SQLiteQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.shared.access.LocalDBClient;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess;

/// The threads of DynamoDB Local that have its database files open.
///
/// Its shutdown only asks them to end. Until they have, the next engine on the same files gets
/// "database is locked". They are in private fields, and nothing public gives access to them.
final class DatabaseQueues {
  private DatabaseQueues() {}

  /// Waits until all have ended, after a shutdown.
  static void awaitEnd(LocalDynamoDBRequestHandler handler) {
    try {
      for (var queue : of(handler)) {
        queue.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This version of DynamoDB Local has other fields", e);
    }
  }

  private static List<SQLiteQueue> of(LocalDynamoDBRequestHandler handler)
      throws ReflectiveOperationException {
    var queues = new ArrayList<SQLiteQueue>();
    var clients =
        (Map<?, ?>) value(LocalDynamoDBRequestHandler.class, "dbRequestHandlers", handler);
    for (var client : clients.values()) {
      var access = value(LocalDBClient.class, "dbAccess", client);
      queues.add((SQLiteQueue) value(SQLiteDBAccess.class, "queue", access));
    }
    return queues;
  }

  private static Object value(Class<?> type, String name, Object of)
      throws ReflectiveOperationException {
    var field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }
}
