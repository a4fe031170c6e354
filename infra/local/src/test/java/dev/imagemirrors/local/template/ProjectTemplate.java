package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.aws.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The project's template.yaml, as it is written and as CloudFormation would read it.
final class ProjectTemplate {
  static final Path PROJECT = Path.of("../..");
  static final Scope PLACE = new Scope("123456789012", "us-east-1");
  static final JsonNode ROOT = TemplateTree.read(read("template.yaml"));

  private ProjectTemplate() {}

  static String read(String file) {
    try {
      return Files.readString(PROJECT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DeployTarget surroundings(Map<String, String> parameters) {
    return new DeployTarget(PLACE, "image-mirrors", "http://127.0.0.1:1", parameters);
  }

  static Intrinsics intrinsics(Map<String, String> parameters) {
    var resources = new LinkedHashMap<String, Resource>();
    ROOT.path("Resources")
        .properties()
        .forEach(entry ->
            resources.put(
                entry.getKey(),
                new Resource(
                    entry.getKey(),
                    entry.getValue().path("Type").asText(),
                    entry.getValue().path("Properties"))));
    return new Intrinsics(ROOT, resources, surroundings(parameters));
  }
}
