package dev.imagemirrors.lane;

import static dev.imagemirrors.cluster.Answer.Absent;
import static dev.imagemirrors.cluster.Answer.AlreadyExists;
import static dev.imagemirrors.cluster.Answer.Conflict;
import static dev.imagemirrors.cluster.Answer.CredentialsRejected;
import static dev.imagemirrors.cluster.Answer.Denied;
import static dev.imagemirrors.cluster.Answer.Done;
import static dev.imagemirrors.cluster.Answer.Doubtful;
import static dev.imagemirrors.cluster.Answer.NoService;
import static dev.imagemirrors.cluster.Answer.Refused;
import static dev.imagemirrors.cluster.Answer.TryLater;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The next step of a write, decided only from the last answer.
///
/// A create is sent at once, since OCM itself refuses a source that already has a mirror; edits and
/// deletes read first. A write in doubt is settled by reading: a mirror as requested is a success,
/// and a write counts as not made after two reads, a backoff apart, that do not find it.
sealed interface Step {
  /// Read the mirror on the cluster.
  record Read() implements Step {}

  /// Send the write, to the mirror that was found (null for a create).
  record Send(@Nullable ImageMirror found) implements Step {}

  /// Wait for a backoff, or as long as OCM requests, then continue with `then`.
  record Wait(Step then, Refusal ifTimeIsUp, @Nullable Duration atLeast) implements Step {}

  /// Stop before the time runs out, and leave the rest to another invocation.
  record Leave(Refusal why) implements Step {}

  /// Read the cluster to find out why OCM rejected the request.
  record AskWhy(String reason) implements Step {}

  record End(Outcome outcome) implements Step {}

  /// Whether the write may have been made.
  enum Doubt {
    /// Nothing was sent, or OCM gave a clear answer.
    NONE,
    /// The write may have been made, and has not been read since.
    FRESH,
    /// The first read did not find it.
    READ_ONCE,
    /// Two reads did not find it, so it counts as not made. If it takes effect later, it is still
    /// attributed to this operation.
    SETTLED;

    Doubt afterReading() {
      return switch (this) {
        case NONE -> NONE;
        case FRESH -> READ_ONCE;
        case READ_ONCE, SETTLED -> SETTLED;
      };
    }

    boolean open() {
      return this == FRESH || this == READ_ONCE;
    }
  }

  static Step first(Write.Single write, Doubt doubt) {
    return write instanceof Write.Create && doubt == Doubt.NONE ? new Send(null) : new Read();
  }

  /// The step after a read; `doubt` is the doubt before it.
  static Step afterRead(Write.Single write, Answer<ImageMirror> answer, Doubt doubt) {
    return switch (answer) {
      case Done(var mirror, _) -> afterFound(write, mirror, doubt);
      case Absent(_) -> afterAbsent(write, doubt);
      case Conflict(var reason) -> new Wait(new Read(), new Refusal.ClusterBusy(reason), null);
      case TryLater(var reason, var after) ->
          new Wait(new Read(), new Refusal.Unavailable(reason), after);
      case NoService(var reason) -> new Leave(new Refusal.Unavailable(reason));
      case Doubtful(var reason) -> new Wait(new Read(), new Refusal.Unavailable(reason), null);
      case Denied(var reason) -> refusedUnless(doubt, new Refusal.Denied(reason));
      case CredentialsRejected(var reason) ->
          refusedUnless(doubt, new Refusal.CredentialsRejected(reason));
      case AlreadyExists(var reason) -> askWhyUnless(doubt, reason);
      case Refused(var reason) -> askWhyUnless(doubt, reason);
    };
  }

  /// A denied read does not show whether a write in doubt was made.
  private static Step refusedUnless(Doubt doubt, Refusal refusal) {
    return doubt == Doubt.NONE ? refused(refusal) : new Wait(new Read(), refusal, null);
  }

