package dev.imagemirrors.history;

/// The newest entry of a cluster's history, by number and hash; number 0 before the first.
public record Head(long number, String hash) {
  public static final Head START = new Head(0, "0".repeat(64));
}
