package dev.imagemirrors.document;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Registry;
import dev.imagemirrors.mirror.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the sets that oc-mirror and `oc get` write: one or more ImageDigestMirrorSet and
/// ImageContentSourcePolicy documents, or a list, in YAML or JSON. The mirrors of a source that
/// occurs several times are joined in order.
///
/// Settings that image mirrors of a cluster do not support are reported entry by entry. One fault
/// refuses all documents, because a part of a set is a different set.
public final class MirrorDocuments {
  /// The set that was read, or all faults.
  public sealed interface Result {}

  /// The set, and the parts of the documents that it leaves out.
  public record Read(MirrorSet set, List<NotCarriedOver> notCarriedOver) implements Result {
    public static final Read NOTHING = new Read(new MirrorSet(List.of()), List.of());

    public Read {
      notCarriedOver = List.copyOf(notCarriedOver);
    }
  }

  /// Faults, each with its document, entry and field.
  public record Faulty(List<InvalidField> faults) implements Result {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /// A kind with mirrors for digests: its supported version, and the member with its entries.
  private record Kind(String apiVersion, String entries) {}

  private static final Map<String, Kind> KINDS =
      Map.of(
          "ImageDigestMirrorSet", new Kind("config.openshift.io/v1", "imageDigestMirrors"),
          "ImageContentSourcePolicy",
              new Kind("operator.openshift.io/v1alpha1", "repositoryDigestMirrors"));

  private static final Kind TAGS = new Kind("config.openshift.io/v1", "imageTagMirrors");
  private static final Set<String> ENTRY = Set.of("source", "mirrors", "mirrorSourcePolicy");

  private final Map<String, LinkedHashSet<Registry>> sets = new LinkedHashMap<>();
  private final List<NotCarriedOver> lost = new ArrayList<>();
  private final List<InvalidField> faults = new ArrayList<>();
  private boolean known;

  private MirrorDocuments() {}

  public static Result read(String text) {
    try {
      var documents = new MirrorDocuments();
      var number = 0;
      for (var document : YamlReader.read(text)) {
        if (!document.equals(Json.Null.NULL)) {
          documents.document(Integer.toString(++number), document);
        }
      }
      return documents.result();
    } catch (JsonFault broken) {
      return new Faulty(List.of(new InvalidField("document", broken.reason())));
    }
  }

  private Result result() {
    if (faults.isEmpty() && !known && lost.isEmpty()) {
      faults.add(
          new InvalidField(
              "document", "contains no ImageDigestMirrorSet or ImageContentSourcePolicy"));
    }
    if (faults.isEmpty()) {
      try {
        return new Read(
            new MirrorSet(
                sets.entrySet().stream()
                    .map(each ->
                        new MirrorSet.Wanted(
                            new Source(each.getKey()),
                            new MirrorList(List.copyOf(each.getValue()))))
                    .toList()),
            lost);
      } catch (InvalidField tooMany) {
        faults.add(tooMany);
      }
    }
    return new Faulty(faults);
  }

  private void document(String place, Json document) {
    var name = text(document, "kind");
    var version = text(document, "apiVersion");
    if (!(document instanceof Json.Members) || name == null || version == null) {
      fault(place, "", "must be an object with apiVersion and kind");
      return;
    }
    if (isList(name)) {
      var items = document.at("items").items();
      for (var i = 0; i < items.size(); i++) {
        document(place + ".items[" + i + "]", items.get(i));
      }
      known |= items.isEmpty();
      return;
    }
    var called = text(document.at("metadata"), "name");
    var label = place + " " + name + (called == null ? "" : "/" + called);
    var kind = KINDS.get(name);
    if (kind != null) {
      known = true;
      digests(place, label, kind, version, document);
    } else if (name.equals("ImageTagMirrorSet")) {
      tags(place, label, version, document);
    } else {
      lost.add(
          new NotCarriedOver(label, "the whole document", name + " is not a set of image mirrors"));
    }
  }

