package dev.imagemirrors.document;

import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the documents of a text contain: mirrors, parts that are left out, and faults. Only as many
/// faults and parts are kept as a reply can show.
final class Findings {
  private static final int MOST_FAULTS = 1_000;
  private static final int MOST_REASONS = 3;

  private final Map<String, List<List<String>>> mirrors = new LinkedHashMap<>();
  private final List<NotCarriedOver> leftOut = new ArrayList<>();
  private final List<InvalidField> faults = new ArrayList<>();
  private int more;
  private int lost;
  private int ignored;
  private boolean explicitlyEmpty;

  /// The mirrors of a source in one entry.
  void mirrors(String source, List<String> values) {
    mirrors.computeIfAbsent(source, _ -> new ArrayList<>()).add(values);
  }

  /// A list of digest mirrors, or of documents, that is present and empty.
  void emptyList() {
    explicitlyEmpty = true;
  }

  /// A part that has an effect where the documents come from, and none on the cluster.
  void lost(NotCarriedOver part) {
    lost++;
    leftOut(part);
  }

  /// A part that has no effect anywhere.
  void ignored(NotCarriedOver part) {
    ignored++;
    leftOut(part);
  }

  private void leftOut(NotCarriedOver part) {
    if (leftOut.size() < Losses.MOST_LISTED) {
      leftOut.add(part);
    } else {
      more++;
    }
  }

  void fault(String place, String path, String reason) {
    fault(path.isEmpty() ? "document " + place : "document " + place + ": " + path, reason);
  }

  /// Whether more faults change nothing, so that reading on is in vain.
  boolean isFull() {
    return faults.size() >= MOST_FAULTS;
  }

  private void fault(String field, String reason) {
    if (!isFull()) {
      faults.add(new InvalidField(field, reason));
    }
  }

  /// All faults, at the end: also those of the documents as a whole.
  List<InvalidField> faults() {
    if (faults.isEmpty()) {
      check();
    }
    return faults;
  }

  Losses losses() {
    return new Losses(leftOut, more, lost);
  }

  /// The set, when there are no faults.
  MirrorSet set() {
    return new MirrorSet(
        mirrors.entrySet().stream()
            .map(each ->
                new MirrorSet.Wanted(new Source(each.getKey()), MirrorList.of(merged(each))))
            .toList());
  }

  private static List<String> merged(Map.Entry<String, List<List<String>>> source) {
    return MirrorOrder.merged(source.getKey(), source.getValue());
  }

  /// Documents that ask for no mirrors at all do not mean to delete those that are there. Only an
  /// explicit empty list does.
  private void check() {
    if (mirrors.isEmpty() && !(explicitlyEmpty && ignored == 0)) {
      fault("document", "contains no digest mirrors to apply" + leftOutReasons());
    }
    if (mirrors.size() > MirrorSet.MAX_SIZE) {
      fault(
          "document",
          "has %d sources; a cluster can have at most %d. Use fewer and wider sources, such as registries or namespaces (oc-mirror's default; --icsp-scope=registry or namespace with oc adm catalog mirror)"
              .formatted(mirrors.size(), MirrorSet.MAX_SIZE));
      return;
    }
    for (var source : mirrors.entrySet()) {
      var size = merged(source).size();
      if (size > MirrorList.MAX_SIZE) {
        fault(
            "document",
            "has %d mirrors for source '%s'; at most %d are allowed"
                .formatted(size, source.getKey(), MirrorList.MAX_SIZE));
      }
    }
  }

  private String leftOutReasons() {
    var reasons =
        leftOut.stream()
            .limit(MOST_REASONS)
            .map(part -> "%s, %s: %s".formatted(part.document(), part.entry(), part.reason()))
            .collect(Collectors.joining("; "));
    return Optional.of(reasons)
            .filter(text -> !text.isEmpty())
            .map(text -> " (" + text + ")")
            .orElse("")
        + ": send an ImageDigestMirrorSet or ImageContentSourcePolicy with entries";
  }
}
