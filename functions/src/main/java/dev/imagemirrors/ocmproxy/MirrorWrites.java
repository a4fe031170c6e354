package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.create.CreateRequest;
import dev.imagemirrors.delete.DeleteRequest;
import dev.imagemirrors.edit.EditRequest;
import dev.imagemirrors.event.Event;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.HttpRequest;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.handler.OcmProxyHandler;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.reply.HttpReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// One write of an image mirror by a client of OCM's API, sent to OCM with that client's token.
final class MirrorWrites {
  private final HttpRequest http;
  private final Caller caller;
  private final OcmProxyHandler.Opened opened;

  MirrorWrites(HttpRequest http, Caller caller, OcmProxyHandler.Opened opened) {
    this.http = http;
    this.caller = caller;
    this.opened = opened;
  }

  HttpReply create(String cluster) {
    return answer(cluster, MirrorBody.fields(http.body()), CreateRequest::read);
  }

  HttpReply edit(String cluster, String id) {
    var fields = new LinkedHashMap<>(MirrorBody.fields(http.body()));
    fields.put("id", Json.of(checkedId(cluster, id)));
    return answer(cluster, fields, EditRequest::read);
  }

  HttpReply delete(String cluster, String id) {
    var fields = Map.of("id", Json.of(checkedId(cluster, id)), "yes", Json.of(true));
    return answer(cluster, fields, DeleteRequest::read);
  }

  /// OCM finds mirrors, and clusters, only by ID.
  private static String checkedId(String cluster, String id) {
    try {
      if (new MirrorKey(id).canBeId()) {
        return id;
      }
    } catch (InvalidField _) {
      // Not an ID: no such mirror exists.
    }
    throw OcmErrors.noMirror(cluster, id);
  }

  private HttpReply answer(
      String cluster, Map<String, Json> fields, BiFunction<Fields, Target, Request> read) {
    var claimed = read(cluster, fields, read);
    var theirs = opened.callers(caller.token());
    var found =
        switch (theirs.clusters().read(cluster)) {
          case Answer.Done(var there, _) -> there;
          case Answer<Cluster> other -> throw OcmErrors.of(other);
        };
    // OCM has accepted the token, so its claims can be trusted from here on.
    var request = claimed.by(new Actor(Actor.Via.OCM, caller.user(), null, http.id()));
    var services = opened.services();
    var mirrors =
        request.write() instanceof Write.Create ? theirs.mirrors() : new ById(theirs.mirrors());
    var submitted = services.writes().submitForCaller(found, request, theirs.clusters(), mirrors);
    return reply(found, request, submitted, services.operations());
  }

  /// Reads the request with the same rules as our own API.
  private Request read(
      String cluster, Map<String, Json> fields, BiFunction<Fields, Target, Request> read) {
    try {
      var _ = new ClusterKey(cluster);
    } catch (InvalidField _) {
      throw OcmErrors.noCluster(cluster);
    }
    var given = new LinkedHashMap<>(fields);
    given.put("cluster", Json.of(cluster));
    var unverified = new Actor(Actor.Via.OCM, "", null, http.id());
    var event = new Event(Event.Shape.API, http.id(), unverified, "", given, List.of());
    return read.apply(new Fields(event), opened.target());
  }

  private HttpReply reply(
      Cluster cluster, Request request, Submitted submitted, Operations operations) {
    return switch (submitted) {
      case Submitted.Ended(_, Outcome.Created(var mirror), _) ->
          OcmReplies.mirror(201, cluster.id(), mirror, http.id());
      case Submitted.Ended(_, Outcome.Updated(_, var mirror), _) ->
          OcmReplies.mirror(200, cluster.id(), mirror, http.id());
      case Submitted.Ended(_, Outcome.Deleted _, _) -> OcmReplies.deleted(http.id());
      case Submitted.Ended(var status, Outcome.Unchanged(var there), _) ->
          switch (request.write().kind()) {
            case "create" -> {
              if (!new Repeats(operations).isRepeatOfACreate(status, there)) {
                throw OcmErrors.sourceExists(cluster.id(), there.source());
              }
              yield OcmReplies.mirror(201, cluster.id(), there, http.id());
            }
            default -> OcmReplies.mirror(200, cluster.id(), there, http.id());
          };
      case Submitted.Ended(_, Outcome.Refused(var refusal), _) ->
          throw OcmErrors.of(refusal, cluster.id(), request.write());
      case Submitted.Accepted(var status, _, _) ->
          throw OcmError.later(
              "OCM has not confirmed the change yet (operation %s): send the same request again to get its result"
                  .formatted(status.id()),
              null);
      case Submitted.NotAccepted(var why) -> throw OcmErrors.of(why, cluster.id(), request.write());
      case Submitted.Ended(_, Outcome.Applied _, _),
          Submitted.Ended(_, Outcome.Stopped _, _),
          Submitted.NoOneCluster _,
          Submitted.KeyReused _ ->
          throw new IllegalStateException("not a result of a write to one mirror");
    };
  }
}
