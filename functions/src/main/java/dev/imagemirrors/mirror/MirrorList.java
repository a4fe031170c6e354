package dev.imagemirrors.mirror;

import java.util.HashSet;
import java.util.List;

/// The mirrors of one source, in the order in which nodes try them: 1 to 255, without duplicates.
public record MirrorList(List<Registry> registries) {
  public static final int MAX_SIZE = 255;

  public MirrorList {
    registries = List.copyOf(registries);
    if (registries.isEmpty()) {
      throw new InvalidField("mirrors", "At least one mirror registry must be specified");
    }
    if (registries.size() > MAX_SIZE) {
      throw new InvalidField(
          "mirrors", "has " + registries.size() + " entries; at most " + MAX_SIZE + " are allowed");
    }
    var seen = new HashSet<Registry>();
    for (var i = 0; i < registries.size(); i++) {
      if (!seen.add(registries.get(i))) {
        throw new InvalidField(
            "mirrors[" + i + "]", "'" + registries.get(i).value() + "' is already in the list");
      }
    }
  }

  public static MirrorList of(String... values) {
    return of(List.of(values));
  }

  public static MirrorList of(List<String> values) {
    return new MirrorList(values.stream().map(Registry::new).toList());
  }

  public List<String> values() {
    return registries.stream().map(Registry::value).toList();
  }
}
