package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Advice;
import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Plan;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Write;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The one rule on what requires `yes`: deletions, and changes that do harm. A request that changes
/// nothing requires no confirmation, whatever it contains.
///
/// It applies twice: to a request before it is accepted, so that nothing unconfirmed waits for its
/// turn or its cluster; and in the lane before anything is sent, since the cluster can have
/// changed, or could not be read before.
final class Confirmation {
  private Confirmation() {}

  /// Whether a write does no harm, whatever its cluster has.
  private static boolean isHarmless(Cluster cluster, Write.Single write) {
    return harms(cluster, write, null, Set.of()).isEmpty();
  }

  /// The refusal of a write to a cluster that cannot be read now: by what is recorded of it. A
  /// write that is accepted is judged again in the lane, by what the cluster has then.
  ///
  /// @param why the reason why the cluster cannot be read
  static Optional<Refusal> refusalByRecords(
      Ports ports, Cluster cluster, Write write, Refusal.Unavailable why) {
    if (write.confirmed()) {
      return Optional.empty();
    }
    return switch (write) {
      case Write.Create create when isHarmless(cluster, create) -> Optional.empty();
      case Write.Edit edit when isHarmless(cluster, edit) -> Optional.empty();
      case Write.Apply apply -> {
        var recorded = ports.records().of(cluster.id());
        var sources = recorded.sources();
        var plan = Plan.of(recorded.mirrors(), sources, apply.set(), apply.exclusive());
        yield refusal(cluster, plan, apply, sources);
      }
      case Write.Single single -> {
        var recorded = ports.records().of(cluster.id());
        var found = recorded.mirrors().stream().filter(single.key()::names).findFirst();
        yield switch (single) {
          case Write.Create create
              when found.filter(there -> there.mirrorsAre(create.wanted().mirrors())).isPresent() ->
              Optional.empty();
          case Write.Create _, Write.Edit _ ->
              refusal(cluster, single, found.orElse(null), recorded::sources);
          case Write.Delete _ ->
              Optional.of(found.<Refusal>map(Refusal.ConfirmationNeeded::new).orElse(why));
        };
      }
    };
  }

  /// The refusal of a request; the cluster is read where that decides it.
  ///
  /// @param waits whether the write waits for its cluster or its turn
  static Optional<Refusal> refusal(Ports ports, Cluster cluster, Write write, boolean waits) {
    if (write.confirmed()) {
      return Optional.empty();
    }
    return switch (write) {
      case Write.Create create when isHarmless(cluster, create) -> Optional.empty();
      case Write.Create create -> unread(ports, cluster, create);
      // The source of a mirror with this ID is not known. A write that does not wait reads it
      // anyway.
      case Write.Edit edit when edit.key().canBeId() && !waits -> Optional.empty();
      case Write.Edit edit when !edit.key().canBeId() && isHarmless(cluster, edit) ->
          Optional.empty();
      case Write.Edit edit -> unread(ports, cluster, edit);
      case Write.Delete delete -> unread(ports, cluster, delete);
      case Write.Apply apply -> unread(ports, cluster, apply);
    };
  }

  /// The refusal of a request that was not refused before, and that has to wait for its turn.
  static Optional<Refusal> refusalOfQueued(Ports ports, Cluster cluster, Write write) {
    return write instanceof Write.Edit edit
        ? refusal(ports, cluster, edit, true)
        : Optional.empty();
  }

  /// The refusal of a change to one mirror that is about to be sent.
  ///
  /// @param found the mirror on the cluster; null if there is none
  /// @param kept the sources of the cluster's other mirrors, which are read only where they decide:
  ///   they can only take harm away
  static Optional<Refusal> refusal(
      Cluster cluster,
      Write.Single write,
      @Nullable ImageMirror found,
      Supplier<Set<String>> kept) {
    if (write.confirmed() || harms(cluster, write, found, Set.of()).isEmpty()) {
      return Optional.empty();
    }
    var harms = harms(cluster, write, found, kept.get());
    return harms.isEmpty() ? Optional.empty() : Optional.of(new Refusal.HarmNotConfirmed(harms));
  }

