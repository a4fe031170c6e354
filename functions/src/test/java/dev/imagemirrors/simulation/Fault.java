package dev.imagemirrors.simulation;

/// What can go wrong, and how often at the most, of all the times that it could.
enum Fault {
  KILLED_BEFORE("a function is killed before a call takes effect", 0.02),
  KILLED_AFTER("a function is killed after a call took effect", 0.02),

  STORE_FAILS("the store fails, and has done nothing", 0.03),
  STORE_LOSES_ANSWER("the store has done it, and its answer is lost", 0.03),
  STORE_REPEATS("the client repeats a call that the store has done", 0.05),
  STORE_LATE("the store does it after its caller gave up", 0.02),
  STORE_REORDERS("the store does a call once more after its client has repeated it", 0.03),
  STORE_CONFLICTS("the store turns one of two calls at the same moment away", 0.005),
  STORE_SLOW("the store is slow", 0.05),
  INDEX_LAGS("an index of the store is behind", 0.5),

  OCM_UNREACHABLE("OCM cannot be reached", 0.05),
  OCM_FAILS_BEFORE("OCM fails, and has done nothing", 0.08),
  OCM_FAILS_AFTER("OCM has done it, and fails", 0.08),
  OCM_RESETS_BEFORE("the connection to OCM breaks off before it takes effect", 0.05),
  OCM_RESETS_AFTER("the connection to OCM breaks off after it took effect", 0.08),
  OCM_EMPTY("OCM has done it, and answers with nothing", 0.05),
  OCM_FOREIGN_BODY("OCM has done it, and somebody in between answers", 0.03),
  OCM_SLOW("OCM answers after its caller gave up", 0.05),
  OCM_LATE("OCM does it after its caller gave up", 0.05),
  OCM_DENIES("OCM denies what it has allowed before, for a moment", 0.02),
  OCM_THROTTLES("OCM asks to come later", 0.05),

  TOKEN_REVOKED("a token is revoked", 0.03),
  TOKENS_DOWN("the token service is down", 0.1),

  QUEUE_REFUSES("the queue does not take a message", 0.2),
  QUEUE_REPEATS("a message that was handled comes again", 0.1),
  BUS_REPEATS("an event comes twice", 0.3),
  BUS_LATE("an event comes late", 0.3),
  BUS_REFUSES("the bus does not take an event", 0.1),
  SECRET_FAILS("the secret cannot be read", 0.1);

  private final String words;
  private final double most;

  Fault(String words, double most) {
    this.words = words;
    this.most = most;
  }

  String words() {
    return words;
  }

  double most() {
    return most;
  }
}
