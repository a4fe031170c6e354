package dev.imagemirrors.ocm;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The image mirrors of clusters in OCM.
final class OcmMirrors implements ClusterMirrors {
  private final OcmHttp http;

  OcmMirrors(OcmHttp http) {
    this.http = http;
  }

  @Override
  public Answer<List<ImageMirror>> list(String clusterId) {
    var query = Map.of("page", "1", "size", "-1");
    return OcmAnswers.of(
        OcmCall.LIST_MIRRORS, http.read(path(clusterId), query), OcmMirrors::mirrors);
  }

  /// An ID takes one call. A source, or an unknown ID that can be a source, takes a search.
  @Override
  public Answer<ImageMirror> find(String clusterId, MirrorKey key) {
    if (!key.canBeId()) {
      return bySource(clusterId, key);
    }
    var byId =
        OcmAnswers.of(
            OcmCall.READ_MIRROR,
            http.read(path(clusterId, key.value()), Map.of()),
            MirrorJson::read);
    return byId instanceof Answer.Absent ? bySource(clusterId, key) : byId;
  }

  @Override
  public Answer<ImageMirror> create(String clusterId, MirrorSet.Wanted wanted) {
    var body = body(wanted.mirrors()).put("source", wanted.source().value()).build();
    return OcmAnswers.of(
        OcmCall.CREATE_MIRROR, http.send("POST", path(clusterId), body), MirrorJson::read);
  }

  @Override
  public Answer<ImageMirror> edit(String clusterId, String id, MirrorList mirrors) {
    return OcmAnswers.of(
        OcmCall.EDIT_MIRROR,
        http.send("PATCH", path(clusterId, id), body(mirrors).build()),
        MirrorJson::read);
  }

  @Override
  public Answer<String> delete(String clusterId, String id) {
    return OcmAnswers.of(
        OcmCall.DELETE_MIRROR, http.send("DELETE", path(clusterId, id), null), _ -> id);
  }

  private Answer<ImageMirror> bySource(String clusterId, MirrorKey key) {
    var query = Map.of("page", "1", "size", "-1", "search", Search.source(key.value()));
    var reply = http.read(path(clusterId), query);
    return OcmAnswers.of(OcmCall.LIST_MIRRORS, reply, OcmMirrors::mirrors)
        .then(found ->
            found.value().stream()
                .filter(mirror -> mirror.source().equals(key.value()))
                .findFirst()
                .<Answer<ImageMirror>>map(mirror -> new Answer.Done<>(mirror, found.operationId()))
                .orElseGet(() -> new Answer.Absent<>("no image mirror has that source")));
  }

  private static @Nullable List<ImageMirror> mirrors(Json body) {
    if (!(body.at("items") instanceof Json.Items(var items))) {
      return null;
    }
    var mirrors = new ArrayList<ImageMirror>();
    for (var item : items) {
      var mirror = MirrorJson.read(item);
      if (mirror == null) {
        return null;
      }
      mirrors.add(mirror);
    }
    // With an incomplete page, mirrors would look deleted.
    return body.at("total").asLong(0) > mirrors.size() ? null : mirrors;
  }

  private static Json.Builder body(MirrorList mirrors) {
    return Json.object()
        .put("kind", "ImageMirror")
        .put("type", ImageMirror.TYPE)
        .put("mirrors", Json.strings(mirrors.values()));
  }

  private static String path(String clusterId) {
    return "/" + OcmHttp.segment(clusterId) + "/image_mirrors";
  }

  private static String path(String clusterId, String id) {
    return path(clusterId) + "/" + OcmHttp.segment(id);
  }
}
