package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.HttpRequest;
import dev.imagemirrors.handler.OcmProxyHandler;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.reply.HttpReply;

/// One write of an image mirror by a client of OCM's API, sent to OCM with that client's token. OCM
/// asks for no confirmation, so its clients could not give one: every write counts as confirmed.
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
    return answer(cluster, new Write.Create(MirrorBody.read(http.body()).wanted(), true));
  }

  HttpReply edit(String cluster, String id) {
    var body = MirrorBody.read(http.body());
    return answer(
        cluster,
        new Write.Edit(checkedId(cluster, id), body.replacement(), body.source(), null, true));
  }

  HttpReply delete(String cluster, String id) {
    return answer(cluster, new Write.Delete(checkedId(cluster, id), true, null));
  }

  /// OCM finds mirrors, and clusters, only by ID.
  private static MirrorKey checkedId(String cluster, String id) {
    try {
      var key = new MirrorKey(id);
      if (key.canBeId()) {
        return key;
      }
    } catch (InvalidField _) {
      // Not an ID: no such mirror exists.
    }
    throw OcmErrors.noMirror(cluster, id);
  }

  private HttpReply answer(String cluster, Write write) {
    var key = checkedCluster(cluster);
    var theirs = opened.callers(caller.token());
    var found =
        switch (theirs.clusters().read(cluster)) {
          case Answer.Done(var there, _) -> there;
          case Answer<Cluster> other -> throw OcmErrors.of(other);
        };
    // OCM has accepted the token, so its claims can be trusted from here on.
    var actor = new Actor(Actor.Via.OCM, caller.user(), null, http.id());
    var target = opened.target();
    var request =
        new Request(key, write, actor, null, target.region(), target.profile(), false, null);
    var services = opened.services();
    var mirrors =
        request.write() instanceof Write.Create ? theirs.mirrors() : new ById(theirs.mirrors());
    var submitted = services.writes().submitForCaller(found, request, theirs.clusters(), mirrors);
    return reply(found, request, submitted, services.operations());
  }

  private static ClusterKey checkedCluster(String cluster) {
    try {
      return new ClusterKey(cluster);
    } catch (InvalidField _) {
      throw OcmErrors.noCluster(cluster);
    }
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
      case Submitted.NotStorable(var fault) ->
          throw new OcmError(400, "Attribute '" + fault.field() + "' " + fault.reason());
      case Submitted.Ended(_, Outcome.Applied _, _),
          Submitted.Ended(_, Outcome.Stopped _, _),
          Submitted.NoSingleCluster _,
          Submitted.KeyReused _ ->
          throw new IllegalStateException("not a result of a write to one mirror");
    };
  }
}
