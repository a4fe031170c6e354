package dev.imagemirrors.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.imagemirrors.local.aws.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamoEngineTest {
  private static final Scope PLACE = new Scope(Scope.LOCAL_ACCOUNT, "us-east-1");

  private static final byte[] NO_FIELDS = "{}".getBytes(StandardCharsets.UTF_8);

  @Test
  void reportsAnInterruptedCaller() {
    try (var engine = DynamoEngine.start(Optional.empty())) {
      Thread.currentThread().interrupt();

      assertThatIllegalStateException()
          .isThrownBy(() -> engine.call(PLACE, "ListTables", NO_FIELDS))
          .withMessage("Interrupted before ListTables");
      assertThat(Thread.interrupted()).isFalse();
      assertThat(engine.call(PLACE, "ListTables", NO_FIELDS).status()).isEqualTo(200);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void hasReleasedItsFilesWhenItIsClosed(@TempDir Path data) {
    for (int i = 0; i < 20; i++) {
      try (var engine = DynamoEngine.start(Optional.of(data))) {
        assertThat(engine.call(PLACE, "ListTables", NO_FIELDS).status()).isEqualTo(200);
      }

      // The name of a thread that has a database open ends with the name of its file.
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .noneMatch(name -> name.contains("us-east-1.db"));
    }
  }

  /// Callers get its failures as exceptions.
  @Test
  void silencesTheLogOfTheDatabase() {
    var logger = Logger.getLogger("com.almworks.sqlite4java");
    var logged = new ArrayList<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            logged.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try (var engine = DynamoEngine.start(Optional.empty())) {
      assertThat(engine.call(PLACE, "ListTables", NO_FIELDS).status()).isEqualTo(200);

      logger.severe("a failure");

      assertThat(logged).isEmpty();
    } finally {
      logger.removeHandler(handler);
    }
  }
}
