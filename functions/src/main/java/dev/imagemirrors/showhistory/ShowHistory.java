package dev.imagemirrors.showhistory;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Listing;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.Selection;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.Reply;

/// Shows the changes to a cluster's mirrors, or to one of them, newest first and a page at a time:
/// also for a deleted cluster, and while OCM is unavailable, because this stack holds the history.
public record ShowHistory(ClusterLookup lookup, History history) {
  private static final Listing.Sizes PAGE = new Listing.Sizes(100, 500);
  private static final int MAX_DIGITS = 18;

  record Request(ClusterKey cluster, Selection selection, Listing listing) {
    static Request read(Fields fields, Target target) {
      var cluster = CommonFields.cluster(fields);
      var mirror = CommonFields.optionalKey(fields);
      var only = mirror == null ? null : mirror.value();
      var after = fields.number("after", 0, 0, Long.MAX_VALUE);
      var more = Json.object().put("after", after).put("mirror", only).build();
      var listing = Listing.read(fields, PAGE, more, Request::isNumber);
      fields.check();
      var selection = new Selection(listing.oldestFirst(), after, only, listing.filter());
      return new Request(requireNonNull(cluster), selection, listing);
    }

    private static boolean isNumber(String text) {
      return !text.isEmpty()
          && text.length() <= MAX_DIGITS
          && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
  }

  Reply show(Request request) {
    return new ClusterReads(lookup).fromTables(request.cluster(), of -> page(request, of));
  }

  private Reply page(Request request, Cluster cluster) {
    var position = request.listing().position();
    var page =
        history.read(
            cluster.id(),
            request.selection(),
            position == null ? null : Long.valueOf(position),
            request.listing().limit());
    return HistoryReply.of(request.cluster(), request.selection(), request.listing(), page);
  }
}
