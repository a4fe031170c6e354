package dev.imagemirrors.local.events;

import dev.imagemirrors.local.aws.Place;
import java.util.regex.Pattern;

/// A bus as an entry names it: by its name, in the caller's account and region, or by its ARN.
record BusName(Place place, String name) {
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:events:([a-z0-9-]+):(\\d{12}):event-bus/(.+)");

  static BusName of(String nameOrArn, Place caller) {
    var arn = ARN.matcher(nameOrArn);
    return arn.matches()
        ? new BusName(new Place(arn.group(2), arn.group(1)), arn.group(3))
        : new BusName(caller, nameOrArn);
  }
}
