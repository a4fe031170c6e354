package dev.imagemirrors.simulation;

/// The limits of concurrent executions: of the account, and of each function of a role, which the
/// parameters of the template reserve.
///
/// @param account of all functions in the account
/// @param reads of each function that reads; 0 reserves none, as for the others
/// @param queue the invocations of the work queue at a time
record Limits(int account, int reads, int writes, int background, int queue) {
  /// More than any simulation uses.
  static final Limits NONE = new Limits(1_000_000, 0, 0, 0, 1_000_000);

  /// As the template is by default, in an account of this size.
  static Limits ofAccount(int account) {
    return new Limits(account, 0, 0, 0, 50);
  }

  int reserved(DeployedFunction function) {
    return switch (function.role()) {
      case READ -> reads;
      case WRITE -> writes;
      case BACKGROUND -> background;
    };
  }

  /// The executions that all functions without a reservation share.
  int unreserved() {
    var left = account;
    for (var function : DeployedFunction.values()) {
      left -= reserved(function);
    }
    return left;
  }
}
