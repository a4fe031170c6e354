package dev.imagemirrors.bench;

import dev.imagemirrors.local.aws.Place;
import dev.imagemirrors.local.template.FunctionResource;
import dev.imagemirrors.local.template.Surroundings;
import dev.imagemirrors.local.template.TemplateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The functions of the template and those to compare them with, on one local stack.
final class Subjects {
  static final String EMPTY = "EmptyFunction";
  static final String PUT_ITEM = "PutItemFunction";
  static final String CREATE = "CreateImageMirrorFunction";

  private final Project project;
  private final StackProcess stack;
  private final Path taskRoot;
  private final List<FunctionResource> declared;

  Subjects(Project project, StackProcess stack) throws IOException {
    this.project = project;
    this.stack = stack;
    this.taskRoot = project.unpackFunctions();
    this.declared =
        TemplateFile.ofThisProject()
            .at(
                new Surroundings(
                    new Place(Place.LOCAL_ACCOUNT, "us-east-1"),
                    "image-mirrors",
                    stack.url(),
                    Map.of(
                        "OcmUrl",
                        stack.ocmUrl(),
                        "OcmTokenUrl",
                        stack.ocmUrl()
                            + "/auth/realms/redhat-external/protocol/openid-connect/token")))
            .functions();
  }

  /// Every function of the template, each with events of its own, after those to compare with.
  List<Subject> all(SampleEvents events) {
    var all = new ArrayList<>(List.of(empty(), putItem()));
    declared.forEach(function -> all.add(of(function, events)));
    return all;
  }

  Subject named(String name, SampleEvents events) {
    return all(events).stream()
        .filter(subject -> subject.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no function " + name));
  }

  private Subject of(FunctionResource function, SampleEvents events) {
    var words = function.className().split("\\.", -1);
    var verb = words[words.length - 2];
    return new Subject(
        function.name(),
        function.className(),
        taskRoot,
        function.memoryMegabytes(),
        function.timeout(),
        environment(function),
        () -> events.next(verb));
  }

  private Map<String, String> environment(FunctionResource function) {
    var environment = new HashMap<>(function.environment());
    environment.put("AWS_ENDPOINT_URL", stack.url());
    return environment;
  }

  private Subject empty() {
    return compared("empty", "dev.imagemirrors.bench.empty.EmptyFunction");
  }

  private Subject putItem() {
    return compared("putitem", "dev.imagemirrors.bench.putitem.PutItemFunction");
  }

  /// As large as a create is, and with the same environment, but for the JVM's own flags.
  private Subject compared(String directory, String className) {
    var create =
        declared.stream()
            .filter(function -> function.name().equals(CREATE))
            .findFirst()
            .orElseThrow();
    return new Subject(
        className.substring(className.lastIndexOf('.') + 1),
        className,
        project.compared(directory),
        create.memoryMegabytes(),
        create.timeout(),
        environment(create),
        () -> "{}".getBytes(StandardCharsets.UTF_8));
  }
}
