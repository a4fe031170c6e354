package dev.imagemirrors.watchclusters;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.lane.Watch;
import dev.imagemirrors.operation.Announcements;
import dev.imagemirrors.reply.Reply;
import java.util.List;
import java.util.Map;

/// Looks at the clusters that something waits for, since OCM tells nobody when one becomes ready,
/// and puts an event on the bus for each that is.
public record WatchClusters(Watch watch, Announcements announcements) {
  static Target read(Fields fields, Target target) {
    fields.check();
    return target;
  }

  Reply look() {
    var seen = watch.look();
    seen.ready().forEach(this::announce);
    var line =
        "%d clusters are waited for: %d are ready, %d will not be, %d could not be asked for"
            .formatted(seen.waitedFor(), seen.ready().size(), seen.hopeless(), seen.unseen());
    var body =
        Json.object()
            .put("messages", Json.texts(List.of(line)))
            .put("ready", Json.texts(seen.ready().stream().map(Cluster::id).toList()))
            .build();
    return new Reply.Success(200, body, body, List.of(line), null, null, Map.of());
  }

  private void announce(Cluster cluster) {
    announcements.announce(
        Announcements.CLUSTER_READY, Json.object().put("cluster", cluster.id()).build());
  }
}
