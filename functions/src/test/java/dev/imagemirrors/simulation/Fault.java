package dev.imagemirrors.simulation;

/// The faults that can be injected, and the highest rate of each.
enum Fault {
  KILLED_BEFORE("a function is killed before a call takes effect", 0.02),
  KILLED_AFTER("a function is killed after a call took effect", 0.02),

  STORE_FAILS("the store fails before it applies a call", 0.03),
  STORE_LOSES_RESPONSE("the store applies a call, and the response is lost", 0.03),
  STORE_REPEATS("the client repeats a call that the store has applied", 0.05),
  STORE_LATE("the store applies a call after its caller gave up", 0.02),
  STORE_REORDERS("the store applies a call again after the client has repeated it", 0.03),
  STORE_CONFLICTS("the store rejects one of two concurrent calls", 0.005),
  STORE_SLOW("the store is slow", 0.05),
  INDEX_LAGS("an index of the store lags behind", 0.5),
  READ_LAGS("a read that need not be consistent sees an earlier state", 0.5),

  OCM_UNREACHABLE("OCM cannot be reached", 0.05),
  OCM_FAILS_BEFORE("OCM fails before it applies a request", 0.08),
  OCM_FAILS_AFTER("OCM fails after it applied a request", 0.08),
  OCM_RESETS_BEFORE("the connection to OCM is reset before a request takes effect", 0.05),
  OCM_RESETS_AFTER("the connection to OCM is reset after a request took effect", 0.08),
  OCM_EMPTY("OCM applies a request and replies with an empty body", 0.05),
  OCM_FOREIGN_BODY("OCM applies a request, and a proxy replies in its place", 0.03),
  OCM_SLOW("OCM replies after its caller gave up", 0.05),
  OCM_LATE("OCM applies a request after its caller gave up", 0.05),
  OCM_DENIES("OCM denies access temporarily", 0.02),
  OCM_THROTTLES("OCM throttles a request", 0.05),

  TOKEN_REVOKED("a token is revoked", 0.03),
  TOKENS_DOWN("the token service is down", 0.1),

  QUEUE_REFUSES("the queue rejects a message", 0.2),
  QUEUE_REPEATS("a handled message is delivered again", 0.1),
  BUS_REPEATS("an event is delivered twice", 0.3),
  BUS_LATE("an event is delivered late", 0.3),
  BUS_REFUSES("the bus rejects an event", 0.1),
  SECRET_FAILS("the secret cannot be read", 0.1);

  private final String description;
  private final double most;

  Fault(String description, double most) {
    this.description = description;
    this.most = most;
  }

  String description() {
    return description;
  }

  double most() {
    return most;
  }
}