  /// The refusal of a plan before its first write: of one that can never be reached, or that
  /// requires confirmation.
  static Optional<Refusal> refusal(
      Cluster cluster, Plan plan, Write.Apply apply, Collection<String> recorded) {
    return tooMany(plan).or(() -> unconfirmed(cluster, plan, apply, recorded));
  }

  /// The refusal of a plan after which the cluster would have too many mirrors.
  static Optional<Refusal> tooMany(Plan plan) {
    return plan.fits()
        ? Optional.empty()
        : Optional.of(
            new Refusal.TooManyMirrors(
                plan.after() - plan.foreign().size(), plan.foreign().size()));
  }

  private static Optional<Refusal> unconfirmed(
      Cluster cluster, Plan plan, Write.Apply apply, Collection<String> recorded) {
    List<String> deletes =
        apply.confirmed() ? List.of() : plan.deletes().stream().map(ImageMirror::source).toList();
    var harms = apply.confirmed() ? List.<String>of() : harms(cluster, plan, recorded);
    return deletes.isEmpty() && harms.isEmpty() && apply.notCarriedOver() == 0
        ? Optional.empty()
        : Optional.of(new Refusal.PlanNotConfirmed(deletes, apply.notCarriedOver(), harms));
  }

  private static Optional<Refusal> unread(Ports ports, Cluster cluster, Write.Single write) {
    var answer = ports.mirrors().find(cluster.id(), write.key());
    return switch (Step.afterRead(write, answer, Step.Doubt.NONE)) {
      case Step.Send(var found) -> refusal(cluster, write, found, () -> recorded(ports, cluster));
      // The lane repeats the read, and has another answer for it than a request for confirmation.
      case Step.End _, Step.Read _, Step.Wait _, Step.Leave _, Step.AskWhy _ ->
          answer instanceof Answer.Done || write instanceof Write.Edit
              ? Optional.empty()
              : refusal(cluster, write, null, () -> recorded(ports, cluster));
    };
  }

  private static Optional<Refusal> unread(Ports ports, Cluster cluster, Write.Delete delete) {
    return switch (ports.mirrors().find(cluster.id(), delete.key())) {
      case Answer.Done(var there, _) ->
          Optional.of(
              delete.version() == null || delete.version().equals(there.version())
                  ? new Refusal.ConfirmationNeeded(there)
                  : new Refusal.VersionMismatch(there, delete.version()));
      case Answer.Absent(_) -> Optional.of(new Refusal.MirrorNotFound());
      case Answer<?> other -> Optional.of(Refusal.of(other));
    };
  }

  private static Optional<Refusal> unread(Ports ports, Cluster cluster, Write.Apply apply) {
    return switch (ports.mirrors().list(cluster.id())) {
      case Answer.Done(var there, _) -> {
        var recorded = recorded(ports, cluster);
        var plan = Plan.of(there, recorded, apply.set(), apply.exclusive());
        yield refusal(cluster, plan, apply, recorded);
      }
      case Answer<?> other -> Optional.of(Refusal.of(other));
    };
  }

  private static Set<String> recorded(Ports ports, Cluster cluster) {
    return ports.records().of(cluster.id()).sources();
  }

  private static List<String> harms(
      Cluster cluster, Write.Single write, @Nullable ImageMirror found, Collection<String> kept) {
    return switch (write) {
      case Write.Create create -> Advice.harms(cluster, List.of(create.wanted()), kept);
      case Write.Edit edit -> {
        var source = found == null ? edit.key().value() : found.source();
        var wanted = new MirrorSet.Wanted(Source.asSent(source), edit.mirrors());
        yield Advice.harms(cluster, List.of(wanted), kept);
      }
      case Write.Delete _ -> List.of();
    };
  }

  private static List<String> harms(Cluster cluster, Plan plan, Collection<String> recorded) {
    var changed =
        Stream.concat(
                plan.creates().stream(),
                plan.edits().stream()
                    .map(edit ->
                        new MirrorSet.Wanted(Source.asSent(edit.before().source()), edit.after())))
            .toList();
    var kept = new HashSet<>(recorded);
    plan.unchanged().forEach(mirror -> kept.add(mirror.source()));
    plan.foreign().forEach(mirror -> kept.add(mirror.source()));
    plan.deletes().forEach(mirror -> kept.remove(mirror.source()));
    return Advice.harms(cluster, changed, kept);
  }
}
