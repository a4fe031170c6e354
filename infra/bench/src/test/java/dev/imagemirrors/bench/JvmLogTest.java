package dev.imagemirrors.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JvmLogTest {
  @Test
  void countsClassesByGroup() {
    var log =
        JvmLog.parse(
            List.of(
                "[0.030s][class,load] java.lang.Object source: shared objects file",
                "[0.031s][class,load] java.net.http.HttpClient source: jrt:/java.net.http",
                "[0.040s][class,load] dev.imagemirrors.json.Json source: file:/task/lib/a.jar",
                "[0.041s][class,load] dev.imagemirrors.json.Json$$Lambda/0x01 source: a.b.C",
                "[0.042s][class,load] software.amazon.awssdk.services.dynamodb.model.Put source: x",
                "[0.043s][jit,compilation]    1       1       java.lang.String::isLatin1 (19 bytes)",
                "[0.044s][gc] Using Serial",
                "[0.045s][gc] GC(0) Pause Young (Allocation Failure) 4M->1M(15M) 2.500ms"));

    assertThat(log)
        .isEqualTo(
            new JvmLog(
                Map.of(
                    "the jdk", new JvmLog.Classes(1, 1),
                    "ours", new JvmLog.Classes(0, 1),
                    "lambdas and hidden classes", new JvmLog.Classes(0, 1),
                    "awssdk dynamodb", new JvmLog.Classes(0, 1)),
                1,
                1,
                2.5));
  }
}
