package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The clusters of OCM, the mirrors of each, and all changes that were ever made.
final class OcmClusters {
  /// The state of a deleted cluster.
  static final String GONE = "gone";

  private final Map<String, State> clusters = new LinkedHashMap<>();
  private final List<ClusterChange> effects = new ArrayList<>();
  private final List<StateChange> stateChanges = new ArrayList<>();
  private final Listener listener;
  private final Map<String, String> ids = new LinkedHashMap<>();
  private int mirrors;

  /// Receives every change at the moment it is made.
  interface Listener {
    void mirrorsChanged(ClusterChange effect);

    void stateChanged(StateChange change);
  }

  /// A cluster changed to another state.
  record StateChange(long at, String cluster, String state) {}

  static final class State {
    private final String id;
    private final String name;
    private final Map<String, ImageMirror> mirrors = new LinkedHashMap<>();
    private String state;
    private long lastWrite = Long.MIN_VALUE / 2;

    State(String id, String name, String state) {
      this.id = id;
      this.name = name;
      this.state = state;
    }

    String id() {
      return id;
    }

    String name() {
      return name;
    }

    String state() {
      return state;
    }

    long lastWrite() {
      return lastWrite;
    }

    List<ImageMirror> mirrors() {
      return List.copyOf(mirrors.values());
    }

    Optional<ImageMirror> mirror(String mirrorId) {
      return Optional.ofNullable(mirrors.get(mirrorId));
    }

    Optional<ImageMirror> mirrorOf(String source) {
      return mirrors.values().stream().filter(each -> each.source().equals(source)).findFirst();
    }

    Json json() {
      return Json.object()
          .put("kind", "Cluster")
          .put("id", id)
          .put("name", name)
          .put("state", state)
          .put("hypershift", Json.object().put("enabled", Json.of(true)).build())
          .build();
    }
  }

  OcmClusters(Listener listener) {
    this.listener = listener;
  }

  void add(String id, String name, String state) {
    clusters.put(id, new State(id, name, state));
    ids.put(name, id);
    pass(new StateChange(0, id, state));
  }

  private void pass(StateChange change) {
    stateChanges.add(change);
    listener.stateChanged(change);
  }

  List<State> all() {
    return List.copyOf(clusters.values());
  }

  Optional<State> byId(String id) {
    return Optional.ofNullable(clusters.get(id));
  }

  /// The ID of a cluster, even after it was deleted.
  String idOf(String name) {
    return String.valueOf(ids.get(name));
  }

  List<ClusterChange> effects() {
    return effects;
  }

  List<StateChange> stateChanges() {
    return stateChanges;
  }

  void changeState(String id, String state, long now) {
    byId(id).ifPresent(cluster -> cluster.state = state);
    pass(new StateChange(now, id, state));
  }

  void delete(String id, long now) {
    clusters.remove(id);
    pass(new StateChange(now, id, GONE));
  }

  ImageMirror create(
      State cluster, String source, List<String> list, Invocation.@Nullable Holder by, long now) {
    var at = SimulatedTime.at(now);
    var made = new ImageMirror("mirror-" + ++mirrors, source, list, at, at);
    change(cluster, null, made, by, now);
    return made;
  }

  ImageMirror edit(
      State cluster,
      ImageMirror there,
      List<String> list,
      Invocation.@Nullable Holder by,
      long now) {
    var edited =
        new ImageMirror(there.id(), there.source(), list, there.created(), SimulatedTime.at(now));
    change(cluster, there, edited, by, now);
    return edited;
  }

  void change(
      State cluster,
      @Nullable ImageMirror before,
      @Nullable ImageMirror after,
      Invocation.@Nullable Holder by,
      long now) {
    cluster.lastWrite = now;
    if (after != null) {
      cluster.mirrors.put(after.id(), after);
    } else if (before != null) {
      cluster.mirrors.remove(before.id());
    }
    var effect = new ClusterChange(now, cluster.id(), before, after, by);
    effects.add(effect);
    listener.mirrorsChanged(effect);
  }
}
