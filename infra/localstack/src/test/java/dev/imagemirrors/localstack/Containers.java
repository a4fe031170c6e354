package dev.imagemirrors.localstack;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.output.ToStringConsumer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/// The containers on their own network: LocalStack, the OCM simulator, and those in which
/// LocalStack runs the functions.
final class Containers implements AutoCloseable {
  /// The address of the simulator on the network.
  static final String OCM_URL = "http://ocm:8081";

  private static final String FUNCTION_IMAGE = "public.ecr.aws/lambda/java:25";

  private static final String CALLS = "/tmp/calls.jsonl";
  private static final String JAR = "/ocm.jar";
  private static final int OCM_PORT = 8081;

  private final String name = "image-mirrors-" + UUID.randomUUID();
  private final Network network =
      Network.builder().createNetworkCmdModifier(create -> create.withName(name)).build();
  private final LocalStackContainer localStack = localStack();
  private final GenericContainer<?> ocm = simulator();

  private Containers() {}

  static Containers start() {
    var containers = new Containers();
    try {
      containers.localStack.start();
      containers.ocm.start();
      return containers;
    } catch (RuntimeException e) {
      containers.close();
      throw e;
    }
  }

  private LocalStackContainer localStack() {
    var image = System.getenv().getOrDefault("LOCALSTACK_IMAGE", "localstack/localstack:4.14.0");
    return new LocalStackContainer(
            DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"))
        .withNetwork(network)
        .withNetworkAliases("localstack")
        .withEnv("LAMBDA_DOCKER_NETWORK", name)
        .withCopyFileToContainer(
            MountableFile.forClasspathResource("record-calls.py"),
            "/etc/localstack/init/start.d/record-calls.py")
        .withCopyFileToContainer(
            MountableFile.forClasspathResource("update-in-place.py"),
            "/etc/localstack/init/start.d/update-in-place.py");
  }

  private GenericContainer<?> simulator() {
    return new GenericContainer<>(DockerImageName.parse(FUNCTION_IMAGE))
        .withNetwork(network)
        .withNetworkAliases("ocm")
        .withCopyFileToContainer(
            MountableFile.forHostPath(Path.of("../local/target/image-mirrors-local.jar")), JAR)
        .withCreateContainerCmdModifier(create -> create.withEntrypoint("/var/lang/bin/java"))
        .withCommand(
            "-jar", JAR, "ocm-simulator", "--host", "0.0.0.0", "--port", String.valueOf(OCM_PORT))
        .withExposedPorts(OCM_PORT)
        .waitingFor(Wait.forHttp("/_sim/state"));
  }

  URI localStackUrl() {
    return localStack.getEndpoint();
  }

  URI ocmUrl() {
    return URI.create("http://" + ocm.getHost() + ":" + ocm.getMappedPort(OCM_PORT));
  }

  /// Every AWS call so far, one JSON object each.
  List<String> calls() {
    return localStack.copyFileFromContainer(
        CALLS, in -> new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
  }

  /// The logs of all containers so far, by name.
  Map<String, String> logs() {
    var logs = new LinkedHashMap<String, String>();
    for (var container : containers()) {
      var log = new ToStringConsumer();
      try {
        docker()
            .logContainerCmd(container.getId())
            .withStdOut(true)
            .withStdErr(true)
            .exec(
                new ResultCallback.Adapter<Frame>() {
                  @Override
                  public void onNext(Frame frame) {
                    log.accept(OutputFrame.forFrame(frame));
                  }
                })
            .awaitCompletion();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      logs.put(container.getNames()[0], log.toUtf8String());
    }
    return logs;
  }

  /// LocalStack starts the containers of functions, and leaves them running when it is killed.
  @Override
  public void close() {
    ocm.stop();
    localStack.stop();
    for (var left : containers()) {
      docker().removeContainerCmd(left.getId()).withForce(true).exec();
    }
    network.close();
  }

  private List<Container> containers() {
    return docker()
        .listContainersCmd()
        .withShowAll(true)
        .withNetworkFilter(List.of(network.getId()))
        .exec();
  }

  private static DockerClient docker() {
    return DockerClientFactory.lazyClient();
  }
}
