package dev.imagemirrors.verifyhistory;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Chain;
import dev.imagemirrors.history.ChainFault;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.Table;
import dev.imagemirrors.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The reply with the verdict on a history, and its faults.
///
/// @param atEnd whether all entries were read
record VerificationReply(ClusterKey cluster, Chain chain, boolean atEnd) {
  Reply reply() {
    var lines = lines();
    var next = chain.checkpoint().text();
    var body =
        Json.object()
            .put("messages", Json.strings(lines))
            .put("verified", Json.of(atEnd && chain.holds()))
            .put("entries", chain.entries())
            .put(
                "head",
                Json.object()
                    .put("number", chain.last().number())
                    .put("hash", chain.last().hash())
                    .build())
            .put(
                "faults",
                new Json.Items(
                    chain.faults().stream().<Json>map(VerificationReply::shown).toList()))
            .put("more_faults", more())
            .put("next", atEnd ? Json.Null.NULL : Json.of(next))
            .build();
    return new Reply.Success(
        200,
        body,
        body,
        lines,
        new Table(List.of("NUMBER", "FAULT"), rows(2)),
        new Table(List.of("NUMBER", "FAULT", "DETAIL"), rows(3)),
        Map.of());
  }

  private static Json shown(ChainFault fault) {
    return Json.object()
        .put("number", new Json.Num(fault.number()))
        .put("fault", fault.word())
        .put("detail", fault.detail())
        .build();
  }

  private List<List<String>> rows(int cells) {
    return chain.faults().stream()
        .map(fault ->
            List.of(fault.number().toPlainString(), fault.word(), fault.detail()).subList(0, cells))
        .toList();
  }

  /// The faults that this page and earlier pages found and do not show.
  private long more() {
    return chain.found() - chain.faults().size();
  }

  private List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(verdict());
    for (var fault : chain.faults()) {
      lines.add(
          "Entry %s is %s: %s"
              .formatted(fault.number().toPlainString(), fault.word(), fault.detail()));
    }
    if (more() > 0) {
      lines.add(Text.counted(more(), "more problem is", "more problems are") + " not shown");
    }
    if (!atEnd) {
      lines.add("More entries follow; continue with next=" + chain.checkpoint().text());
    }
    return lines;
  }

  private String verdict() {
    var last = chain.last();
    if (!chain.holds()) {
      return "The history of cluster '%s' has been altered: %s%s"
          .formatted(
              cluster,
              Text.counted(chain.found(), "problem"),
              atEnd ? "" : " up to entry " + last.number());
    }
    if (!atEnd) {
      return "The history of cluster '%s' is intact up to entry %d, with hash %s"
          .formatted(cluster, last.number(), last.hash());
    }
    return last.number() == 0
        ? "Cluster '" + cluster + "' has no history"
        : "The history of cluster '%s' is intact: the newest entry is %d, with hash %s"
            .formatted(cluster, last.number(), last.hash());
  }
}
