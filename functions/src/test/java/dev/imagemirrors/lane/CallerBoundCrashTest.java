package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.lane.StoppedWorld.Stop;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Submitted;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Stops a caller-bound request before and after each of its calls: other invocations settle its
/// operation, and never send it.
class CallerBoundCrashTest {
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
          var world = new Stopped(Stop.NEVER);
          before(name).accept(world);
          world.submitForCaller();
          return Stop.at(name, world.calls.size());
        });
  }

  @ParameterizedTest
  @MethodSource("stops")
  void leavesNothingThatOthersSendOrWaitFor(Stop stop) {
    var world = new Stopped(stop);
    before(stop.name()).accept(world);

    world.submitForCaller();

    var sent = world.ocm.count("create");
    var landed = world.there().isPresent();
    world.settle();
    assertThat(world.there().isPresent()).isEqualTo(landed);
    // Any invocation can send the other one.
    var others = stop.name().equals("behind another") ? 1 : 0;
    assertThat(world.ocm.count("create") - sent).isLessThanOrEqualTo(others);
    assertThat(world.store.state(World.CLUSTER).first()).isNull();
    var outcomes =
        world.store.entries(World.CLUSTER).stream()
            .filter(entry -> JsonWriter.write(entry.shown().at("mirror")).contains("a/mine"))
            .map(entry -> entry.shown().at("outcome").asText())
            .toList();
    assertThat(outcomes).hasSizeLessThanOrEqualTo(1).isSubsetOf(landed ? "created" : "failed");
    assertThat(landed && outcomes.isEmpty()).isFalse();
  }

  /// A world in which the request's own calls stop somewhere.
  private static final class Stopped extends StoppedWorld {
    Stopped(Stop stop) {
      super(stop);
    }

    /// An earlier operation that waits for OCM a little longer.
    void another() {
      ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
      assertThat(submit(create("a/other", "m/other"))).isInstanceOf(Submitted.Accepted.class);
      time.sleep(Duration.ofSeconds(20));
    }

    void submitForCaller() {
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
      process(() -> {
        var ports = ports();
        var _ =
            new Writes(ports, pace(LIMIT))
                .submitForCaller(
                    cluster("ready", true), request, ports.clusters(), ports.mirrors());
      });
    }

    Optional<ImageMirror> there() {
      return ocm.mirrors(CLUSTER).stream()
          .filter(mirror -> mirror.source().equals("a/mine"))
          .findFirst();
    }
  }
}
