package dev.imagemirrors.wiring;

import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.History;
import dev.imagemirrors.lane.Backlog;
import dev.imagemirrors.lane.Cancellation;
import dev.imagemirrors.lane.Checkpointing;
import dev.imagemirrors.lane.Pace;
import dev.imagemirrors.lane.Planning;
import dev.imagemirrors.lane.Recovery;
import dev.imagemirrors.lane.Verification;
import dev.imagemirrors.lane.Watch;
import dev.imagemirrors.lane.Writes;
import dev.imagemirrors.operation.Announcements;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.Records;
import java.util.function.Supplier;

/// The services of one invocation, in its region and role.
public record Services(
    Ports ports, Pace pace, History history, Checkpoints checkpoints, Supplier<Announcements> bus) {
  public Clusters clusters() {
    return ports.clusters();
  }

  public ClusterMirrors mirrors() {
    return ports.mirrors();
  }

  public Operations operations() {
    return ports.operations();
  }

  public Records records() {
    return ports.records();
  }

  public Queue queue() {
    return ports.queue();
  }

  public ClusterLookup clusterLookup() {
    return ports.clusterLookup();
  }

  public Planning planning() {
    return new Planning(ports.mirrors(), ports.records());
  }

  public Verification verification() {
    return new Verification(ports.lanes(), history, pace.deadline());
  }

  public Checkpointing checkpointing() {
    return new Checkpointing(verification(), checkpoints);
  }

  public Announcements announcements() {
    return bus.get();
  }

  public Writes writes() {
    return new Writes(ports, pace);
  }

  public Backlog backlog() {
    return new Backlog(ports, pace);
  }

  public Recovery recovery() {
    return new Recovery(ports, pace);
  }

  public Watch watch() {
    return new Watch(ports, pace);
  }

  public Cancellation cancellation() {
    return new Cancellation(ports, pace);
  }
}
