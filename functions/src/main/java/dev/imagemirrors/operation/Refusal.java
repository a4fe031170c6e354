package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.mirror.ImageMirror;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a write was not made.
public sealed interface Refusal {
  record ClusterNotReady(String state) implements Refusal {}

  record ClusterNotHosted() implements Refusal {}

  record ClusterGone() implements Refusal {}

  record SourceExists(ImageMirror existing) implements Refusal {}

  record MirrorNotFound() implements Refusal {}

  record SourceImmutable(ImageMirror existing, String requested) implements Refusal {}

  record VersionMismatch(ImageMirror existing, String requested) implements Refusal {}

  record ConfirmationNeeded(ImageMirror existing) implements Refusal {}

  /// A write to one mirror does harm that its caller has not confirmed.
  ///
  /// @param harms a sentence each
  record HarmNotConfirmed(List<String> harms) implements Refusal {
    public HarmNotConfirmed {
      harms = List.copyOf(harms);
    }
  }

  /// A plan deletes these sources or does harm without confirmation, or leaves out this number of
  /// entries of the documents without acceptance, which is confirmed on its own.
  ///
  /// @param harms a sentence each
  record PlanNotConfirmed(List<String> deletes, int notCarriedOver, List<String> harms)
      implements Refusal {
    public PlanNotConfirmed {
      deletes = List.copyOf(deletes);
      harms = List.copyOf(harms);
    }
  }

  /// A cluster cannot have this number of wanted mirrors beside those that have no record and are
  /// left alone.
  record TooManyMirrors(int wanted, int foreign) implements Refusal {}

  record Denied(String reason) implements Refusal {}

  record RefusedByOcm(String reason) implements Refusal {}

  record CredentialsRejected(String reason) implements Refusal {}

  /// Another write was in progress on the cluster until the time ran out.
  record ClusterBusy(String reason) implements Refusal {}

  /// OCM could not be reached, or gave no usable answer, until the time ran out.
  record Unavailable(String reason) implements Refusal {}

  /// No further attempt is made.
  record GivenUp(String reason) implements Refusal {}

  /// It was cancelled while it waited.
  record Cancelled(String by) implements Refusal {}

  /// Checks the cluster before every write: it must be ready and have a hosted control plane. A
  /// deferred write can wait for a cluster that may become ready.
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

  /// The refusal that follows from an answer of OCM other than success.
  static Refusal of(Answer<?> answer) {
    return switch (answer) {
      case Answer.Absent(_) -> new ClusterGone();
      case Answer.Denied(var reason) -> new Denied(reason);
      case Answer.CredentialsRejected(var reason) -> new CredentialsRejected(reason);
      case Answer.Refused(var reason) -> new RefusedByOcm(reason);
      case Answer.AlreadyExists(var reason) -> new RefusedByOcm(reason);
      case Answer.Conflict(var reason) -> new Unavailable(reason);
      case Answer.TryLater(var reason, _) -> new Unavailable(reason);
      case Answer.NoService(var reason) -> new Unavailable(reason);
      case Answer.Doubtful(var reason) -> new Unavailable(reason);
      case Answer.Done(_, _) -> throw new IllegalArgumentException("the answer is a success");
    };
  }

  /// The mirror that was found on the cluster, if any.
  default @Nullable ImageMirror existing() {
    return switch (this) {
      case SourceExists(var mirror) -> mirror;
      case SourceImmutable(var mirror, _) -> mirror;
      case VersionMismatch(var mirror, _) -> mirror;
      case ConfirmationNeeded(var mirror) -> mirror;
      case ClusterNotReady _,
          ClusterNotHosted _,
          ClusterGone _,
          MirrorNotFound _,
          HarmNotConfirmed _,
          PlanNotConfirmed _,
          TooManyMirrors _,
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

  /// Whether the same write would be made if its caller confirmed it.
  default boolean asksForConfirmation() {
    return this instanceof ConfirmationNeeded
        || this instanceof HarmNotConfirmed
        || this instanceof PlanNotConfirmed;
  }

  /// The outcome in the history.
  default String label() {
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
          HarmNotConfirmed _,
          PlanNotConfirmed _,
          TooManyMirrors _,
          Denied _,
          RefusedByOcm _ ->
          "refused";
      case Cancelled _ -> "cancelled";
    };
  }
}
