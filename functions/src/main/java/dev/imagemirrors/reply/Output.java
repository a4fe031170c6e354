package dev.imagemirrors.reply;

import dev.imagemirrors.mirror.InvalidField;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How a reply is to look.
public enum Output {
  /// The whole reply as JSON: what one gets without asking.
  REPLY,
  JSON,
  YAML,
  TABLE,
  WIDE,
  TEXT,
  /// Of a list: the ImageDigestMirrorSet that a cluster would have in its place.
  IDMS;

  public static Output of(String name) {
    return Arrays.stream(values())
        .filter(output -> output != REPLY && output.label().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new InvalidField(
                "output",
                "must be one of "
                    + Arrays.stream(values())
                        .skip(1)
                        .map(Output::label)
                        .collect(Collectors.joining(", "))));
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
