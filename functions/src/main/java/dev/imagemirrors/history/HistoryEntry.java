package dev.imagemirrors.history;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One entry of a cluster's history, as the canonical text that is stored, and its hash.
///
/// The text is compact JSON with the members of every object in the order of their names, and holds the hash of the
/// entry before: `hash` is the SHA-256 of the text, so nobody can change, drop or swap an entry without breaking the
/// chain. What a reader is shown is that text with `hash` added, from which anyone can compute it again.
public record HistoryEntry(long number, String text, String hash) {
  /// The entry that follows `head`; `content` is what it says, without number and hashes.
  public static HistoryEntry after(Head head, Json.Members content) {
    var number = head.number() + 1;
    var members = Json.object();
    content.values().forEach(members::put);
    var text =
        members.put("number", number).put("previous_hash", head.hash()).build().sorted().write();
    return new HistoryEntry(number, text, sha256(text));
  }

  public Head head() {
    return new Head(number, hash);
  }

  /// The entry as it is shown.
  public Json.Members shown() {
    try {
      var members = Json.object();
      if (Json.parse(text) instanceof Json.Members(var values)) {
        values.forEach(members::put);
      }
      return members.put("hash", hash).build();
    } catch (JsonFault broken) {
      throw new IllegalStateException("history entry " + number + " " + broken.reason(), broken);
    }
  }

  public static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
