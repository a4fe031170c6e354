package dev.imagemirrors.operation;

import dev.imagemirrors.history.Actor;

/// A caller, as idempotency keys tell callers apart, and limits with [#limited(Actor)].
///
/// The sessions of an IAM role are one caller, since a retry or another instance of the same
/// pipeline has another session. All direct invocations are one caller, since their events do not
/// name theirs.
public record Principal(String value) {
  public static Principal of(Actor actor) {
    return new Principal(
        switch (actor.via()) {
          case API -> "api " + role(actor);
          case BUS -> "bus " + actor.account() + " " + actor.id();
          case DIRECT -> "direct";
          case OCM -> "ocm " + actor.id();
        });
  }

  /// The caller for a limit. The bus events of an account are one caller, since each sender chooses
  /// the sources of its events and could take another one for every event.
  static Principal limited(Actor actor) {
    return actor.via() == Actor.Via.BUS
        ? new Principal("bus " + actor.account())
        : Principal.of(actor);
  }

  /// The ARN of a role instead of its session's; what is not an ARN as it is.
  private static String role(Actor actor) {
    var arns = actor.arns();
    return arns.isEmpty() ? actor.id() : arns.getLast();
  }
}
