package dev.imagemirrors.verifyhistory;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.history.Chain;
import dev.imagemirrors.history.Checkpoint;
import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.lane.CheckpointAudit;
import dev.imagemirrors.lane.Verification;
import dev.imagemirrors.lane.Verification.End;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.Reply;
import java.util.List;
import java.util.Objects;

/// Verifies that a cluster's history is intact: also for a deleted cluster, and while OCM is
/// unavailable, because this stack holds the history.
public record VerifyHistory(
    ClusterLookup lookup, Verification verification, Checkpoints checkpoints) {
  private static final int MAX_HEADS = 100;
  private static final int MAX_ENTRIES = 1_000_000;

  /// @param kept heads that the caller has kept, for example from announcements
  /// @param limit the maximum number of entries to read
  record Request(ClusterKey cluster, List<Head> kept, Checkpoint from, int limit) {
    static Request read(Fields fields, Target target) {
      var cluster = CommonFields.cluster(fields);
      var kept = fields.list("head", Request::head);
      if (kept != null && kept.size() > MAX_HEADS) {
        fields.fault(
            "head", "has " + kept.size() + " entries; at most " + MAX_HEADS + " are allowed");
      }
      var from = fields.optional("next", Request::checkpoint);
      var limit = (int) fields.number("limit", MAX_ENTRIES, 1, MAX_ENTRIES);
      fields.check();
      return new Request(
          requireNonNull(cluster),
          requireNonNull(kept),
          Objects.requireNonNullElse(from, Checkpoint.START),
          limit);
    }

    private static Head head(int target, String text) {
      return Head.parse(text)
          .orElseThrow(() ->
              new InvalidField(
                  "head[" + target + "]",
                  "must be the number and the hash of an entry, as NUMBER:HASH"));
    }

    private static Checkpoint checkpoint(String text) {
      return Checkpoint.parse(text)
          .orElseThrow(
              () -> new InvalidField("next", "must be the 'next' value of an earlier reply"));
    }
  }

  Reply verify(Request request) {
    return new ClusterReads(lookup).fromTables(request.cluster(), of -> verify(request, of));
  }

  private Reply verify(Request request, Cluster cluster) {
    var chain = new Chain(cluster.id(), request.from(), request.kept());
    verification.compareEarlier(cluster.id(), chain);
    var end = verification.read(cluster.id(), chain, reader(cluster, request, chain));
    return new VerificationReply(request.cluster(), chain, end == End.REACHED).reply();
  }

  private Verification.Reader reader(Cluster cluster, Request request, Chain chain) {
    var audit = CheckpointAudit.resumed(checkpoints, verification.history(), cluster.id(), chain);
    return new Verification.Reader() {
      @Override
      public long left() {
        return request.limit() - chain.entries();
      }

      @Override
      public void add(HistoryEntry entry) {
        audit.add(entry);
      }
    };
  }
}
