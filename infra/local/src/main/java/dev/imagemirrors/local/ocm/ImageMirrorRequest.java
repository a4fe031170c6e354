package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// The body of a create or an edit, validated as far as possible without the cluster.
record ImageMirrorRequest(Optional<String> source, Optional<List<String>> mirrors) {
  private static final int MAXIMUM_MIRRORS = 255;
  private static final int MAXIMUM_LENGTH = 255;

  // Possessive quantifiers, so no input causes backtracking.
  private static final String LABEL = "[A-Za-z0-9]++(?:-++[A-Za-z0-9]++)*+";
  private static final String SEGMENT = "[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+";
  private static final Pattern REPOSITORY =
      Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+(?::[0-9]++)?+(?:/" + SEGMENT + ")*+");
  private static final Pattern WILDCARD = Pattern.compile("\\*(?:\\." + LABEL + ")++");

  static ImageMirrorRequest toCreate(ObjectNode body, Behaviour behaviour) {
    refuseOtherTypes(body);
    var wanted = read(body);
    String source =
        wanted.source.orElseThrow(
            () -> Refused.badRequest("Image mirror source must be specified"));
    if (wanted.mirrors.isEmpty()) {
      throw Refused.badRequest("Image mirror mirrors must be specified");
    }
    checkLength(source);
    if (behaviour.checkFormats()) {
      checkFormat(
          REPOSITORY.matcher(source).matches() || WILDCARD.matcher(source).matches(),
          "source",
          source);
    }
    return wanted.checked(behaviour);
  }

  static ImageMirrorRequest toEdit(ObjectNode body, Behaviour behaviour) {
    if (behaviour.patchWithBadType() == Behaviour.Choice.REFUSE) {
      refuseOtherTypes(body);
    }
    if (behaviour.patchWithSource() == Behaviour.Choice.REFUSE && body.has("source")) {
      throw Refused.badRequest("Image mirror source cannot be changed");
    }
    return read(body).checked(behaviour);
  }

  private static ImageMirrorRequest read(ObjectNode body) {
    return new ImageMirrorRequest(
        Optional.ofNullable(body.get("source")).map(value -> text(value, "source")),
        Optional.ofNullable(body.get("mirrors")).map(ImageMirrorRequest::texts));
  }

  private static void refuseOtherTypes(ObjectNode body) {
    if (body.hasNonNull("type") && !text(body.get("type"), "type").equals("digest")) {
      throw Refused.badRequest("Image mirror type must be 'digest' if specified");
    }
  }

  private ImageMirrorRequest checked(Behaviour behaviour) {
    mirrors.ifPresent(list -> check(list, behaviour));
    return this;
  }

  private static void check(List<String> mirrors, Behaviour behaviour) {
    if (mirrors.isEmpty()) {
      throw Refused.badRequest("Image mirror mirrors cannot be empty");
    }
    if (mirrors.size() > MAXIMUM_MIRRORS) {
      throw Refused.badRequest(
          "Image mirror cannot have more than " + MAXIMUM_MIRRORS + " mirrors");
    }
    var seen = new HashSet<String>();
    for (String mirror : mirrors) {
      checkLength(mirror);
      if (behaviour.checkFormats()) {
        checkFormat(REPOSITORY.matcher(mirror).matches(), "mirror", mirror);
      }
      if (!seen.add(mirror)) {
        throw Refused.badRequest("Image mirror mirrors must be unique: '" + mirror + "'");
      }
    }
  }

  private static void checkFormat(boolean fits, String what, String value) {
    if (!fits) {
      throw Refused.badRequest("Image mirror " + what + " '" + value + "' is not a valid format");
    }
  }

  private static void checkLength(String value) {
    if (value.isEmpty() || value.length() > MAXIMUM_LENGTH) {
      throw Refused.badRequest(
          "Image mirror source and mirrors must have 1 to " + MAXIMUM_LENGTH + " characters");
    }
  }

  private static List<String> texts(JsonNode value) {
    if (!value.isArray()) {
      throw Refused.badRequest("Attribute 'mirrors' must be a list of strings");
    }
    return StreamSupport.stream(value.spliterator(), false)
        .map(item -> text(item, "mirrors"))
        .toList();
  }

  private static String text(JsonNode value, String field) {
    if (!value.isTextual()) {
      throw Refused.badRequest("Attribute '" + field + "' must be a string");
    }
    return value.textValue();
  }
}
