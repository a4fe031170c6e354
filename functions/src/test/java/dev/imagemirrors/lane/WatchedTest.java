package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.IdempotencyKey;
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

/// What is told of operations to whoever watches.
class WatchedTest {
  private static final ClusterKey KEY = new ClusterKey("mycluster");

  private final List<String> told = new ArrayList<>();
  private final List<String> concerned = new ArrayList<>();

  private final World world =
      new World() {
        @Override
        Ports ports() {
          return ports(ocm, new Told());
        }
      };

  private final class Told extends Unwatched {
    @Override
    public void concerns(String clusterId) {
      concerned.add(clusterId);
    }

    @Override
    public void begins(Operation operation, int tries, Duration waited) {
      told.add("begins " + operation.write().kind() + " " + tries);
    }

    @Override
    public void leaves(Duration held) {
      told.add("leaves");
    }

    @Override
    public void waits(Status waiting) {
      told.add(waiting.state().label());
    }

    @Override
    public void ends(Status ended, Duration took) {
      told.add(ended.state().label());
    }

    @Override
    public void retries() {
      told.add("retries");
    }

    @Override
    public void waiting(int operations, Duration oldest) {
      told.add("waiting " + operations + " for " + oldest);
    }
  }

  @Test
  void tellsOfAWriteThatEnds() {
    world.submit(World.create("a/b", "m/b"));

    assertThat(told).containsExactly("begins create 1", "leaves", "succeeded");
  }

  @Test
  void tellsWhichClusterItIsAbout() {
    assertThat(new ClusterLookup(world.ocm, world.store, world.ports().telemetry()).find(KEY))
        .isInstanceOf(ClusterLookup.Result.Found.class);
    assertThat(concerned).containsExactly(World.CLUSTER);
    world.submit(World.create("a/b", "m/b"));
    assertThat(concerned).containsExactly(World.CLUSTER, World.CLUSTER);
  }

  @Test
  void tellsOfASetThatEnds() {
    world.submit(
        SetAttemptTest.apply(
            false, SetAttemptTest.wanted("a/b", "m/b"), SetAttemptTest.wanted("c/d", "m/d")));

    assertThat(told).containsExactly("begins apply 1", "leaves", "succeeded");
  }

  @Test
  void tellsOfOneThatEndsWithoutACluster() {
    var key = IdempotencyKey.of("create", "1", "the key", "the fields");
    var request = World.request(World.create("a/b", "m/b"), false, key);
    var now = world.time.now();
    var lost = new Operation("lost", Operation.NO_CLUSTER, request, now, now.plusSeconds(60));
    assertThat(world.store.claim(key, Status.running(lost), now))
        .isEqualTo(new Operations.Claiming.Claimed());
    world.ocm.forgets(World.CLUSTER);

    assertThat(world.recover().lost()).hasSize(1);

    assertThat(told).containsExactly("failed", "waiting 0 for PT0S");
  }

  @Test
  void tellsOfATryThatIsMadeAgain() {
    world.ocm.answers("create", new Answer.Conflict<>("busy"));
    world.submit(World.create("a/b", "m/b"));

    assertThat(told).containsExactly("begins create 1", "retries", "leaves", "succeeded");
  }

  @Test
  void tellsOfARefusalThatNeverHeldTheLane() {
    world.ocm.has(World.CLUSTER, "a/b", "m/b");
    world.submit(new Write.Delete(new MirrorKey("a/b"), false, null));

    assertThat(told).containsExactly("failed");
  }

  @Test
  void tellsOfOneThatWaitsUntilItHasEnded() {
    for (var calls = 0; calls < 100; calls++) {
      world.ocm.answers("create", new Answer.TryLater<>("down", null));
    }
    world.submit(World.create("a/b", "m/b"));

    assertThat(told).contains("waiting-for-ocm").doesNotContain("succeeded");
    told.clear();
    world.time.sleep(Duration.ofMinutes(20));
    world.recover();
    assertThat(told).hasSize(1).first().asString().startsWith("waiting 1 for PT20M");
    world.settle();
    assertThat(told)
        .contains("begins create 2", "succeeded")
        .last()
        .isEqualTo("waiting 0 for PT0S");
  }

  /// Nobody is late because a cluster takes its time to install, nor who is behind in its line.
  @Test
  void doesNotTakeOneForLateThatWaitsForItsCluster() {
    world.ocm.add(World.cluster("installing", true));
    world.submit(World.request(World.create("a/b", "m/b"), true, null), World.LIMIT);
    world.submit(World.request(World.create("a/c", "m/c"), true, null), World.LIMIT);
    world.time.sleep(Duration.ofHours(1));
    told.clear();
    world.recover();

    assertThat(told).containsExactly("waiting 0 for PT0S");
  }

  @Test
  void tellsOfOneThatIsCalledOff() {
    world.ocm.add(World.cluster("installing", true));
    world.submit(World.request(World.create("a/b", "m/b"), true, null), World.LIMIT);
    told.clear();
    var waiting = world.store.unfinished().getFirst().operationId();
    new Cancellation(world.ports(), world.pace(World.LIMIT))
        .cancel(waiting, new Actor(Actor.Via.API, "somebody", "1", "request"));

    assertThat(told).containsExactly("cancelled");
  }
}
