package dev.imagemirrors.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.Source;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Stops the write path before and after each of its calls, and lets the next write come.
class CrashTest {
  private static final String CLUSTER = "c1";
  private static final Write NEXT = new Write.Create(new Source("next/x"), MirrorList.of("m/x"));

  /// The process ends: nothing may catch it.
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// A write that is stopped at its call number `call`, before the call or after it.
  record Stop(String name, Write write, int call, boolean after) {
    @Override
    public String toString() {
      return name + (after ? " after" : " before") + " call " + call;
    }
  }

  private static final List<Stop> WRITES =
      List.of(
          new Stop("create", new Write.Create(new Source("a/new"), MirrorList.of("m/new")), 0, false),
          new Stop(
              "edit",
              new Write.Edit(new MirrorKey("a/there"), MirrorList.of("m/other"), null, null),
              0,
              false),
          new Stop("delete", new Write.Delete(new MirrorKey("a/there"), true, null), 0, false));

  private final VirtualTime time = new VirtualTime();
  private final FakeOcm ocm = new FakeOcm();
  private final FakeStore store = new FakeStore();
  private final List<String> calls = new ArrayList<>();

  CrashTest() {
    ocm.add(new Cluster(CLUSTER, "mycluster", null, "ready", true, null));
    ocm.has(CLUSTER, "a/there", "m/there");
  }

  static Stream<Stop> stops() {
    return WRITES.stream()
        .flatMap(
            write -> {
              var world = new CrashTest();
              world.submit(write.write(), -1, false);
              return Stream.iterate(1, call -> call <= world.calls.size(), call -> call + 1)
                  .flatMap(
                      call ->
                          Stream.of(
                              new Stop(write.name(), write.write(), call, false),
                              new Stop(write.name(), write.write(), call, true)));
            });
  }

  @Test
  void stopsAtEveryCall() {
    assertThat(stops().filter(stop -> stop.name().equals("create"))).hasSize(2 * 4);
    assertThat(stops().filter(stop -> stop.name().equals("edit"))).hasSize(2 * 5);
    assertThat(stops().filter(stop -> stop.name().equals("delete"))).hasSize(2 * 5);
  }

  @ParameterizedTest
  @MethodSource("stops")
  void finishesWhatWasWrittenDownBeforeTheNextWrite(Stop stop) {
    submit(stop.write(), stop.call(), stop.after());
    var writtenDown = store.calls.contains("take");
    time.sleep(Duration.ofMinutes(6));

    submit(NEXT, -1, false);

    var outcomes = store.entries(CLUSTER).stream().map(entry -> entry.shown().at("outcome")).toList();
    var done = done(stop.write());
    assertThat(outcomes)
        .isEqualTo(
            writtenDown ? List.of(word(stop.write()), Json.of("created")) : List.of(Json.of("created")));
    assertThat(done).isEqualTo(writtenDown);
    assertThat(store.of(CLUSTER).mirrors())
        .containsExactlyInAnyOrderElementsOf(recordedOf(stop, writtenDown));
    assertThat(ocm.mirrors(CLUSTER).stream().map(ImageMirror::source)).doesNotHaveDuplicates();
    assertThat(store.entries(CLUSTER).stream().map(HistoryEntry::number))
        .isEqualTo(writtenDown ? List.of(1L, 2L) : List.of(1L));
  }

  private List<ImageMirror> recordedOf(Stop stop, boolean writtenDown) {
    return ocm.mirrors(CLUSTER).stream()
        .filter(
            mirror ->
                mirror.source().equals("next/x")
                    || (writtenDown && mirror.source().equals(stop.write().key().value())))
        .toList();
  }

  private boolean done(Write write) {
    var there =
        ocm.mirrors(CLUSTER).stream()
            .filter(mirror -> write.key().names(mirror))
            .findFirst()
            .orElse(null);
    return switch (write) {
      case Write.Create(_, var mirrors) -> there != null && there.mirrorsAre(mirrors);
      case Write.Edit(_, var mirrors, _, _) -> there != null && there.mirrorsAre(mirrors);
      case Write.Delete _ -> there == null;
    };
  }

  private static Json word(Write write) {
    return Json.of(
        switch (write) {
          case Write.Create _ -> "created";
          case Write.Edit _ -> "updated";
          case Write.Delete _ -> "deleted";
        });
  }

  private void submit(Write write, int stopAt, boolean after) {
    calls.clear();
    try {
      new Writes(
              stopping(Clusters.class, ocm, stopAt, after),
              stopping(ClusterMirrors.class, ocm, stopAt, after),
              stopping(Lanes.class, store, stopAt, after),
              new Random(3),
              Deadline.in(time, Duration.ofSeconds(25)))
          .submit(
              new Writes.Request(
                  new ClusterKey("mycluster"),
                  write,
                  new Actor(Actor.Via.DIRECT, "somebody", null, null),
                  null,
                  "us-east-1",
                  null));
    } catch (Crash _) {
      // What the next write finds is the point.
    }
  }

  private <T> T stopping(Class<T> port, T real, int stopAt, boolean after) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              calls.add(method.getName());
              var stops = calls.size() == stopAt;
              if (stops && !after) {
                throw new Crash();
              }
              try {
                var answer = method.invoke(real, arguments);
                if (stops) {
                  throw new Crash();
                }
                return answer;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }
}
