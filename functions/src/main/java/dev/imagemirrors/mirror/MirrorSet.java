package dev.imagemirrors.mirror;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All mirrors that a cluster should have: at most 255 sources, without duplicates.
public record MirrorSet(List<Wanted> wanted) {
  public static final int MAX_SIZE = 255;

  /// A source and the mirrors that it should have.
  public record Wanted(Source source, MirrorList mirrors) {
    public static Wanted of(String source, List<String> mirrors) {
      return new Wanted(new Source(source), MirrorList.of(mirrors));
    }

    public static Wanted of(String source, String... mirrors) {
      return of(source, List.of(mirrors));
    }

    /// The mirrors on a cluster in this region.
    public Wanted in(@Nullable String region) {
      return new Wanted(source, mirrors.in(region));
    }
  }

  /// The set for a cluster in this region.
  public MirrorSet in(@Nullable String region) {
    var located = new ArrayList<Wanted>();
    for (var i = 0; i < wanted.size(); i++) {
      try {
        located.add(wanted.get(i).in(region));
      } catch (InvalidField fault) {
        throw new InvalidField("image_mirrors[" + i + "]." + fault.field(), fault.reason());
      }
    }
    return new MirrorSet(located);
  }

  public MirrorSet {
    wanted = List.copyOf(wanted);
    if (wanted.size() > MAX_SIZE) {
      throw new InvalidField(
          "image_mirrors",
          "has " + wanted.size() + " sources; at most " + MAX_SIZE + " are allowed");
    }
    var seen = new HashSet<Source>();
    for (var i = 0; i < wanted.size(); i++) {
      if (!seen.add(wanted.get(i).source())) {
        throw new InvalidField(
            "image_mirrors[" + i + "].source",
            "'" + wanted.get(i).source() + "' is already in the set");
      }
    }
  }
}
