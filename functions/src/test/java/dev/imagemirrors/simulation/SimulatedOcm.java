package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.ocm.SimulatedConnection.Received;
import dev.imagemirrors.ocm.SimulatedConnection.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// OCM: its clusters and mirrors, and its response to each request at the moment of arrival.
final class SimulatedOcm {
  private static final Pattern PATH =
      Pattern.compile("/api/clusters_mgmt/v1/clusters(?:/([^/]+))?(/image_mirrors)?(?:/([^/]+))?");
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

  private final OcmClusters clusters;
  private final OcmTokens tokens;
  private final Duration window;

  /// @param window how long after a write OCM answers the next write to the cluster with 409
  SimulatedOcm(OcmClusters clusters, OcmTokens tokens, Duration window) {
    this.clusters = clusters;
    this.tokens = tokens;
    this.window = window;
  }

  Received token(long now) {
    return answer(
        200,
        Json.object()
            .put("access_token", tokens.issue(OcmTokens.SERVICE_ACCOUNT, now))
            .put("expires_in", tokens.life().toSeconds())
            .put("token_type", "Bearer")
            .build());
  }

  void revokeTokens() {
    tokens.revokeAll();
  }

  /// Answers a request of that lane holder.
  Received answer(Sent request, Invocation.@Nullable Holder by, long now) {
    var user = tokens.accepted(request.authorization(), now);
    if (user.isEmpty()) {
      return error(401, "the token has expired");
    }
    var path = PATH.matcher(request.uri().getPath());
    if (!path.matches()) {
      return error(404, "unknown path");
    }
    var id = path.group(1);
    if (id == null) {
      return found(request);
    }
    var cluster = clusters.byId(id);
    if (cluster.isEmpty() || user.get().equals(OcmTokens.USER_WITHOUT_ACCESS)) {
      return error(404, "Cluster '%s' not found".formatted(id));
    }
    if (path.group(2) == null) {
      return answer(200, cluster.get().json());
    }
    return request.method().equals("GET")
        ? read(cluster.get(), path.group(3), search(request))
        : write(cluster.get(), path.group(3), request, by, now);
  }

  private Received found(Sent request) {
    var names = search(request);
    var found =
        clusters.all().stream()
            .filter(cluster -> names.contains(cluster.id()) || names.contains(cluster.name()))
            .<Json>map(OcmClusters.State::json)
            .toList();
    return list(found);
  }

  /// The quoted values of a search.
  private static List<String> search(Sent request) {
    var query = Objects.requireNonNullElse(request.uri().getQuery(), "");
    return QUOTED.matcher(query).results().map(quoted -> quoted.group(1)).toList();
  }

  private static Received list(List<Json> items) {
    return answer(
        200,
        Json.object()
            .put("page", 1)
            .put("size", items.size())
            .put("total", items.size())
            .put("items", new Json.Items(items))
            .build());
  }

  private static Received read(
      OcmClusters.State cluster, @Nullable String id, List<String> sources) {
    if (id == null) {
      return list(
          cluster.mirrors().stream()
              .filter(mirror -> sources.isEmpty() || sources.contains(mirror.source()))
              .<Json>map(mirror -> MirrorJson.write(mirror).build())
              .toList());
    }
    return cluster
        .mirror(id)
        .map(mirror -> answer(200, MirrorJson.write(mirror).build()))
        .orElseGet(() -> unknown(cluster, id));
  }

  private static Received unknown(OcmClusters.State cluster, String id) {
    return error(
        404, "Image mirror ID '%s' for cluster '%s' not found".formatted(id, cluster.id()));
  }

  private Received write(
      OcmClusters.State cluster,
      @Nullable String id,
      Sent request,
      Invocation.@Nullable Holder by,
      long now) {
    if (!cluster.state().equals("ready")) {
      return error(400, "Cluster '%s' is not in ready state".formatted(cluster.id()));
    }
    if (now - cluster.lastWrite() < window.toNanos()) {
      return error(
          409,
          "Operation cannot be fulfilled on manifestworks: the object has been modified; please"
              + " apply your changes to the latest version and try again");
    }
    if (id == null) {
      return create(cluster, body(request), by, now);
    }
    var there = cluster.mirror(id);
    if (there.isEmpty()) {
      return unknown(cluster, id);
    }
    if (request.method().equals("DELETE")) {
      clusters.change(cluster, there.get(), null, by, now);
      return new Received(204, "", null);
    }
    return edit(cluster, there.get(), body(request), by, now);
  }

  private Received create(
      OcmClusters.State cluster, Json body, Invocation.@Nullable Holder by, long now) {
    var source = Objects.requireNonNull(body.at("source").asText());
    if (cluster.mirrorOf(source).isPresent()) {
      return error(
          400,
          "Image mirror for source '%s' already exists for cluster '%s'"
              .formatted(source, cluster.id()));
    }
    var made = clusters.create(cluster, source, mirrors(body), by, now);
    return answer(201, MirrorJson.write(made).build());
  }

  private Received edit(
      OcmClusters.State cluster,
      ImageMirror there,
      Json body,
      Invocation.@Nullable Holder by,
      long now) {
    var edited = clusters.edit(cluster, there, mirrors(body), by, now);
    return answer(200, MirrorJson.write(edited).build());
  }

  private static Json body(Sent request) {
    try {
      return JsonReader.read(Objects.requireNonNullElse(request.body(), ""));
    } catch (JsonFault broken) {
      throw new IllegalStateException("the request is not JSON", broken);
    }
  }

  private static List<String> mirrors(Json body) {
    return body.at("mirrors").items().stream()
        .map(each -> Objects.requireNonNull(each.asText()))
        .toList();
  }

  private static Received answer(int status, Json body) {
    return new Received(status, JsonWriter.write(body), null);
  }

  static Received error(int status, String reason) {
    return answer(
        status,
        Json.object()
            .put("kind", "Error")
            .put("id", Integer.toString(status))
            .put("code", "CLUSTERS-MGMT-" + status)
            .put("reason", reason)
            .build());
  }
}
