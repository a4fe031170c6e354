package dev.imagemirrors.document;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the sets that oc-mirror and `oc get` write: one or more ImageDigestMirrorSet and
/// ImageContentSourcePolicy documents, or a list, in YAML or JSON. The mirrors of a source that
/// occurs several times are merged in the order that OpenShift gives them.
///
/// Settings that image mirrors of a cluster do not support are reported entry by entry. One fault
/// refuses all documents, because a part of a set is a different set; and so do documents without
/// any digest mirrors, because the empty set deletes what is recorded.
public final class MirrorDocuments {
  /// The set that was read, or all faults.
  public sealed interface Result {}

  /// The set, and the parts of the documents that it leaves out.
  public record Read(MirrorSet set, Losses losses) implements Result {
    public static final Read NOTHING = new Read(new MirrorSet(List.of()), Losses.NONE);
  }

  /// Faults, each with its document, entry and field.
  public record Faulty(List<InvalidField> faults) implements Result {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /// The kind of an element of a list of image mirrors.
  public static final String IMAGE_MIRROR = "ImageMirror";

  private static final Set<String> LIST = Set.of("apiVersion", "kind", "metadata", "items");
  private static final int LONGEST_KIND = 63;
  private static final int LONGEST_NAME = 253;

  private final Findings findings = new Findings();

  private MirrorDocuments() {}

  /// The elements of a list of image mirrors, as this API and `rosa` print it; empty when the text
  /// is anything else. A bare list without elements is not taken for the empty set, which deletes
  /// what is recorded: a failed command can print one.
  public static Optional<Json.Items> listed(String text) {
    try {
      var documents = YamlReader.read(text);
      return documents.size() == 1
              && documents.getFirst() instanceof Json.Items items
              && !items.values().isEmpty()
              && items.values().stream()
                  .allMatch(each -> IMAGE_MIRROR.equals(each.at("kind").asText()))
          ? Optional.of(items)
          : Optional.empty();
    } catch (JsonFault _) {
      return Optional.empty();
    }
  }

  public static Result read(String text) {
    return switch (parsed(text)) {
      case Faulty(var faults) -> new Faulty(explained(text, faults));
      case Read read -> read;
    };
  }

  private static Result parsed(String text) {
    try {
      var documents = new MirrorDocuments();
      var number = 0;
      for (var document : YamlReader.read(text)) {
        if (!document.equals(Json.Null.NULL)) {
          documents.document(Integer.toString(++number), document);
        }
      }
      var findings = documents.findings;
      var faults = findings.faults();
      return faults.isEmpty() ? new Read(findings.set(), findings.losses()) : new Faulty(faults);
    } catch (JsonFault broken) {
      return new Faulty(List.of(new InvalidField("document", broken.reason())));
    }
  }

  /// The faults with the cause that many of them have, but that no parser can name.
  private static List<InvalidField> explained(String text, List<InvalidField> faults) {
    if (OddText.isRegistriesConf(text)) {
      return List.of(
          new InvalidField(
              "document",
              "is a registries.conf: write each [[registry]] as an entry under spec.imageDigestMirrors of an ImageDigestMirrorSet, its prefix or location as 'source' and the locations of its mirrors as 'mirrors'"));
    }
    var odd = OddText.character(text);
    if (odd.isEmpty() || faults.stream().anyMatch(fault -> fault.reason().contains("U+"))) {
      return faults;
    }
    var all = new ArrayList<InvalidField>();
    all.add(new InvalidField("document", odd.get()));
    all.addAll(faults);
    return all;
  }

  private void document(String place, Json document) {
    var name = text(document, "kind");
    var version = text(document, "apiVersion");
    if (!(document instanceof Json.Members) || name == null || version == null) {
      findings.fault(place, "", OtherDocument.reason(document));
    } else if (SetKind.isList(name)) {
      list(place, document);
    } else {
      var label = label(place, name, document);
      var kind = SetKind.of(name);
      if (kind.isPresent()) {
        new SetReader(findings, place, label, kind.get()).read(version, document);
      } else {
        other(place, label, name, document);
      }
    }
  }

  private void list(String place, Json document) {
    for (var member : document.members().keySet()) {
      if (!LIST.contains(member) && !findings.isFull()) {
        findings.fault(place, member, "unknown field" + Near.hint(member, LIST));
      }
    }
    if (!(document.at("items") instanceof Json.Items(var items))) {
      findings.fault(place, "items", "must be an array");
      return;
    }
    if (items.isEmpty()) {
      findings.emptyList();
    }
    for (var i = 0; i < items.size() && !findings.isFull(); i++) {
      document(place + ".items[" + i + "]", items.get(i));
    }
  }

  private void other(String place, String label, String name, Json document) {
    var near = Near.to(name, SetKind.names());
    if (near.isPresent()) {
      findings.fault(
          place, "kind", "unknown kind '" + name + "'; did you mean '" + near.get() + "'?");
    } else {
      findings.lost(
          new NotCarriedOver(label, "the whole document", OtherDocument.reason(name, document)));
    }
  }

  private static String label(String place, String kind, Json document) {
    var name = text(document.at("metadata"), "name");
    return place
        + " "
        + Text.shortened(kind, LONGEST_KIND)
        + (name == null ? "" : "/" + Text.shortened(name, LONGEST_NAME));
  }

  private static @Nullable String text(Json json, String member) {
    return json.at(member).asText();
  }
}
