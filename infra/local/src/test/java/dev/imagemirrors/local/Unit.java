package dev.imagemirrors.local;

import java.util.Arrays;
import java.util.Locale;

/// Something that AWS charges for, or that a charge follows from.
enum Unit {
  API_REQUESTS,
  INVOCATIONS,
  /// Calls to OCM. Functions are charged for the time that they wait for them.
  OCM_CALLS,
  WRITE_UNITS,
  READ_UNITS,
  SQS_REQUESTS,
  CUSTOM_EVENTS,
  LOG_BYTES,
  /// By how much the tables have grown.
  STORED_BYTES;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Unit labelled(String label) {
    return Arrays.stream(values())
        .filter(unit -> unit.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown unit " + label));
  }

  /// How far a count may differ from the recorded one: times and durations in logs and items have
  /// more or fewer digits.
  double tolerance() {
    return switch (this) {
      case LOG_BYTES -> 0.1;
      case STORED_BYTES -> 0.03;
      default -> 0;
    };
  }
}
