package dev.imagemirrors.simulation;

import dev.imagemirrors.ocm.SimulatedConnection.Wire;
import dev.imagemirrors.time.Time;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// A bug that is planted in an adapter of a function, to prove that the simulation finds it. The
/// functions themselves are unchanged.
interface Bug {
  String description();

  /// The invariant that it violates, possibly among others.
  Invariant violates();

  /// The scenario in which it is found.
  default Scenario scenario() {
    return Scenarios.FAULTS;
  }

  default Surroundings surroundings(Surroundings surroundings) {
    return surroundings;
  }

  default SqsClient queue(SqsClient queue, Scheduler scheduler) {
    return queue;
  }

  default DynamoDbClient tables(DynamoDbClient tables, Scheduler scheduler) {
    return tables;
  }

  default Wire ocm(Wire wire) {
    return wire;
  }

  default Time time(Time time) {
    return time;
  }

  default boolean losesMessages() {
    return false;
  }

  default boolean losesAnnouncements() {
    return false;
  }

  default boolean isRecovered() {
    return true;
  }

  Bug NONE =
      new Bug() {
        @Override
        public String description() {
          return "none";
        }

        @Override
        public Invariant violates() {
          throw new IllegalStateException("NONE violates no invariant");
        }
      };
}
