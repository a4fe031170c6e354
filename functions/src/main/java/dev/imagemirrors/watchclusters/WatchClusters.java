package dev.imagemirrors.watchclusters;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.lane.Watch;
import dev.imagemirrors.operation.Announcements;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.text.Text;
import java.util.List;
import java.util.Map;

/// Polls the clusters that operations wait for, since OCM sends no event when a cluster becomes
/// ready, and puts an event on the bus for each ready one.
public record WatchClusters(Watch watch, Announcements announcements) {
  static Target read(Fields fields, Target target) {
    fields.check();
    return target;
  }

  Reply check() {
    var checked = watch.check();
    checked.ready().forEach(this::announce);
    var message =
        "Waiting for %s; %s ready, %d cannot become ready, %d could not be checked"
            .formatted(
                Text.counted(checked.waitedFor(), "cluster"),
                Text.counted(checked.ready().size(), "is", "are"),
                checked.neverReady(),
                checked.unchecked());
    var body =
        Json.object()
            .put("messages", Json.strings(List.of(message)))
            .put("ready", Json.strings(checked.ready().stream().map(Cluster::id).toList()))
            .build();
    return new Reply.Success(200, body, body, List.of(message), null, null, Map.of());
  }

  private void announce(Cluster cluster) {
    announcements.announce(
        Announcements.CLUSTER_READY, Json.object().put("cluster", cluster.id()).build());
  }
}
