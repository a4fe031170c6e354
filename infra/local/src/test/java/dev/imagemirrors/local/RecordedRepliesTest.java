package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.event.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Compares the replies to a fixed set of requests with those recorded in
/// `src/test/resources/replies`. The requests reach every function in every way it can be called. A
/// reply that changes in a word, a header or a field fails this test.
///
/// When a change is intended, run this test with `-Drecord=true` to write the current replies into
/// those files, and review the diff:
///
/// ```
/// mvn -pl infra/local -am test -Dtest=RecordedRepliesTest -Dsurefire.failIfNoSpecifiedTests=false -Drecord=true
/// ```
///
/// To add a case, write its request into a file and record. [RecordedScene] describes the format.
class RecordedRepliesTest {
  private static final Path REPLIES = Path.of("src/test/resources/replies");

  /// Need 500 writes that wait, and 255 mirrors.
  private static final List<ProblemType> NOT_PROVOKED =
      List.of(ProblemType.CLUSTER_BUSY, ProblemType.TOO_MANY_MIRRORS);

  /// Each scene has a stack of its own and spends much of its time waiting, so several run at once.
  private static final ExecutorService PLAYERS = Executors.newFixedThreadPool(3);

  @AfterAll
  static void stop() {
    PLAYERS.shutdownNow();
  }

  @TestFactory
  List<DynamicTest> repliesAsRecorded() {
    var tests = new ArrayList<DynamicTest>();
    for (var scene : scenes().toList()) {
      var recorded = RecordedScene.blocks(read(scene));
      var stack = PLAYERS.submit(() -> RecordedScene.play(recorded));
      tests.add(
          DynamicTest.dynamicTest(
              scene.getFileName().toString(), () -> compare(scene, recorded, stack.get())));
    }
    return tests;
  }

  private static void compare(Path scene, List<String> recorded, List<String> stack)
      throws IOException {
    if (Boolean.getBoolean("record")) {
      Files.writeString(scene, String.join("", stack));
      return;
    }
    for (var i = 0; i < recorded.size(); i++) {
      assertThat(stack.get(i)).isEqualTo(recorded.get(i));
    }
  }

  @Test
  void invokesEveryFunction() {
    var functions =
        Pattern.compile("(?m)^  (\\w+Function):$")
            .matcher(StackFixture.template())
            .results()
            .map(found -> found.group(1));

    assertThat(functions).isNotEmpty().allSatisfy(each -> assertRecorded(">>> invoke " + each));
  }

  @Test
  void providesEveryProblem() {
    assertThat(Arrays.stream(ProblemType.values()).filter(each -> !NOT_PROVOKED.contains(each)))
        .isNotEmpty()
        .allSatisfy(each -> assertRecorded(each.urn() + "\""));
  }

  private static void assertRecorded(String text) {
    assertThat(scenes().map(RecordedRepliesTest::read).collect(Collectors.joining()))
        .contains(text);
  }

  private static Stream<Path> scenes() {
    try (var files = Files.list(REPLIES)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path scene) {
    try {
      return Files.readString(scene);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