  private static boolean isList(String kind) {
    return kind.equals("List")
        || (kind.endsWith("List") && KINDS.containsKey(kind.substring(0, kind.length() - 4)));
  }

  private void digests(String place, String label, Kind kind, String version, Json document) {
    if (isOf(place, kind, version)) {
      var entries = entries(place, kind, document);
      for (var i = 0; i < entries.size(); i++) {
        entry(place, label, "spec." + kind.entries() + "[" + i + "]", entries.get(i));
      }
    }
  }

  private void tags(String place, String label, String version, Json document) {
    if (isOf(place, TAGS, version)) {
      var entries = entries(place, TAGS, document);
      for (var i = 0; i < entries.size(); i++) {
        var entry = "spec." + TAGS.entries() + "[" + i + "] " + text(entries.get(i), "source");
        lost.add(
            new NotCarriedOver(
                label, entry, "image mirrors of ROSA clusters apply to digests, not tags"));
      }
    }
  }

  private boolean isOf(String place, Kind kind, String version) {
    if (!kind.apiVersion().equals(version)) {
      fault(place, "apiVersion", "must be " + kind.apiVersion() + ", not " + version);
      return false;
    }
    return true;
  }

  private List<Json> entries(String place, Kind kind, Json document) {
    var spec = document.at("spec");
    var entries = spec.at(kind.entries());
    if (!(entries instanceof Json.Items) && !(entries instanceof Json.Null)) {
      fault(place, "spec." + kind.entries(), "must be an array");
    }
    for (var member : spec.members().keySet()) {
      if (!member.equals(kind.entries())) {
        fault(
            place,
            "spec." + member,
            "unknown field; the entries of this kind are in spec." + kind.entries());
      }
    }
    return entries.items();
  }

  private void entry(String place, String label, String path, Json entry) {
    for (var member : entry.members().keySet()) {
      if (!ENTRY.contains(member)) {
        fault(place, path + "." + member, "unknown field");
      }
    }
    var source = checked(place, path + ".source", text(entry, "source"), Source::new);
    var mirrors = registries(place, path + ".mirrors", entry.at("mirrors"));
    var policy = entry.at("mirrorSourcePolicy");
    if (Json.of("NeverContactSource").equals(policy)) {
      lost.add(
          new NotCarriedOver(
              label,
              path + " " + text(entry, "source"),
              "NeverContactSource: the source is still tried when no mirror has the image"));
    } else if (!policy.equals(Json.Null.NULL) && !policy.equals(Json.of("AllowContactingSource"))) {
      fault(
          place,
          path + ".mirrorSourcePolicy",
          "must be AllowContactingSource or NeverContactSource");
    }
    if (source != null) {
      sets.computeIfAbsent(source.value(), _ -> new LinkedHashSet<>()).addAll(mirrors);
    }
  }

  private List<Registry> registries(String place, String path, Json given) {
    if (!(given instanceof Json.Items(var items)) || items.isEmpty()) {
      fault(place, path, "must be an array of at least one mirror");
      return List.of();
    }
    var registries = new ArrayList<Registry>();
    for (var i = 0; i < items.size(); i++) {
      var registry = checked(place, path + "[" + i + "]", items.get(i).asText(), Registry::new);
      if (registry != null) {
        registries.add(registry);
      }
    }
    return registries;
  }

  private <T> @Nullable T checked(
      String place, String path, @Nullable String value, Function<String, T> make) {
    try {
      if (value != null) {
        return make.apply(value);
      }
      fault(place, path, "must be a string");
    } catch (InvalidField fault) {
      fault(place, path, fault.reason());
    }
    return null;
  }

  private void fault(String place, String path, String reason) {
    var field = path.isEmpty() ? "document " + place : "document " + place + ": " + path;
    faults.add(new InvalidField(field, reason));
  }

  private static @Nullable String text(Json json, String member) {
    return json.at(member).asText();
  }
}
