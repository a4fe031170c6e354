package dev.imagemirrors.dynamo;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Write;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An operation as it is written down, to be finished by whoever reads it.
final class OperationJson {
  private OperationJson() {}

  static String write(Operation operation) {
    return Json.object()
        .put("id", operation.id())
        .put("cluster_id", operation.clusterId())
        .put("cluster", operation.clusterKey().value())
        .put("write", write(operation.write()))
        .put(
            "actor",
            Json.object()
                .put("via", operation.actor().via().name())
                .put("id", operation.actor().id())
                .putPresent("account", operation.actor().account())
                .putPresent("event", operation.actor().event())
                .build())
        .put("accepted", operation.accepted().toString())
        .putPresent("reason", operation.reason())
        .put("region", operation.region())
        .putPresent("profile", operation.profile())
        .build()
        .write();
  }

  static Operation read(Json json) {
    var actor = json.at("actor");
    return new Operation(
        text(json, "id"),
        text(json, "cluster_id"),
        new ClusterKey(text(json, "cluster")),
        readWrite(json.at("write")),
        new Actor(
            Actor.Via.valueOf(text(actor, "via")),
            text(actor, "id"),
            actor.at("account").asText(),
            actor.at("event").asText()),
        Instant.parse(text(json, "accepted")),
        json.at("reason").asText(),
        text(json, "region"),
        json.at("profile").asText());
  }

  private static Json write(Write write) {
    var members = Json.object().put("kind", write.kind());
    return switch (write) {
      case Write.Create(var source, var mirrors) ->
          members
              .put("source", source.value())
              .put("mirrors", Json.texts(mirrors.values()))
              .build();
      case Write.Edit(var key, var mirrors, var source, var version) ->
          members
              .put("key", key.value())
              .put("mirrors", Json.texts(mirrors.values()))
              .putPresent("source", source == null ? null : source.value())
              .putPresent("version", version)
              .build();
      case Write.Delete(var key, var confirmed, var version) ->
          members
              .put("key", key.value())
              .put("confirmed", Json.of(confirmed))
              .putPresent("version", version)
              .build();
    };
  }

  private static Write readWrite(Json json) {
    return switch (text(json, "kind")) {
      case "create" -> new Write.Create(new Source(text(json, "source")), mirrors(json));
      case "edit" ->
          new Write.Edit(
              new MirrorKey(text(json, "key")),
              mirrors(json),
              source(json.at("source").asText()),
              json.at("version").asText());
      case "delete" ->
          new Write.Delete(
              new MirrorKey(text(json, "key")),
              json.at("confirmed").equals(Json.of(true)),
              json.at("version").asText());
      default -> throw new IllegalStateException("an operation of an unknown kind");
    };
  }

  private static MirrorList mirrors(Json json) {
    return MirrorList.of(
        json.at("mirrors").items().stream().map(item -> String.valueOf(item.asText())).toList());
  }

  private static @Nullable Source source(@Nullable String value) {
    return value == null ? null : new Source(value);
  }

  private static String text(Json json, String name) {
    var value = json.at(name).asText();
    if (value == null) {
      throw new IllegalStateException("an operation was written down without its " + name);
    }
    return value;
  }
}
