package dev.imagemirrors.wiring;

import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.cluster.Relay;

/// OCM as a caller reaches it, with his own token.
public record Callers(Clusters clusters, ClusterMirrors mirrors, Relay relay) {}
