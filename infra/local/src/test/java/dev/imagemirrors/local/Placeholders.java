package dev.imagemirrors.local;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names for the values that differ from run to run, numbered in the order in which they appear:
/// the first UUID of a scene is `<uuid-1>`. Times and ports keep no number, as two of them may be
/// equal by chance.
final class Placeholders {
  private static final Map<String, Pattern> NUMBERED = new LinkedHashMap<>();

  static {
    NUMBERED.put("uuid", Pattern.compile("\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b"));
    NUMBERED.put("operation", Pattern.compile("\\b01[0-9a-hjkmnp-tv-z]{24}\\b"));
    NUMBERED.put("hash", Pattern.compile("(?<!sha256:)\\b(?!0{64})[0-9a-f]{64}\\b"));
  }

  /// A time, and one of the two spaces behind it in a table: a time of a whole second is shorter
  /// than others, and padded.
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z(?: +(?=  ))?");

  private static final Pattern PORT = Pattern.compile("(?<=127\\.0\\.0\\.1:)\\d+");
  private static final Pattern PLACEHOLDER = Pattern.compile("<[a-z]+-\\d+>");

  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /// Replaces every value that differs between runs with its placeholder.
  String hide(String text) {
    var hidden = PORT.matcher(TIME.matcher(text).replaceAll("<time>")).replaceAll("<port>");
    for (var kind : NUMBERED.entrySet()) {
      hidden =
          kind.getValue()
              .matcher(hidden)
              .replaceAll(found -> Matcher.quoteReplacement(name(kind.getKey(), found.group())));
    }
    return hidden;
  }

  private String name(String kind, String value) {
    return names.computeIfAbsent(
        value,
        _ -> {
          var name = "<" + kind + "-" + counts.merge(kind, 1, Integer::sum) + ">";
          values.put(name, value);
          return name;
        });
  }

  /// Replaces every placeholder with its value.
  String reveal(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(), found.group())));
  }
}
