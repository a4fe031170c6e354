package dev.imagemirrors.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// The concurrent executions of the functions, within the limits of the account.
final class Concurrency {
  private final LongSupplier now;
  private final Limits limits;
  private final Map<DeployedFunction, Integer> running = new EnumMap<>(DeployedFunction.class);
  private final List<Execution> executions = new ArrayList<>();
  private int others;
  private long othersSince;
  private int throttled;

  /// An execution that has ended.
  record Execution(DeployedFunction function, long from, long to) {
    boolean overlaps(long begin, long end) {
      return from < end && to > begin;
    }
  }

  Concurrency(LongSupplier now, Limits limits) {
    this.now = now;
    this.limits = limits;
  }

  /// The executions that other functions of the account use.
  void setOthers(int used) {
    others = used;
    othersSince = now.getAsLong();
  }

  /// When other functions of the account last began or ceased to use executions.
  long othersSince() {
    return othersSince;
  }

  /// Starts an execution, unless that exceeds a limit.
  boolean begin(DeployedFunction function) {
    var reserved = limits.reserved(function);
    var isFree = reserved > 0 ? running(function) < reserved : shared() < limits.unreserved();
    if (isFree) {
      running.merge(function, 1, Integer::sum);
    } else {
      throttled++;
    }
    return isFree;
  }

  private int running(DeployedFunction function) {
    return running.getOrDefault(function, 0);
  }

  private int shared() {
    return others
        + running.entrySet().stream()
            .filter(each -> limits.reserved(each.getKey()) == 0)
            .mapToInt(Map.Entry::getValue)
            .sum();
  }

  void end(DeployedFunction function, long from) {
    running.merge(function, -1, Integer::sum);
    executions.add(new Execution(function, from, now.getAsLong()));
  }

  int throttled() {
    return throttled;
  }

  /// The most executions at one time in a period.
  int most(Predicate<DeployedFunction> functions, long from, long to) {
    var changes = new ArrayList<long[]>();
    for (var each : executions) {
      if (functions.test(each.function()) && each.overlaps(from, to)) {
        changes.add(new long[] {each.from(), 1});
        changes.add(new long[] {each.to(), -1});
      }
    }
    // An execution that ends makes room for one that begins at the same moment.
    changes.sort((one, other) ->
        one[0] == other[0] ? Long.compare(one[1], other[1]) : Long.compare(one[0], other[0]));
    var most = 0L;
    var current = 0L;
    for (var change : changes) {
      current += change[1];
      most = Math.max(most, current);
    }
    return (int) most;
  }

  /// The executions in a period, on average.
  double average(Predicate<DeployedFunction> functions, long from, long to) {
    var total = 0.0;
    for (var each : executions) {
      if (functions.test(each.function()) && each.overlaps(from, to)) {
        total += Math.min(to, each.to()) - Math.max(from, each.from());
      }
    }
    return total / (to - from);
  }
}
