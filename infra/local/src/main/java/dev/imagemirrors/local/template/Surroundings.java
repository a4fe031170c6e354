package dev.imagemirrors.local.template;

import dev.imagemirrors.local.aws.Place;
import java.util.Map;

/// Where and with what the template is read: what the pseudo-parameters say, and the parameters
/// that are given.
///
/// @param endpoint the local stack's own URL, which queue URLs begin with
public record Surroundings(
    Place place, String stackName, String endpoint, Map<String, String> parameters) {
  public Surroundings {
    parameters = Map.copyOf(parameters);
  }

  public Surroundings at(Place other) {
    return new Surroundings(other, stackName, endpoint, parameters);
  }
}
