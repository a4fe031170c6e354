package dev.imagemirrors.local.events;

import dev.imagemirrors.local.aws.Scope;
import java.util.regex.Pattern;

/// The bus of an entry: a name, in the caller's account and region, or an ARN.
record BusName(Scope scope, String name) {
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:events:([a-z0-9-]+):(\\d{12}):event-bus/(.+)");

  static BusName of(String nameOrArn, Scope caller) {
    var arn = ARN.matcher(nameOrArn);
    return arn.matches()
        ? new BusName(new Scope(arn.group(2), arn.group(1)), arn.group(3))
        : new BusName(caller, nameOrArn);
  }
}
