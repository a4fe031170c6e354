package dev.imagemirrors.mirror;

import java.util.regex.Pattern;

/// Names of the machine that uses them. On a node that is the node itself, and not the machine on
/// which a set was written.
final class Localhost {
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  private Localhost() {}

  static boolean isHostOf(String location) {
    var host = location.split("/", 2)[0].split(":", 2)[0];
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || LOOPBACK.matcher(host).matches();
  }
}
