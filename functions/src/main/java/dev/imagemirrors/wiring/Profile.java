package dev.imagemirrors.wiring;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A role that an event's `profile` field may name, as `--profile` names a credential set.
///
/// `callers` are patterns, with `*`, of the callers who may use it; an empty list allows every
/// caller.
record Profile(
    String roleArn, @Nullable String externalId, @Nullable String region, List<String> callers) {
  Profile {
    callers = List.copyOf(callers);
  }

  static Map<String, Profile> parse(String json) {
    try {
      var profiles = new LinkedHashMap<String, Profile>();
      JsonReader.read(json)
          .members()
          .forEach((name, value) -> profiles.put(name, read(name, value)));
      return Map.copyOf(profiles);
    } catch (JsonFault fault) {
      throw new IllegalStateException("the environment variable PROFILES " + fault.reason(), fault);
    }
  }

  boolean isFor(String caller) {
    return callers.isEmpty() || callers.stream().anyMatch(pattern -> matches(pattern, caller));
  }

  private static Profile read(String name, Json json) {
    var role = json.at("role_arn").asText();
    if (role == null) {
      throw new IllegalStateException("the profile '" + name + "' in PROFILES has no role_arn");
    }
    return new Profile(
        role,
        json.at("external_id").asText(),
        json.at("region").asText(),
        json.at("callers").items().stream()
            .map(Json::asText)
            .map(Objects::requireNonNull)
            .toList());
  }

  /// Whether the text matches the pattern, in which `*` stands for any characters; in linear space
  /// and without backtracking over more than one star.
  private static boolean matches(String pattern, String text) {
    var p = 0;
    var t = 0;
    var star = -1;
    var mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
