package dev.imagemirrors.local;

import java.lang.reflect.InvocationTargetException;

/// The main class of the jar, which an older Java can run: it explains that a newer one is needed.
/// The build compiles it for Java 8, so it can use only what Java 8 has.
public final class Launcher {
  private static final int REQUIRED = 25;

  private Launcher() {}

  public static void main(String[] arguments) throws Throwable {
    String complaint = complaint(System.getProperty("java.specification.version", "0"));
    if (!complaint.isEmpty()) {
      System.err.println("image-mirrors-local: " + complaint);
      System.exit(2);
    }
    try {
      Class.forName("dev.imagemirrors.local.Main")
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause == null ? e : cause;
    }
  }

  /// The reason why this version of Java cannot run the jar; empty if it can.
  ///
  /// @param version the specification version, which is 1.8 for Java 8
  static String complaint(String version) {
    if (!version.startsWith("1.") && Integer.parseInt(version) >= REQUIRED) {
      return "";
    }
    return "requires Java "
        + REQUIRED
        + " or later, but this is Java "
        + System.getProperty("java.version")
        + " in "
        + System.getProperty("java.home");
  }
}
