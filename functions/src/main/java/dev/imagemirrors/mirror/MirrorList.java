package dev.imagemirrors.mirror;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The mirrors of one source, in the order in which nodes try them: 1 to 255, without duplicates.
public final class MirrorList {
  public static final int MAX_SIZE = 255;

  private final List<Registry> registries;

  /// @throws InvalidField when the list is empty, too long, or has duplicates
  public MirrorList(List<Registry> registries) {
    this(registries, true);
  }

  private MirrorList(List<Registry> registries, boolean isChecked) {
    this.registries = List.copyOf(registries);
    if (isChecked) {
      check(this.registries);
    }
  }

  public static MirrorList of(String... values) {
    return of(List.of(values));
  }

  public static MirrorList of(List<String> values) {
    return new MirrorList(values.stream().map(Registry::new).toList());
  }

  /// An unchecked list of unchecked values, for a request that only OCM may refuse.
  public static MirrorList asSent(List<String> values) {
    return new MirrorList(values.stream().map(Registry::asSent).toList(), false);
  }

  private static void check(List<Registry> registries) {
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

  /// The list for a cluster in this region, with `{cluster_region}` replaced.
  ///
  /// @throws InvalidField when the region is not known, or the list then has duplicates
  public MirrorList in(@Nullable String region) {
    if (registries.stream().map(Registry::value).noneMatch(ClusterRegion::isIn)) {
      return this;
    }
    return new MirrorList(
        IntStream.range(0, registries.size())
            .mapToObj(i -> registries.get(i).in(i, region))
            .toList());
  }

  public List<Registry> registries() {
    return registries;
  }

  public List<String> values() {
    return registries.stream().map(Registry::value).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MirrorList that && registries.equals(that.registries);
  }

  @Override
  public int hashCode() {
    return registries.hashCode();
  }

  @Override
  public String toString() {
    return values().toString();
  }
}
