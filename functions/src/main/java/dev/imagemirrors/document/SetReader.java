package dev.imagemirrors.document;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.Registry;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads one document with mirrors into the findings. Its members are those that OpenShift's API
/// server accepts, so that an entry in the wrong place is not taken for none.
///
/// @param place the position of the document, for faults
/// @param label its position, kind and name, for what is left out
record SetReader(Findings findings, String place, String label, SetKind kind) {
  private static final Set<String> DOCUMENT =
      Set.of("apiVersion", "kind", "metadata", "spec", "status");
  private static final Set<String> METADATA =
      Set.of(
          "annotations",
          "creationTimestamp",
          "deletionGracePeriodSeconds",
          "deletionTimestamp",
          "finalizers",
          "generateName",
          "generation",
          "labels",
          "managedFields",
          "name",
          "namespace",
          "ownerReferences",
          "resourceVersion",
          "selfLink",
          "uid");
  private static final Set<String> ENTRY = Set.of("source", "mirrors", "mirrorSourcePolicy");
  private static final int LONGEST_SOURCE = 255;

  void read(String version, Json document) {
    if (!kind.apiVersion().equals(version)) {
      fault("apiVersion", "must be " + kind.apiVersion() + ", not " + version);
      return;
    }
    members("", document, DOCUMENT);
    members("metadata.", document.at("metadata"), METADATA);
    var spec = document.at("spec");
    if (!(spec instanceof Json.Members)) {
      fault("spec", "must be an object with " + kind.entries());
      return;
    }
    entries(spec);
  }

  private void members(String path, Json object, Set<String> known) {
    for (var member : object.members().keySet()) {
      if (!known.contains(member) && !findings.isFull()) {
        fault(path + member, "unknown field" + place(member, known));
      }
    }
  }

  /// Where a member belongs.
  private String place(String member, Set<String> known) {
    if (member.equals(kind.entries())) {
      return "; the entries of this kind are in spec." + kind.entries();
    }
    return member.equals("spec") ? "; 'spec' belongs beside 'metadata'" : Near.hint(member, known);
  }

  private void entries(Json spec) {
    var path = "spec." + kind.entries();
    for (var member : spec.members().keySet()) {
      if (!member.equals(kind.entries())) {
        fault("spec." + member, "unknown field; the entries of this kind are in " + path);
      }
    }
    switch (spec.at(kind.entries())) {
      case Json.Items(var entries) when kind == SetKind.TAG -> tags(path, entries);
      case Json.Items(var entries) -> digests(path, entries);
      case Json.Null _ ->
          findings.ignored(new NotCarriedOver(label, path, "is missing, so nothing is mirrored"));
      case Json _ -> fault(path, "must be an array");
    }
  }

  private void tags(String path, List<Json> entries) {
    for (var i = 0; i < entries.size(); i++) {
      findings.lost(
          part(
              path + "[" + i + "]",
              entries.get(i),
              "image mirrors of ROSA clusters apply to digests, not tags"));
    }
  }

  private void digests(String path, List<Json> entries) {
    if (entries.isEmpty()) {
      findings.emptyList();
    }
    for (var i = 0; i < entries.size() && !findings.isFull(); i++) {
      entry(path + "[" + i + "]", entries.get(i));
    }
  }

  private void entry(String path, Json entry) {
    if (!(entry instanceof Json.Members)) {
      fault(path, "must be an object with source and mirrors");
      return;
    }
    members(path + ".", entry, ENTRY);
    var source = checked(path + ".source", entry.at("source"), Source::new);
    var mirrors = registries(path + ".mirrors", entry.at("mirrors"));
    var policy = entry.at("mirrorSourcePolicy");
    var never = Json.of("NeverContactSource").equals(policy);
    if (!never
        && !policy.equals(Json.Null.NULL)
        && !policy.equals(Json.of("AllowContactingSource"))) {
      fault(path + ".mirrorSourcePolicy", "must be AllowContactingSource or NeverContactSource");
    }
    if (source == null || mirrors == null) {
      return;
    }
    // OpenShift drops such an entry with its policy (`addMirrorSet` in openshift/runtime-utils).
    if (mirrors.stream().allMatch(source.value()::equals)) {
      findings.ignored(
          part(path, entry, "it has no mirror besides its source, so OpenShift ignores it"));
      return;
    }
    if (never) {
      findings.lost(
          part(
              path,
              entry,
              "NeverContactSource: the source is still tried when no mirror has the image"));
    }
    findings.mirrors(source.value(), mirrors);
  }

  private NotCarriedOver part(String path, Json entry, String reason) {
    var source = String.valueOf(entry.at("source").asText());
    return new NotCarriedOver(label, path + " " + Text.shortened(source, LONGEST_SOURCE), reason);
  }

  /// The mirrors of an entry; null when any has a fault.
  private @Nullable List<String> registries(String path, Json given) {
    if (given instanceof Json.Null) {
      return List.of();
    }
    if (!(given instanceof Json.Items(var items))) {
      fault(path, "must be an array of strings");
      return null;
    }
    var registries = new ArrayList<String>();
    for (var i = 0; i < items.size(); i++) {
      var registry = checked(path + "[" + i + "]", items.get(i), Registry::new);
      if (registry != null) {
        registries.add(registry.value());
      }
    }
    return registries.size() == items.size() ? registries : null;
  }

  private <T> @Nullable T checked(String path, Json value, Function<String, T> make) {
    try {
      var text = value.asText();
      if (text != null) {
        return make.apply(text);
      }
      fault(path, value instanceof Json.Null ? "is required" : "must be a string" + quotes(value));
    } catch (InvalidField fault) {
      fault(path, fault.reason());
    }
    return null;
  }

  /// A location can look like another type in YAML: `[fd00::1]` is a list, `{{ host }}` an object.
  private static String quotes(Json value) {
    return value instanceof Json.Items || value instanceof Json.Members
        ? ": put quotes around a value that begins with '[' or '{'"
        : "";
  }

  private void fault(String path, String reason) {
    findings.fault(place, path, reason);
  }
}
