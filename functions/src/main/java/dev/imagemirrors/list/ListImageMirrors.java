package dev.imagemirrors.list;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.ListedMirror;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.MirrorReply;
import dev.imagemirrors.reply.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lists the mirrors of a cluster and of its records, each with its state. When OCM is unavailable,
/// lists the records, and marks the reply.
public record ListImageMirrors(
    ClusterLookup lookup, ClusterMirrors mirrors, Records records, Operations operations) {
  /// A cluster, and optionally one source.
  record Request(ClusterKey cluster, @Nullable Source source) {
    static Request read(Fields fields, Target target) {
      var cluster = CommonFields.cluster(fields);
      var source = fields.optional("source", Source::new);
      fields.check();
      return new Request(requireNonNull(cluster), source);
    }

    /// The reply with the mirrors that are requested.
    ///
    /// @param asOf the time of the records; null for the mirrors of the cluster
    Reply reply(Cluster found, List<ListedMirror> all, @Nullable Instant asOf) {
      var listed =
          all.stream()
              .filter(each -> source == null || source.value().equals(each.mirror().source()))
              .sorted(ListedMirror.BY_SOURCE)
              .toList();
      var only = source == null ? null : source.value();
      return asOf == null
          ? MirrorReply.list(cluster, found.id(), only, listed)
          : MirrorReply.fromRecords(cluster, found.id(), only, listed, asOf);
    }
  }

  Reply list(Request request) {
    return new ClusterReads(lookup)
        .fromOcmOrRecords(
            request.cluster(),
            cluster -> mirrors.list(cluster.id()),
            (cluster, onCluster) -> listed(request, cluster, onCluster),
            (cluster, recorded) -> Optional.of(recorded(request, cluster, recorded)));
  }

  private Reply listed(Request request, Cluster cluster, List<ImageMirror> onCluster) {
    var all = new ArrayList<>(ListedMirror.compare(onCluster, records.of(cluster.id()).mirrors()));
    var known =
        onCluster.stream().map(ImageMirror::source).collect(Collectors.toCollection(HashSet::new));
    addPending(cluster, known, all);
    return request.reply(cluster, all, null);
  }

  private void addPending(Cluster cluster, Set<String> known, List<ListedMirror> all) {
    for (var waiting : operations.waiting(cluster.id())) {
      for (var wanted : creates(waiting.operation().write())) {
        if (known.add(wanted.source().value())) {
          all.add(ListedMirror.pending(wanted));
        }
      }
    }
  }

  /// The mirrors that a waiting write may create.
  private static List<MirrorSet.Wanted> creates(Write write) {
    return switch (write) {
      case Write.Create(var wanted, _) -> List.of(wanted);
      case Write.Apply apply -> apply.set().wanted();
      case Write.Edit _, Write.Delete _ -> List.of();
    };
  }

  private Reply recorded(Request request, Cluster cluster, Records.Recorded recorded) {
    var all = new ArrayList<>(recorded.mirrors().stream().map(ListedMirror::recorded).toList());
    var known =
        recorded.mirrors().stream()
            .map(ImageMirror::source)
            .collect(Collectors.toCollection(HashSet::new));
    addPending(cluster, known, all);
    return request.reply(cluster, all, requireNonNull(recorded.asOf()));
  }
}
