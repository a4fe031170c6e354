package dev.imagemirrors.reply;

import dev.imagemirrors.mirror.InvalidField;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The format of a reply.
public enum Output {
  /// The whole reply as JSON: the default.
  REPLY,
  JSON,
  YAML,
  TABLE,
  WIDE,
  TEXT,
  /// For a list: the mirrors as an ImageDigestMirrorSet.
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
