package dev.imagemirrors.simulation;

/// What must hold during and after every simulation, whichever faults were injected. The last ones
/// are checked in the scenarios that they are about.
enum Invariant {
  EVERY_OPERATION_ENDS("every accepted operation ends"),
  TRUTHFUL_REPLIES("replies to callers are truthful"),
  CORRECT_OUTCOMES("the outcome of an operation matches what happened on the cluster"),
  EXACTLY_ONCE("a key has one operation, and an operation takes effect once"),
  EXCLUSIVE_LANES("only the holder of a cluster's lane writes to the cluster, one write at a time"),
  CALLER_CREDENTIALS("a write is sent only with its caller's credentials"),
  FIFO_ORDER("no operation overtakes one that was accepted earlier"),
  INTACT_HISTORY("the history has no gap, and each entry holds the hash of the previous one"),
  ACCURATE_HISTORY("every change has a history entry, and every entry a change"),
  NO_NEEDLESS_WRITES("no write is sent that changes nothing"),
  WITHIN_DEADLINES("no call outlasts its invocation, and no write its lease"),
  CONSISTENT_RECORDS("records, recorded sources, history and cluster agree"),
  EMPTY_QUEUES("lanes and queues are empty at the end"),
  EVERY_END_ANNOUNCED("every end is announced"),
  NO_INTERNAL_ERRORS("no function fails with an internal error"),
  READS_IN_OUTAGES("a read is answered within 2 seconds while OCM is down"),
  WRITES_IN_OUTAGES("a write to a known cluster is accepted while OCM is down"),
  FEW_EXECUTIONS("an outage keeps few executions busy"),
  BACKLOG_DRAINS("what has waited for the end of an outage or a throttle ends soon after it"),
  INDEPENDENT_CLUSTERS("no cluster waits because of another"),
  RECOVERED_IN_TIME("what is due is recovered within 5 minutes, whatever fails beside it");

  private final String description;

  Invariant(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }
}
