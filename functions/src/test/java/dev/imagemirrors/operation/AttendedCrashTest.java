package dev.imagemirrors.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.mirror.ImageMirror;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Stops a request that only its caller may send, before and after each of its calls: what it has
/// begun is settled by others, and sent by none of them.
class AttendedCrashTest {
  private static final int MOST_CALLS = 60;

  /// The process ends: nothing may catch it.
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// Where a request ends; its name is of what was there before it.
  record Stop(String name, int call, boolean after) {
    @Override
    public String toString() {
      return name + (after ? " after" : " before") + " call " + call;
    }
  }

  private static Consumer<Stopped> before(String name) {
    return switch (name) {
      case "alone" -> _ -> {};
      case "in doubt" ->
          world -> world.ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
      case "behind another" -> Stopped::another;
      default -> throw new IllegalArgumentException(name);
    };
  }

  static Stream<Stop> stops() {
    return Stream.of("alone", "in doubt", "behind another")
        .flatMap(name -> {
          var world = new Stopped(MOST_CALLS, false);
          before(name).accept(world);
          world.attend();
          return IntStream.rangeClosed(1, world.calls)
              .boxed()
              .flatMap(call -> Stream.of(new Stop(name, call, false), new Stop(name, call, true)));
        });
  }

  @ParameterizedTest
  @MethodSource("stops")
  void leavesNothingThatOthersSendOrWaitFor(Stop stop) {
    var world = new Stopped(stop.call(), stop.after());
    before(stop.name()).accept(world);

    world.attend();

    var sent = world.ocm.count("create");
    var landed = world.there().isPresent();
    world.settle();
    assertThat(world.there().isPresent()).isEqualTo(landed);
    // The other one may be sent by whoever comes.
    var others = stop.name().equals("behind another") ? 1 : 0;
    assertThat(world.ocm.count("create") - sent).isLessThanOrEqualTo(others);
    assertThat(world.store.standing(World.CLUSTER).first()).isNull();
    var outcomes =
        world.store.entries(World.CLUSTER).stream()
            .filter(entry -> entry.shown().at("mirror").write().contains("a/mine"))
            .map(entry -> entry.shown().at("outcome").asText())
            .toList();
    assertThat(outcomes).hasSizeLessThanOrEqualTo(1).isSubsetOf(landed ? "created" : "failed");
    assertThat(landed && outcomes.isEmpty()).isFalse();
  }

  /// A world in which the request's own calls stop somewhere.
  private static final class Stopped extends World {
    private final int stopAt;
    private final boolean after;
    private boolean stopping;
    private int calls;

    Stopped(int stopAt, boolean after) {
      this.stopAt = stopAt;
      this.after = after;
    }

    /// One that was accepted before, and waits for OCM a little longer.
    void another() {
      ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
      assertThat(submit(create("a/other", "m/other"))).isInstanceOf(Submitted.Accepted.class);
      time.sleep(Duration.ofSeconds(20));
    }

    void attend() {
      var request =
          new Request(
              new ClusterKey(CLUSTER),
              create("a/mine", "m/mine"),
              new Actor(Actor.Via.OCM, "pat", null, "request"),
              null,
              "us-east-1",
              null,
              false,
              null);
      stopping = true;
      try {
        var _ =
            new Writes(ports(), pace(LIMIT))
                .attend(
                    cluster("ready", true),
                    request,
                    stopped(Clusters.class, ocm),
                    stopped(ClusterMirrors.class, ocm));
      } catch (Crash _) {
        // Others find what is there.
      }
      stopping = false;
    }

    Optional<ImageMirror> there() {
      return ocm.mirrors(CLUSTER).stream()
          .filter(mirror -> mirror.source().equals("a/mine"))
          .findFirst();
    }

    @Override
    Ports ports() {
      return new Ports(
          stopped(Clusters.class, ocm),
          stopped(ClusterMirrors.class, ocm),
          stopped(Lanes.class, store),
          stopped(Operations.class, store),
          stopped(Queue.class, queue),
          new Unwatched());
    }

    private <T> T stopped(Class<T> port, T real) {
      return port.cast(
          Proxy.newProxyInstance(
              port.getClassLoader(),
              new Class<?>[] {port},
              (_, method, arguments) -> call(() -> method.invoke(real, arguments))));
    }

    private interface Call {
      @Nullable Object make() throws ReflectiveOperationException;
    }

    private @Nullable Object call(Call call) throws Throwable {
      var stops = stopping && ++calls == stopAt;
      if (stops && !after) {
        throw new Crash();
      }
      try {
        var answer = call.make();
        if (stops) {
          throw new Crash();
        }
        return answer;
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
    }
  }
}