  private static Step askWhyUnless(Doubt doubt, String reason) {
    return doubt == Doubt.NONE
        ? new AskWhy(reason)
        : new Wait(new Read(), new Refusal.RefusedByOcm(reason), null);
  }

  /// The step after the write was sent; `found` is the mirror it was sent to.
  static Step afterSend(
      Write.Single write, @Nullable ImageMirror found, Answer<ImageMirror> answer) {
    return switch (answer) {
      case Done(var mirror, _) -> new End(done(write, found, mirror));
      case Absent(_) ->
          switch (write) {
            case Write.Create _ -> refused(new Refusal.ClusterGone());
            case Write.Edit _ -> refused(new Refusal.MirrorNotFound());
            case Write.Delete _ -> new End(new Outcome.Deleted(found));
          };
      case AlreadyExists(_) -> new Read();
      case Conflict(var reason) -> new Wait(new Send(found), new Refusal.ClusterBusy(reason), null);
      case TryLater(var reason, var after) ->
          new Wait(new Send(found), new Refusal.Unavailable(reason), after);
      case NoService(var reason) -> new Leave(new Refusal.Unavailable(reason));
      case Doubtful(_) -> new Read();
      case Denied(var reason) -> refused(new Refusal.Denied(reason));
      case CredentialsRejected(var reason) -> refused(new Refusal.CredentialsRejected(reason));
      case Refused(var reason) -> new AskWhy(reason);
    };
  }

  private static Step afterFound(Write.Single write, ImageMirror there, Doubt doubt) {
    var ours = doubt != Doubt.NONE;
    return switch (write) {
      case Write.Create(var wanted, _) -> {
        if (!there.mirrorsAre(wanted.mirrors())) {
          yield refused(new Refusal.SourceExists(there));
        }
        yield new End(ours ? new Outcome.Created(there) : new Outcome.Unchanged(there));
      }
      case Write.Edit(_, var mirrors, var source, var version, _) -> {
        if (source != null && !source.value().equals(there.source())) {
          yield refused(new Refusal.SourceImmutable(there, source.value()));
        }
        if (there.mirrorsAre(mirrors) && ours) {
          yield new End(new Outcome.Updated(null, there));
        }
        if (version != null && !version.equals(there.version())) {
          yield refused(new Refusal.VersionMismatch(there, version));
        }
        yield there.mirrorsAre(mirrors)
            ? new End(new Outcome.Unchanged(there))
            : sendUnlessOpen(doubt, there);
      }
      case Write.Delete(_, var confirmed, var version) -> {
        if (version != null && !version.equals(there.version())) {
          yield refused(new Refusal.VersionMismatch(there, version));
        }
        yield confirmed
            ? sendUnlessOpen(doubt, there)
            : refused(new Refusal.ConfirmationNeeded(there));
      }
    };
  }

  private static Step afterAbsent(Write.Single write, Doubt doubt) {
    return switch (write) {
      case Write.Create _ -> sendUnlessOpen(doubt, null);
      case Write.Edit _ -> refused(new Refusal.MirrorNotFound());
      case Write.Delete _ ->
          doubt == Doubt.NONE
              ? refused(new Refusal.MirrorNotFound())
              : new End(new Outcome.Deleted(null));
    };
  }

  private static Step sendUnlessOpen(Doubt doubt, @Nullable ImageMirror found) {
    return doubt.afterReading().open()
        ? new Wait(
            new Read(),
            new Refusal.Unavailable("OCM did not confirm whether the write was made"),
            null)
        : new Send(found);
  }

  private static Outcome done(Write.Single write, @Nullable ImageMirror found, ImageMirror mirror) {
    return switch (write) {
      case Write.Create _ -> new Outcome.Created(mirror);
      case Write.Edit _ -> new Outcome.Updated(found, mirror);
      case Write.Delete _ -> new Outcome.Deleted(found);
    };
  }

  private static Step refused(Refusal refusal) {
    return new End(new Outcome.Refused(refusal));
  }
}
