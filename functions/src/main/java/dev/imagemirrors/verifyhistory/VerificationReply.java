package dev.imagemirrors.verifyhistory;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.history.Chain;
import dev.imagemirrors.history.ChainFault;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The reply with the verdict on a history, and its faults.
///
/// @param atEnd whether all entries were read
record VerificationReply(ClusterKey cluster, Chain chain, boolean atEnd) {
  /// The lines in the detail of the problem, which is all that a direct invocation gets.
  private static final int MAX_LINES = 10;

  Reply reply() {
    return chain.holds() ? intact() : altered();
  }

  private Reply intact() {
    var body = body();
    return new Reply.Success(200, body, body, lines(), null, null, Map.of());
  }

  /// A problem, so that a pipeline that verifies the history fails.
  private Reply altered() {
    var shown = lines().stream().limit(MAX_LINES).toList();
    var detail = String.join(". ", shown);
    return new Reply.Problem(
        ProblemType.HISTORY_ALTERED, detail, List.of(), body().values(), null, null);
  }

  private Json.Members body() {
    return Json.object()
        .put("messages", Json.strings(lines()))
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
            new Json.Items(chain.faults().stream().<Json>map(VerificationReply::shown).toList()))
        .put("more_faults", more())
        .put("next", atEnd ? Json.Null.NULL : Json.of(chain.checkpoint().text()))
        .build();
  }

  private static Json shown(ChainFault fault) {
    return Json.object()
        .put("number", new Json.Num(fault.number()))
        .put("fault", fault.word())
        .put("detail", fault.detail())
        .build();
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
