package dev.imagemirrors.wiring;

import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.cluster.Relay;

/// OCM with the caller's token.
public record Callers(Clusters clusters, ClusterMirrors mirrors, Relay relay) {}
