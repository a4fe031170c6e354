package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.mirror.ImageMirror;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a write was not done, where asking again will not help.
public sealed interface Refusal {
  record ClusterNotReady(String state) implements Refusal {}

  record ClusterNotHosted() implements Refusal {}

  record ClusterGone() implements Refusal {}

  record SourceExists(ImageMirror there) implements Refusal {}

  record MirrorNotFound() implements Refusal {}

  record SourceImmutable(ImageMirror there, String asked) implements Refusal {}

  record VersionMismatch(ImageMirror there, String asked) implements Refusal {}

  record ConfirmationNeeded(ImageMirror there) implements Refusal {}

  /// A set was planned that deletes these sources, or loses this much of what was given, and nobody
  /// has confirmed that.
  record PlanNotConfirmed(List<String> deletes, int notCarriedOver) implements Refusal {
    public PlanNotConfirmed {
      deletes = List.copyOf(deletes);
    }
  }

  record Denied(String reason) implements Refusal {}

  record RefusedByOcm(String reason) implements Refusal {}

  record CredentialsRejected(String reason) implements Refusal {}

  /// Another write was in flight on the cluster until the time was up.
  record ClusterBusy(String reason) implements Refusal {}

  /// OCM could not be reached, or did not answer usefully, until the time was up.
  record Unavailable(String reason) implements Refusal {}

  /// It was worth trying until now.
  record GivenUp(String reason) implements Refusal {}

  /// Somebody called it off while it waited.
  record Cancelled(String by) implements Refusal {}

  /// The one guard before every write: only a ready cluster with a hosted control plane passes; for
  /// one that may become ready, what was deferred can wait.
  static Optional<Refusal> guard(Readiness readiness, boolean deferred) {
    return deferred && readiness instanceof Readiness.NotYet notYet && notYet.isTransient()
        ? Optional.empty()
        : guard(readiness);
  }

  /// Whether a cluster can be written to now.
  static Optional<Refusal> guard(Readiness readiness) {
    return switch (readiness) {
      case Readiness.Ready _ -> Optional.empty();
      case Readiness.NotYet(var state) -> Optional.of(new ClusterNotReady(state));
      case Readiness.Unsupported _ -> Optional.of(new ClusterNotHosted());
    };
  }

  /// Why nothing can be done about a cluster, when OCM's answer about it was not what was asked
  /// for.
  static Refusal of(Answer<?> answer) {
    return switch (answer) {
      case Answer.Absent(_) -> new ClusterGone();
      case Answer.Denied(var reason) -> new Denied(reason);
      case Answer.CredentialsRejected(var reason) -> new CredentialsRejected(reason);
      case Answer.Refused(var reason) -> new RefusedByOcm(reason);
      case Answer.AlreadyExists(var reason) -> new RefusedByOcm(reason);
      case Answer.Conflict(var reason) -> new Unavailable(reason);
      case Answer.TryLater(var reason, _) -> new Unavailable(reason);
      case Answer.Doubtful(var reason) -> new Unavailable(reason);
      case Answer.Done(_, _) -> throw new IllegalArgumentException("it was done");
    };
  }

  /// The mirror as it was found, where one was.
  default @Nullable ImageMirror there() {
    return switch (this) {
      case SourceExists(var mirror) -> mirror;
      case SourceImmutable(var mirror, _) -> mirror;
      case VersionMismatch(var mirror, _) -> mirror;
      case ConfirmationNeeded(var mirror) -> mirror;
      case ClusterNotReady _,
          ClusterNotHosted _,
          ClusterGone _,
          MirrorNotFound _,
          PlanNotConfirmed _,
          Denied _,
          RefusedByOcm _,
          CredentialsRejected _,
          ClusterBusy _,
          Unavailable _,
          GivenUp _,
          Cancelled _ ->
          null;
    };
  }

  /// The word that the history has for it.
  default String word() {
    return switch (this) {
      case ClusterBusy _, Unavailable _, CredentialsRejected _, GivenUp _ -> "failed";
      case ClusterNotReady _,
          ClusterNotHosted _,
          ClusterGone _,
          SourceExists _,
          MirrorNotFound _,
          SourceImmutable _,
          VersionMismatch _,
          ConfirmationNeeded _,
          PlanNotConfirmed _,
          Denied _,
          RefusedByOcm _,
          Cancelled _ ->
          "refused";
    };
  }
}
