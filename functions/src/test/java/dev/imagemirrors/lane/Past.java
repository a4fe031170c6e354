package dev.imagemirrors.lane;

import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.FakeOcm;
import dev.imagemirrors.operation.FakeQueue;
import dev.imagemirrors.operation.FakeStore;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.time.Duration;
import java.util.Random;

/// A cluster with a history, over an OCM, a store and a queue in memory, for the tests of verbs.
public final class Past {
  public static final String CLUSTER = World.CLUSTER;

  public final VirtualTime time = new VirtualTime();
  public final FakeOcm ocm = new FakeOcm();
  public final FakeStore store = new FakeStore();

  public Past() {
    ocm.add(World.cluster("ready", true));
  }

  public ClusterLookup clusterLookup() {
    return new ClusterLookup(ocm, store, new Unwatched());
  }

  public Verification verification() {
    return new Verification(store, store, Deadline.in(time, World.LIMIT));
  }

  public Planning planning() {
    return new Planning(ocm, store);
  }

  public Submitted submit(Request request) {
    var ports = new Ports(ocm, ocm, store, store, store, new FakeQueue(), new Unwatched());
    var pace = new Pace(Deadline.in(time, World.LIMIT), new Random(7), World.LIFETIME);
    return new Writes(ports, pace).submit(request);
  }

  public void creates(String source, String... mirrors) {
    submits(World.create(source, mirrors));
  }

  public void edits(String source, String... mirrors) {
    submits(World.edit(source, mirrors));
  }

  public void deletes(String source) {
    submits(World.delete(source));
  }

  /// Every write takes a minute.
  private void submits(Write write) {
    if (!(submit(World.request(write, false, null)) instanceof Submitted.Ended)) {
      throw new AssertionError("it did not end");
    }
    time.sleep(Duration.ofMinutes(1));
  }
}
