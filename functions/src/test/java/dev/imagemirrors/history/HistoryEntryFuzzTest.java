package dev.imagemirrors.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;

/// The hash of any entry can be computed again from the entry that is shown.
class HistoryEntryFuzzTest {
  @FuzzTest
  void hasAReproducibleHash(byte[] input) throws JsonFault {
    Json.Members content;
    try {
      if (!(JsonReader.read(input) instanceof Json.Members members)
          || members.values().containsKey("hash")) {
        return;
      }
      content = members;
    } catch (JsonFault _) {
      return;
    }

    var first = HistoryEntry.after(Head.START, content);
    var second = HistoryEntry.after(first.head(), content);

    assertThat(first.number()).isEqualTo(1);
    assertThat(second.number()).isEqualTo(2);
    for (var entry : new HistoryEntry[] {first, second}) {
      // UTF-8 changes nothing that was hashed.
      var arrived = new String(entry.text().getBytes(UTF_8), UTF_8);
      assertThat(arrived).isEqualTo(entry.text());
      assertThat(recomputed(entry.shown())).isEqualTo(entry.hash());
    }
    assertThat(second.shown().at("previous_hash")).isEqualTo(Json.of(first.hash()));
    assertThat(second.hash()).isNotEqualTo(first.hash());
  }

  /// As the command in `docs/guides/history-and-restore.md` does.
  private static String recomputed(Json shown) throws JsonFault {
    var rest = Json.object();
    JsonReader.read(JsonWriter.write(shown))
        .members()
        .forEach((name, value) -> {
          if (!name.equals("hash")) {
            rest.put(name, value);
          }
        });
    return Digest.sha256(JsonWriter.write(rest.build()));
  }
}
