package dev.imagemirrors.simulation;

import dev.imagemirrors.ocm.SimulatedConnection.Wire;
import dev.imagemirrors.time.Time;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A fault of our own that is planted in what a function works with, to see that it is found. The
/// functions themselves are as they are: it is their adapters that then ask for, or understand,
/// what they should not.
interface Bug {
  String words();

  /// The promise that it breaks, maybe with others.
  Invariant breaks();

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
        public String words() {
          return "none";
        }

        @Override
        public Invariant breaks() {
          throw new IllegalStateException("no bug breaks no promise");
        }
      };
}
