package dev.imagemirrors.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The log of a JVM with `class+load`, `gc` and `jit+compilation`.
///
/// @param classes the loaded classes by group
record JvmLog(
    Map<String, Classes> classes, int compilations, int collections, double collectionMillis) {
  private static final Pattern LOADED = Pattern.compile(".*\\[class,load\\s*] (\\S+) source: (.*)");
  private static final Pattern COLLECTED = Pattern.compile(".*\\[gc\\s*] GC\\(.* ([0-9.]+)ms");

  /// The number of classes mapped from the JDK archive, and of those parsed and verified.
  record Classes(int shared, int parsed) {
    Classes plus(Classes more) {
      return new Classes(shared + more.shared, parsed + more.parsed);
    }
  }

  JvmLog {
    classes = Map.copyOf(classes);
  }

  static JvmLog parse(List<String> lines) {
    var classes = new TreeMap<String, Classes>();
    int compilations = 0;
    int collections = 0;
    double collectionMillis = 0;
    for (var line : lines) {
      var loaded = LOADED.matcher(line);
      var collected = COLLECTED.matcher(line);
      if (loaded.matches()) {
        classes.merge(
            group(loaded.group(1)),
            loaded.group(2).startsWith("shared objects") ? new Classes(1, 0) : new Classes(0, 1),
            Classes::plus);
      } else if (collected.matches()) {
        collections++;
        collectionMillis += Double.parseDouble(collected.group(1));
      } else if (line.contains("[jit,compilation]")) {
        compilations++;
      }
    }
    return new JvmLog(classes, compilations, collections, collectionMillis);
  }

  int shared() {
    return classes.values().stream().mapToInt(Classes::shared).sum();
  }

  int parsed() {
    return classes.values().stream().mapToInt(Classes::parsed).sum();
  }

  /// The group of a class. Hidden classes are generated at run time.
  static String group(String name) {
    if (name.contains("$$Lambda") || name.contains("LambdaForm") || name.contains("/0x")) {
      return "lambdas and hidden classes";
    }
    if (name.startsWith("dev.imagemirrors.")) {
      return "ours";
    }
    if (name.startsWith("com.amazonaws.")) {
      return "the runtime's client";
    }
    if (name.startsWith("software.amazon.awssdk.services.")) {
      return "awssdk " + name.split("\\.", -1)[4];
    }
    if (name.startsWith("software.amazon.awssdk.thirdparty.")) {
      return "awssdk's own jackson";
    }
    if (name.startsWith("software.amazon.")) {
      return "awssdk core";
    }
    if (name.startsWith("com.fasterxml.jackson.")) {
      return "jackson";
    }
    return name.startsWith("java")
            || name.startsWith("jdk.")
            || name.startsWith("sun.")
            || name.startsWith("com.sun.")
        ? "the jdk"
        : "others";
  }
}
