package dev.imagemirrors.history;

import dev.imagemirrors.json.Digest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of a cluster's history: the canonical text that is stored, and its hash.
///
/// The text is compact JSON with sorted members and contains the hash of the previous entry. `hash`
/// is the SHA-256 of the text, so changing, removing or swapping an entry breaks the chain. Readers
/// get the text with `hash` added, from which they can compute the hash again.
public record HistoryEntry(long number, String text, String hash) {
  /// The refusal in the entry of a delete that found no mirror.
  public static final String NOTHING_THERE = "there is no such image mirror";

  /// The entry after `head`; `content` has neither number nor hashes.
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
    try {
      return Instant.parse(String.valueOf(content().at("time").asText()));
    } catch (DateTimeParseException broken) {
      throw new AlteredEntry(BigDecimal.valueOf(number), broken);
    }
  }

  /// The ID and source of its mirror, as far as they are known.
  public List<String> about() {
    return content().at("mirror").items().stream()
        .map(key -> String.valueOf(key.asText()))
        .toList();
  }

  /// The caller; null for an operation that could not be read.
  @Nullable Actor actor() {
    return Actor.read(content().at("actor"));
  }

  String outcome() {
    return String.valueOf(content().at("outcome").asText());
  }

  /// The mirror after the change; null when there is none.
  @Nullable ImageMirror after() {
    return content().at("after") instanceof Json.Members mirror ? MirrorJson.read(mirror) : null;
  }

  /// Whether this is a delete of a mirror that was already gone, which removes its record.
  boolean isDeleteOfNothing() {
    var content = content();
    return Json.of("delete").equals(content.at("action"))
        && Json.of(NOTHING_THERE).equals(content.at("refusal"));
  }

  /// The entry with its hash, as readers get it.
  public Json shown() {
    var members = Json.object();
    content().values().forEach(members::put);
    return members.put("hash", hash).build();
  }

  /// Whether it is of a request in OCM's own API, which changes records only with the cluster.
  boolean isCallerBound() {
    return Json.of("ocm").equals(content().at("actor").at("via"));
  }

  private Json.Members content() {
    try {
      return (Json.Members) JsonReader.read(text);
    } catch (JsonFault | ClassCastException broken) {
      throw new AlteredEntry(BigDecimal.valueOf(number), broken);
    }
  }
}
