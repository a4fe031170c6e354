package dev.imagemirrors.showoperation;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import org.jspecify.annotations.Nullable;

/// Shows one operation, or the operations on a cluster, newest first and a page at a time.
public record ShowOperation(ClusterLookup lookup, Operations operations) {
  private static final int PAGE = 20;
  private static final int MAX_PAGE = 100;

  /// One operation by its ID, or a cluster's.
  sealed interface Request {
    record One(String id) implements Request {}

    record OfCluster(ClusterKey cluster, @Nullable String before, int limit) implements Request {}

    static Request read(Fields fields, Target target) {
      var id = CommonFields.operationId(fields, "id");
      var cluster = fields.optional("cluster", ClusterKey::new);
      var next = CommonFields.operationId(fields, "next");
      var limit = (int) fields.number("limit", PAGE, 1, MAX_PAGE);
      if (id == null && cluster == null) {
        fields.fault("id", "Operation ID or cluster is required");
      }
      fields.check();
      return id != null ? new One(id) : new OfCluster(requireNonNull(cluster), next, limit);
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
    var found = operations.of(clusterId, request.before(), request.limit() + 1);
    var more = found.size() > request.limit();
    var page = more ? found.subList(0, request.limit()) : found;
    return OperationReply.of(request.cluster(), page, more ? page.getLast().id() : null);
  }
}
