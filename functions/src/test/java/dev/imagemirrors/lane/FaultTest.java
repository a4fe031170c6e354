package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.operation.IdempotencyKey;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.PossiblyAccepted;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.operation.Submitted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Lets each call to OCM, the store and the queue fail in turn, done or not done: a caller always
/// gets the ID of an operation that is stored.
class FaultTest {
  record Case(String name, Request request, Consumer<World> before) {
    @Override
    public String toString() {
      return name;
    }
  }

  record Fault(Case tested, int call, boolean done) {
    @Override
    public String toString() {
      return tested + (done ? " after" : " before") + " call " + call;
    }
  }

  private static final IdempotencyKey KEY = World.key("the key", "the fields");

  private static final List<Case> CASES =
      List.of(
          new Case("create", request(false, null), _ -> {}),
          new Case("create with a key", request(false, KEY), _ -> {}),
          new Case("create for later", request(true, null), FaultTest::installing),
          new Case("refused create", request(false, null), FaultTest::installing),
          new Case("refused create with a key", request(false, KEY), FaultTest::installing),
          new Case("create behind another", request(false, null), FaultTest::another),
          new Case("create with a key behind another", request(false, KEY), FaultTest::another),
          new Case("create while OCM is down", request(false, null), FaultTest::down),
          new Case(
              "set",
              World.request(
                  SetAttemptTest.apply(
                      true,
                      SetAttemptTest.wanted("a/new", "m/new"),
                      SetAttemptTest.wanted("a/other", "m/other")),
                  false,
                  null),
              _ -> {}));

  private static Request request(boolean deferred, @Nullable IdempotencyKey key) {
    return World.request(World.create("a/new", "m/new"), deferred, key);
  }

  private static void installing(World world) {
    world.ocm.add(World.cluster("installing", true));
  }

  private static void another(World world) {
    for (var i = 0; i < 3; i++) {
      world.ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(60)));
    }
    assertThat(world.submit(World.create("a/first", "m/first")))
        .isInstanceOf(Submitted.Accepted.class);
  }

  private static void down(World world) {
    assertThat(world.submit(World.create("a/first", "m/first")))
        .isInstanceOf(Submitted.Ended.class);
    world.ocm.answers("findCluster", new Answer.TryLater<>("down", null));
  }

  /// A world in which one call fails.
  private static final class Faulty extends World {
    final List<String> called = new ArrayList<>();
    private final int failing;
    private final boolean done;

    Faulty(Case tested, int failing, boolean done) {
      this.failing = failing;
      this.done = done;
      tested.before().accept(this);
      between = this::failing;
    }

    private @Nullable Object failing(Between.Call call) throws Throwable {
      called.add(call.name());
      if (called.size() == failing) {
        if (done) {
          var _ = call.make();
        }
        throw new StoreUnavailable(new IllegalStateException("told to fail"));
      }
      return call.make();
    }

    /// The operations that are stored, and were not before.
    List<String> stored(List<String> before) {
      return Stream.concat(
              store.unfinished().stream().map(Operations.Unfinished::operationId),
              store.entries(CLUSTER).stream()
                  .map(entry -> String.valueOf(entry.shown().at("operation_id").asText())))
          .distinct()
          .filter(id -> !before.contains(id))
          .toList();
    }
  }

  static Stream<Fault> faults() {
    return CASES.stream()
        .flatMap(tested -> {
          var world = new Faulty(tested, -1, false);
          var _ = world.submit(tested.request(), World.LIMIT);
          return Stream.iterate(1, call -> call <= world.called.size(), call -> call + 1)
              .flatMap(
                  call -> Stream.of(new Fault(tested, call, false), new Fault(tested, call, true)));
        });
  }

  @Test
  void failsAtEveryCall() {
    assertThat(faults()).hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void carriesTheIdOfWhatIsStored(Fault fault) {
    var world = new Faulty(fault.tested(), fault.call(), fault.done());
    var before = world.stored(List.of());

    String told = null;
    try {
      told =
          switch (world.submit(fault.tested().request(), World.LIMIT)) {
            case Submitted.Ended(var status, _, _) -> status.id();
            case Submitted.Accepted(var status, _, _) -> status.id();
            case Submitted other -> throw new AssertionError(other);
          };
    } catch (PossiblyAccepted accepted) {
      told = accepted.operationId();
      assertThat(accepted.failure()).isInstanceOf(StoreUnavailable.class);
    } catch (StoreUnavailable nothingAccepted) {
      assertThat(nothingAccepted).hasMessageContaining("told to fail");
    }

    var stored = world.stored(before);
    assertThat(stored).hasSizeLessThanOrEqualTo(1);
    if (told == null || !stored.isEmpty()) {
      assertThat(stored).isEqualTo(told == null ? List.of() : List.of(told));
    }
  }
}
