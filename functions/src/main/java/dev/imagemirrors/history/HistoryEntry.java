package dev.imagemirrors.history;

import dev.imagemirrors.json.Digest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One entry of a cluster's history, as the canonical text that is stored, and its hash.
///
/// The text is compact JSON with the members of every object in the order of their names, and holds
/// the hash of the entry before. `hash` is the SHA-256 of the text, so nobody can change, drop or
/// swap an entry without breaking the chain. What a reader is shown is that text with `hash` added,
/// from which anyone can compute it again.
public record HistoryEntry(long number, String text, String hash) {
  /// What the entry of a delete says that found no mirror.
  public static final String NOTHING_THERE = "there is no such image mirror";

  /// The entry that follows `head`; `content` is what it says, without number and hashes.
  public static HistoryEntry after(Head head, Json.Members content) {
    var number = head.number() + 1;
    var members = Json.object();
    content.values().forEach(members::put);
    var text =
        JsonWriter.write(
            members.put("number", number).put("previous_hash", head.hash()).build().sorted());
    return new HistoryEntry(number, text, Digest.sha256(text));
  }

  public Head head() {
    return new Head(number, hash);
  }

  public Instant time() {
    return Instant.parse(Objects.requireNonNull(content().at("time").asText()));
  }

  /// The mirror it is about: its ID and source, or whichever of them is known.
  public List<String> about() {
    return content().at("mirror").items().stream()
        .map(key -> Objects.requireNonNull(key.asText()))
        .toList();
  }

  String outcome() {
    return String.valueOf(content().at("outcome").asText());
  }

  /// The mirror after it; null where there is none.
  @Nullable ImageMirror after() {
    return content().at("after") instanceof Json.Members mirror ? MirrorJson.read(mirror) : null;
  }

  /// Whether a mirror was to be deleted that was gone already, and so is recorded no more.
  boolean isDeleteOfNothing() {
    var content = content();
    return Json.of("delete").equals(content.at("action"))
        && Json.of(NOTHING_THERE).equals(content.at("refusal"));
  }

  /// The entry as it is shown.
  public Json shown() {
    var members = Json.object();
    content().values().forEach(members::put);
    return members.put("hash", hash).build();
  }

  private Json.Members content() {
    try {
      return (Json.Members) JsonReader.read(text);
    } catch (JsonFault | ClassCastException broken) {
      throw new IllegalStateException("history entry " + number + " is not a JSON object", broken);
    }
  }
}
