package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.lane.StoppedWorld.Stop;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.OperationSelection;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Stops an invocation before and after each of its calls to OCM, the store and the queue, whether
/// it is a request, a run from the queue or a recovery, and then lets recovery do its work.
class CrashTest {
  /// A request and its changes, each with its history entry.
  private record Case(
      String name,
      Write write,
      boolean deferred,
      boolean keyed,
      Map<Write.Single, String> changes,
      Consumer<Stopped> before) {}

  private static final Write.Single CREATE = World.create("a/new", "m/new");
  private static final Write.Single EDIT = World.edit("a/there", "m/other");
  private static final Write.Single DELETE = World.delete("a/there");
  private static final Map<Write.Single, String> CREATED = Map.of(CREATE, "created");

  private static final Write SET =
      SetAttemptTest.apply(
          true,
          SetAttemptTest.wanted("a/new", "m/new"),
          SetAttemptTest.wanted("a/there", "m/other"),
          SetAttemptTest.wanted("a/kept", "m/kept"));
  private static final Map<Write.Single, String> CHANGES =
      Map.of(
          CREATE,
          "created",
          EDIT,
          "updated",
          World.delete("a/gone"),
          "deleted",
          World.create("a/kept", "m/kept"),
          "unchanged");

  private static final List<Case> CASES =
      List.of(
          new Case("create", CREATE, false, false, CREATED, _ -> {}),
          new Case("edit", EDIT, false, false, Map.of(EDIT, "updated"), _ -> {}),
          new Case("delete", DELETE, false, false, Map.of(DELETE, "deleted"), _ -> {}),
          new Case("set", SET, false, false, CHANGES, Stopped::others),
          new Case("create with a key", CREATE, false, true, CREATED, _ -> {}),
          new Case("set with a key", SET, false, true, CHANGES, Stopped::others),
          new Case("create in a conflict", CREATE, false, false, CREATED, Stopped::conflict),
          new Case("create in doubt", CREATE, false, false, CREATED, Stopped::doubt),
          new Case(
              "edit in doubt", EDIT, false, false, Map.of(EDIT, "updated"), Stopped::doubtfulEdit),
          new Case(
              "set in doubt",
              SET,
              false,
              false,
              CHANGES,
              world -> {
                world.others();
                world.doubtfulEdit();
                world.doubt();
              }),
          new Case("create behind another", CREATE, false, false, CREATED, Stopped::another),
          new Case("create with a key behind", CREATE, false, true, CREATED, Stopped::another),
          new Case("create for later", CREATE, true, false, CREATED, Stopped::installing),
          new Case("create for later, key", CREATE, true, true, CREATED, Stopped::installing));

  /// A world with one mirror, whose ports stop at a call.
  private static final class Stopped extends StoppedWorld {
    Stopped(Stop stop) {
      super(stop);
      ocm.has(CLUSTER, "a/there", "m/there");
    }

    /// A managed mirror that is not in the set, and an unmanaged one that is.
    void others() {
      outcome(create("a/gone", "m/gone"));
      ocm.has(CLUSTER, "a/kept", "m/kept");
    }

    void conflict() {
      for (var i = 0; i < 60; i++) {
        ocm.answers("create", new Answer.Conflict<>("modified"));
      }
    }

    void doubt() {
      ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
      for (var i = 0; i < 30; i++) {
        ocm.answers("find", new Answer.TryLater<>("down", null));
      }
    }

    void doubtfulEdit() {
      ocm.doesAndAnswers("edit", new Answer.Doubtful<>("reset"));
    }

    /// An earlier operation that waits for OCM for longer than a request.
    void another() {
      for (var i = 0; i < 3; i++) {
        ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(60)));
      }
      assertThat(submit(create("a/first", "m/first"))).isInstanceOf(Submitted.Accepted.class);
      queue.sent.clear();
    }

    void installing() {
      ocm.add(cluster("installing", true));
    }

    /// The request and the invocations after it, until no operation waits. One of them stops at the
    /// given call, and a new one continues.
    void play(Case tested) {
      tested.before().accept(this);
      var key = tested.keyed() ? World.key("the key", "the fields") : null;
      process(() -> submit(request(tested.write(), tested.deferred(), key), LIMIT));
      process(this::run);
      ocm.add(cluster("ready", true));
      for (var minutes = 0; minutes < 40 && !store.unfinished().isEmpty(); minutes++) {
        time.sleep(Duration.ofMinutes(1));
        process(this::recover);
        process(this::run);
      }
      settle();
    }
  }

  static Stream<Stop> stops() {
    return CASES.stream()
        .flatMap(tested -> {
          var world = new Stopped(Stop.NEVER);
          world.play(tested);
          return Stop.at(tested.name(), world.calls.size());
        });
  }

  @Test
  void stopsAtEveryCall() {
    for (var tested : CASES) {
      var world = new Stopped(Stop.NEVER);
      world.play(tested);
      System.out.println(tested.name() + ": " + 2 * world.calls.size() + " points " + world.calls);
    }
    assertThat(stops()).hasSizeGreaterThan(150);
  }

  @ParameterizedTest
  @MethodSource("stops")
  void endsEveryStoredOperation(Stop stop) {
    var tested =
        CASES.stream().filter(each -> each.name().equals(stop.name())).findFirst().orElseThrow();
    var world = new Stopped(stop);

    world.play(tested);

    var entries = world.store.entries(World.CLUSTER);
    for (var change : tested.changes().entrySet()) {
      var mine = entries.stream().filter(entry -> isOf(entry, tested, change.getKey())).toList();
      assertThat(mine.size()).as("entries of " + change.getKey()).isLessThanOrEqualTo(1);
      var done = mine.size() == 1;
      if (done) {
        assertThat(mine.getFirst().shown().at("outcome").asText()).isEqualTo(change.getValue());
      }
      var wasThere = change.getValue().equals("unchanged");
      assertThat(isDone(world, change.getKey())).isEqualTo(done || wasThere);
    }
    assertThat(world.ocm.mirrors(World.CLUSTER).stream().map(ImageMirror::source))
        .doesNotHaveDuplicates();
    for (var recorded : world.store.of(World.CLUSTER).mirrors()) {
      assertThat(world.ocm.mirrors(World.CLUSTER)).contains(recorded);
    }
    assertThat(entries)
        .extracting(HistoryEntry::number)
        .isEqualTo(LongStream.rangeClosed(1, entries.size()).boxed().toList());
    assertThat(world.store.of(World.CLUSTER, OperationSelection.NEWEST_FIRST, null, 10).entries())
        .extracting(Status::state)
        .allSatisfy(state -> assertThat(state).isEqualTo(State.SUCCEEDED));
  }

  private static boolean isOf(HistoryEntry entry, Case tested, Write.Single change) {
    return tested.write().kind().equals(entry.shown().at("action").asText())
        && JsonWriter.write(entry.shown().at("mirror")).contains(change.key().value());
  }

  private static boolean isDone(World world, Write.Single write) {
    var there = world.ocm.mirrors(World.CLUSTER).stream().filter(write.key()::names).findFirst();
    return switch (write) {
      case Write.Create _ -> there.isPresent();
      case Write.Edit edit -> there.orElseThrow().mirrorsAre(edit.mirrors());
      case Write.Delete _ -> there.isEmpty();
    };
  }
}
