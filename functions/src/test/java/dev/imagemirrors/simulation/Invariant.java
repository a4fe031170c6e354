package dev.imagemirrors.simulation;

/// What holds after every run, and in it, whatever has gone wrong.
enum Invariant {
  ENDS("every accepted operation ends"),
  TOLD_TRUTH("what callers are told is so"),
  TRUE_OUTCOME("the outcome of an operation is what the cluster has seen"),
  ONE_EFFECT("a key has one operation, and an operation one effect"),
  ONE_AT_A_TIME("a cluster is written to by who holds its lane, and by nobody else at the time"),
  OWN_RIGHTS("a write is sent with the rights of whoever asked for it, and with no other's"),
  IN_ORDER("nothing overtakes what was accepted before it"),
  WHOLE_HISTORY("the history has no gap, and each entry seals the one before"),
  TRUE_HISTORY("each change has its entry in the history, and each entry its change"),
  NOTHING_IN_VAIN("nothing is sent that changes nothing"),
  IN_TIME(
      "no call is begun that may outlast its invocation, and no write that may outlast its lease"),
  TRUE_RECORDS("records, recorded sources and history agree, and with the cluster, too"),
  NOTHING_LEFT("lanes, lines and queues are empty in the end"),
  ANNOUNCED("every end is announced"),
  NO_FAULT("no function fails of itself");

  private final String words;

  Invariant(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
