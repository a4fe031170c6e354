package dev.imagemirrors.showoperation;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Listing;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.OperationSelection;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import java.util.Arrays;
import java.util.List;

/// Shows one operation, or the operations on a cluster, newest first and a page at a time.
public record ShowOperation(ClusterLookup lookup, Operations operations) {
  private static final Listing.Sizes PAGE = new Listing.Sizes(20, 100);
  private static final List<String> STATES =
      Arrays.stream(State.values()).map(State::label).toList();

  /// One operation by its ID, or a cluster's.
  sealed interface Request {
    record One(String id) implements Request {}

    record OfCluster(ClusterKey cluster, OperationSelection selection, Listing listing)
        implements Request {}

    static Request read(Fields fields, Target target) {
      var id = CommonFields.operationId(fields, "id");
      var cluster = fields.optional("cluster", ClusterKey::new);
      if (id != null) {
        fields.check();
        return new One(id);
      }
      var states = Listing.oneOf(fields, "state", STATES, State::of);
      var more =
          Json.object()
              .put("state", Json.strings(states.stream().map(State::label).sorted().toList()))
              .build();
      var listing = Listing.read(fields, PAGE, more, CommonFields::isOperationId);
      if (!fields.has("id") && !fields.has("cluster")) {
        fields.fault("id", "Operation ID or cluster is required");
      }
      fields.check();
      var selection = new OperationSelection(listing.oldestFirst(), states, listing.filter());
      return new OfCluster(requireNonNull(cluster), selection, listing);
    }
  }

  Reply show(Request request) {
    return switch (request) {
      case Request.One(var id) ->
          operations
              .find(id)
              .map(OperationReply::of)
              .orElseGet(() -> Problems.operationNotFound(id));
      case Request.OfCluster of ->
          new ClusterReads(lookup).fromTables(of.cluster(), cluster -> page(of, cluster.id()));
    };
  }

  private Reply page(Request.OfCluster request, String clusterId) {
    var listing = request.listing();
    var page = operations.of(clusterId, request.selection(), listing.position(), listing.limit());
    var end = page.next();
    return OperationReply.of(
        request.cluster(),
        request.selection(),
        page.entries(),
        end == null ? null : listing.next(end));
  }
}
