package dev.imagemirrors.bench;

import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.template.DeployTarget;
import dev.imagemirrors.local.template.FunctionResource;
import dev.imagemirrors.local.template.TemplateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The functions of the template and the baselines, on one local stack.
final class Subjects {
  static final String EMPTY = "EmptyFunction";
  static final String PUT_ITEM = "PutItemFunction";
  static final String CREATE = "CreateImageMirrorFunction";

  private final Project project;
  private final String aws;
  private final Path taskRoot;
  private final List<FunctionResource> declared;

  Subjects(Project project, StackProcess stack) throws IOException {
    this(project, stack, stack.url());
  }

  /// Functions that call AWS at another address than the port of the stack.
  Subjects(Project project, StackProcess stack, String aws) throws IOException {
    this.project = project;
    this.aws = aws;
    this.taskRoot = project.unpackFunctions();
    this.declared =
        TemplateFile.ofThisProject()
            .at(
                new DeployTarget(
                    new Scope(Scope.LOCAL_ACCOUNT, "us-east-1"),
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

  /// The baselines, then every function of the template with its own events.
  List<Subject> all(SampleEvents events) {
    var all = new ArrayList<>(List.of(empty(), putItem()));
    declared.forEach(function -> all.add(of(function, () -> events.next(verb(function)))));
    return all;
  }

  /// A function of the template, with the given events.
  Subject named(String name, Subject.Events events) {
    return of(declaration(name), events);
  }

  Subject bareCreate(Subject.Events events) {
    return compared("bare", "dev.imagemirrors.bench.bare.BareCreateFunction", events);
  }

  private FunctionResource declaration(String name) {
    return declared.stream()
        .filter(function -> function.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown function " + name));
  }

  private Subject of(FunctionResource function, Subject.Events events) {
    return new Subject(
        function.name(),
        function.className(),
        taskRoot,
        function.memoryMegabytes(),
        function.timeout(),
        environment(function),
        events);
  }

  /// The package of a function is named like its folder of events.
  private static String verb(FunctionResource function) {
    var words = function.className().split("\\.", -1);
    return words[words.length - 2];
  }

  private Map<String, String> environment(FunctionResource function) {
    var environment = new HashMap<>(function.environment());
    environment.put("AWS_ENDPOINT_URL", aws);
    return environment;
  }

  private Subject empty() {
    return compared("empty", "dev.imagemirrors.bench.empty.EmptyFunction", Subjects::nothing);
  }

  private Subject putItem() {
    return compared("putitem", "dev.imagemirrors.bench.putitem.PutItemFunction", Subjects::nothing);
  }

  private static byte[] nothing() {
    return new byte[] {'{', '}'};
  }

  /// A baseline with the memory and the environment of a create.
  private Subject compared(String directory, String className, Subject.Events events) {
    var create = declaration(CREATE);
    return new Subject(
        className.substring(className.lastIndexOf('.') + 1),
        className,
        project.compared(directory),
        create.memoryMegabytes(),
        create.timeout(),
        environment(create),
        events);
  }
}
