package dev.imagemirrors.wiring;

import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.history.History;
import dev.imagemirrors.operation.Directory;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.Writes;

/// What a verb works with: the ports, open for one invocation in its region and role.
public record Services(
    Clusters clusters,
    ClusterMirrors mirrors,
    Records records,
    Directory directory,
    History history,
    Writes writes) {}
