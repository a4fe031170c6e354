package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The events that telemetry receives.
class WatchedTest {
  private static final ClusterKey KEY = new ClusterKey("mycluster");

  private final List<String> events = new ArrayList<>();
  private final List<String> clusters = new ArrayList<>();

  private final World world =
      new World() {
        @Override
        Ports ports() {
          return ports(ocm, new Recording());
        }
      };

  private final class Recording extends Unwatched {
    @Override
    public void clusterFound(String clusterId) {
      clusters.add(clusterId);
    }

    @Override
    public void attemptStarted(Operation operation, int attempts, Duration waited) {
      events.add("started " + operation.write().kind() + " " + attempts);
    }

    @Override
    public void laneReleased(Duration held) {
      events.add("released");
    }

    @Override
    public void operationParked(Status waiting) {
      events.add(waiting.state().label());
    }

    @Override
    public void operationEnded(Status ended, Duration took) {
      events.add(ended.state().label());
    }

    @Override
    public void ocmRetried() {
      events.add("retried");
    }

    @Override
    public void operationsWaiting(int operations, Duration oldest) {
      events.add("waiting " + operations + " for " + oldest);
    }
  }

  @Test
  void reportsAWriteThatEnds() {
    world.submit(World.create("a/b", "m/b"));

    assertThat(events).containsExactly("started create 1", "released", "succeeded");
  }

  @Test
  void reportsTheCluster() {
    assertThat(new ClusterLookup(world.ocm, world.store, world.ports().telemetry()).find(KEY))
        .isInstanceOf(ClusterLookup.Result.Found.class);
    assertThat(clusters).containsExactly(World.CLUSTER);
    world.submit(World.create("a/b", "m/b"));
    assertThat(clusters).containsExactly(World.CLUSTER, World.CLUSTER);
  }

  @Test
  void reportsASetThatEnds() {
    world.submit(
        SetAttemptTest.apply(
            false, SetAttemptTest.wanted("a/b", "m/b"), SetAttemptTest.wanted("c/d", "m/d")));

    assertThat(events).containsExactly("started apply 1", "released", "succeeded");
  }

  @Test
  void reportsAnOperationThatEndsWithoutACluster() {
    var key = World.key("the key", "the fields");
    var request = World.request(World.create("a/b", "m/b"), false, key);
    var now = world.time.now();
    var lost =
        new Operation(
            "01kdyx0000000000000000lost", Operation.NO_CLUSTER, request, now, now.plusSeconds(60));
    assertThat(world.store.claim(key, Status.running(lost), now))
        .isEqualTo(new Operations.Claiming.Claimed());
    world.ocm.forgets(World.CLUSTER);

    assertThat(world.recover().withoutCluster()).hasSize(1);

    assertThat(events).containsExactly("failed", "waiting 0 for PT0S");
  }

  @Test
  void reportsARetry() {
    world.ocm.answers("create", new Answer.Conflict<>("busy"));
    world.submit(World.create("a/b", "m/b"));

    assertThat(events).containsExactly("started create 1", "retried", "released", "succeeded");
  }

  @Test
  void reportsARefusalThatNeverHeldTheLane() {
    world.ocm.has(World.CLUSTER, "a/b", "m/b");
    world.submit(new Write.Delete(new MirrorKey("a/b"), false, null));

    assertThat(events).containsExactly("failed");
  }

  @Test
  void reportsAWaitingOperationUntilItHasEnded() {
    for (var calls = 0; calls < 100; calls++) {
      world.ocm.answers("create", new Answer.TryLater<>("down", null));
    }
    world.submit(World.create("a/b", "m/b"));

    assertThat(events).contains("waiting-for-ocm").doesNotContain("succeeded");
    events.clear();
    world.time.sleep(Duration.ofMinutes(20));
    world.recover();
    assertThat(events).hasSize(1).first().asString().startsWith("waiting 1 for PT20M");
    world.settle();
    assertThat(events)
        .contains("started create 2", "succeeded")
        .last()
        .isEqualTo("waiting 0 for PT0S");
  }

  /// An operation that waits for a cluster to install is not late, nor are those behind it.
  @Test
  void doesNotCountAnOperationThatWaitsForItsCluster() {
    world.ocm.add(World.cluster("installing", true));
    world.submit(World.request(World.create("a/b", "m/b"), true, null), World.LIMIT);
    world.submit(World.request(World.create("a/c", "m/c"), true, null), World.LIMIT);
    world.time.sleep(Duration.ofHours(1));
    events.clear();
    world.recover();

    assertThat(events).containsExactly("waiting 0 for PT0S");
  }

  @Test
  void reportsACancelledOperation() {
    world.ocm.add(World.cluster("installing", true));
    world.submit(World.request(World.create("a/b", "m/b"), true, null), World.LIMIT);
    events.clear();
    var waiting = world.store.unfinished().getFirst().operationId();
    new Cancellation(world.ports(), world.pace(World.LIMIT))
        .cancel(waiting, new Actor(Actor.Via.API, "somebody", "1", "request"));

    assertThat(events).containsExactly("cancelled");
  }
}
