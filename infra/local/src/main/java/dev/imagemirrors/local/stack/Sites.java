package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.aws.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The stack in each of its regions and in every account. A site is built on first use.
final class Sites {
  private final List<String> regions;
  private final Function<Scope, Site> make;
  private final Map<Scope, Site> made = new LinkedHashMap<>();

  Sites(List<String> regions, Function<Scope, Site> make) {
    this.regions = regions;
    this.make = make;
  }

  synchronized Optional<Site> at(Scope scope) {
    if (!regions.contains(scope.region())) {
      return Optional.empty();
    }
    var site = made.get(scope);
    if (site == null) {
      site = make.apply(scope);
      made.put(scope, site);
    }
    return Optional.of(site);
  }

  synchronized List<Site> made() {
    return new ArrayList<>(made.values());
  }
}
