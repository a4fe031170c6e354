package dev.imagemirrors.local.template;

import dev.imagemirrors.local.aws.Scope;
import java.util.Map;

/// The target of a deployment: the source of the pseudo parameters, and the parameter values.
///
/// @param endpoint the URL of the local stack, the prefix of queue URLs
public record DeployTarget(
    Scope scope, String stackName, String endpoint, Map<String, String> parameters) {
  public DeployTarget {
    parameters = Map.copyOf(parameters);
  }

  public DeployTarget at(Scope other) {
    return new DeployTarget(other, stackName, endpoint, parameters);
  }
}
