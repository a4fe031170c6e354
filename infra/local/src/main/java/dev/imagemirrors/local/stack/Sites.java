package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.aws.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The stack in each of its regions and in every account. A site is built on first use.
final class Sites {
  private final List<String> regions;
  private final Function<Place, Site> make;
  private final Map<Place, Site> made = new LinkedHashMap<>();

  Sites(List<String> regions, Function<Place, Site> make) {
    this.regions = regions;
    this.make = make;
  }

  synchronized Optional<Site> at(Place place) {
    if (!regions.contains(place.region())) {
      return Optional.empty();
    }
    var site = made.get(place);
    if (site == null) {
      site = make.apply(place);
      made.put(place, site);
    }
    return Optional.of(site);
  }

  synchronized List<Site> made() {
    return new ArrayList<>(made.values());
  }
}
