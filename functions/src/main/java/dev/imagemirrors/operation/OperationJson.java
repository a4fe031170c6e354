package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An operation as it is stored, with everything that is needed to finish it.
public final class OperationJson {
  private OperationJson() {}

  public static Json.Members write(Operation operation) {
    var request = operation.request();
    var key = request.key();
    return Json.object()
        .put("id", operation.id())
        .put("cluster_id", operation.clusterId())
        .put("cluster", request.cluster().value())
        .put("write", write(request.write()))
        .put(
            "actor",
            Json.object()
                .put("via", request.actor().via().name())
                .put("id", request.actor().id())
                .putPresent("account", request.actor().account())
                .putPresent("event", request.actor().event())
                .build())
        .put("accepted", operation.accepted().toString())
        .put("deadline", operation.deadline().toString())
        .putPresent("reason", request.reason())
        .put("region", request.region())
        .putPresent("profile", request.profile())
        .put("deferred", Json.of(request.deferred()))
        .putPresent("key", key == null ? null : key.id())
        .putPresent("key_fields", key == null ? null : key.fields())
        .build();
  }

  public static Operation read(Json json) {
    return new Operation(
        text(json, "id"),
        text(json, "cluster_id"),
        request(json),
        Instant.parse(text(json, "accepted")),
        Instant.parse(text(json, "deadline")));
  }

  private static Request request(Json json) {
    var actor = json.at("actor");
    var key = json.at("key").asText();
    return new Request(
        new ClusterKey(text(json, "cluster")),
        readWrite(json.at("write")),
        new Actor(
            Actor.Via.valueOf(text(actor, "via")),
            text(actor, "id"),
            actor.at("account").asText(),
            actor.at("event").asText()),
        json.at("reason").asText(),
        text(json, "region"),
        json.at("profile").asText(),
        json.at("deferred").equals(Json.of(true)),
        key == null ? null : new IdempotencyKey(key, text(json, "key_fields")));
  }

  /// The values that must be equal in two requests with the same idempotency key.
  public static String fields(
      Write write, ClusterKey cluster, String region, @Nullable String profile, boolean deferred) {
    return JsonWriter.write(
        Json.object()
            .put("write", write(write))
            .put("cluster", cluster.value())
            .put("region", region)
            .putPresent("profile", profile)
            .put("deferred", Json.of(deferred))
            .build());
  }

  private static Json write(Write write) {
    var members = Json.object().put("kind", write.kind());
    return switch (write) {
      case Write.Create(var wanted, var confirmed) ->
          members
              .put("source", wanted.source().value())
              .put("mirrors", Json.strings(wanted.mirrors().values()))
              .putPresent("confirmed", confirmed ? Json.of(true) : null)
              .build();
      case Write.Edit(var key, var mirrors, var source, var version, var confirmed) ->
          members
              .put("key", key.value())
              .put("mirrors", Json.strings(mirrors.values()))
              .putPresent("source", source == null ? null : source.value())
              .putPresent("version", version)
              .putPresent("confirmed", confirmed ? Json.of(true) : null)
              .build();
      case Write.Delete(var key, var confirmed, var version) ->
          members
              .put("key", key.value())
              .put("confirmed", Json.of(confirmed))
              .putPresent("version", version)
              .build();
      case Write.Apply(var set, var exclusive, var confirmed, var notCarriedOver) ->
          members
              .put(
                  "image_mirrors",
                  new Json.Items(set.wanted().stream().<Json>map(OperationJson::write).toList()))
              .put("exclusive", Json.of(exclusive))
              .put("confirmed", Json.of(confirmed))
              .put("not_carried_over", notCarriedOver)
              .build();
    };
  }

  private static Json.Members write(MirrorSet.Wanted wanted) {
    return Json.object()
        .put("source", wanted.source().value())
        .put("mirrors", Json.strings(wanted.mirrors().values()))
        .build();
  }

  public static Json.Members write(Sending sending) {
    var found = sending.found();
    return Json.object()
        .put("write", write(sending.write()))
        .put("found", found == null ? Json.Null.NULL : MirrorJson.write(found).build())
        .build();
  }

  public static Sending readSending(Json json) {
    var found = json.at("found");
    return new Sending(
        (Write.Single) readWrite(json.at("write")),
        found instanceof Json.Members members ? MirrorJson.read(members) : null);
  }

  private static Write readWrite(Json json) {
    return switch (text(json, "kind")) {
      case "apply" ->
          new Write.Apply(
              new MirrorSet(
                  json.at("image_mirrors").items().stream().map(OperationJson::wanted).toList()),
              json.at("exclusive").equals(Json.of(true)),
              confirmed(json),
              (int) json.at("not_carried_over").asLong(0));
      case "create" -> new Write.Create(wanted(json), confirmed(json));
      case "edit" ->
          new Write.Edit(
              new MirrorKey(text(json, "key")),
              mirrors(json),
              source(json.at("source").asText()),
              json.at("version").asText(),
              confirmed(json));
      case "delete" ->
          new Write.Delete(
              new MirrorKey(text(json, "key")), confirmed(json), json.at("version").asText());
      default -> throw new IllegalStateException("unknown kind of operation");
    };
  }

  private static boolean confirmed(Json json) {
    return json.at("confirmed").equals(Json.of(true));
  }

  /// Values were checked when they were accepted, except those that only OCM may refuse.
  private static MirrorSet.Wanted wanted(Json json) {
    return new MirrorSet.Wanted(Source.asSent(text(json, "source")), mirrors(json));
  }

  private static MirrorList mirrors(Json json) {
    return MirrorList.asSent(
        json.at("mirrors").items().stream().map(item -> String.valueOf(item.asText())).toList());
  }

  private static @Nullable Source source(@Nullable String value) {
    return value == null ? null : Source.asSent(value);
  }

  private static String text(Json json, String name) {
    var value = json.at(name).asText();
    if (value == null) {
      throw new IllegalStateException("a stored operation has no '" + name + "'");
    }
    return value;
  }
}
