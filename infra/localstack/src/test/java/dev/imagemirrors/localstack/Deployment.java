package dev.imagemirrors.localstack;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// The template deployed in two regions of LocalStack, next to an OCM.
///
/// @param template the deployed template
/// @param home the stack in the default region; it has the OCM-compatible API
/// @param away the stack in the other region, without that API; its secret is empty at first
record Deployment(
    Containers containers,
    Ocm ocm,
    Template template,
    Stack home,
    Stack away,
    Announcements announcements)
    implements AutoCloseable {
  /// Neither may appear in a log.
  static final String CLIENT_SECRET = "cl13nt-s3cr3t-of-recognisable-value";

  static final String SECRET =
      "{\"client_id\": \"tests\", \"client_secret\": \"" + CLIENT_SECRET + "\"}";

  /// A role in the same account, so it works on the same tables.
  static final String ROLE = "arn:aws:iam::000000000000:role/payments";

  private static final String TOKENS =
      Containers.OCM_URL + "/auth/realms/redhat-external/protocol/openid-connect/token";

  private static final Map<String, String> PARAMETERS =
      Map.of(
          "OcmUrl",
          Containers.OCM_URL,
          "OcmTokenUrl",
          TOKENS,
          "AllowedRegions",
          "us-east-1,eu-west-1",
          "Profiles",
          "{\"payments\": {\"role_arn\": \"%s\", \"external_id\": \"x-1\"}}".formatted(ROLE),
          "ProfileRoleArns",
          ROLE,
          "Architecture",
          architecture());

  private static final Map<String, String> OCM_PROXY =
      Map.of("OcmProxy", "on", "OcmProxyAllowedCidrs", "0.0.0.0/0");

  static Deployment start() {
    Progress.print("Starting LocalStack and the OCM simulator.");
    var containers = Containers.start();
    try {
      Progress.print("Deploying template.yaml in us-east-1 and eu-west-1.");
      var home = new Stack.Aws(containers.localStackUrl(), "us-east-1");
      var away = new Stack.Aws(containers.localStackUrl(), "eu-west-1");
      var template = Template.packaged(home);
      var stacks = deploy(template, home, away);
      var deployment =
          new Deployment(
              containers,
              new Ocm(containers.ocmUrl()),
              template,
              stacks.getFirst(),
              stacks.getLast(),
              new Announcements(home));
      deployment.home().putSecret(SECRET);
      Progress.print("Deployed.");
      return deployment;
    } catch (RuntimeException e) {
      containers.close();
      throw e;
    }
  }

  private static List<Stack> deploy(Template template, Stack.Aws home, Stack.Aws away) {
    var withOcmProxy = new HashMap<>(PARAMETERS);
    withOcmProxy.putAll(OCM_PROXY);
    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      var there = both.submit(() -> template.deploy(home, withOcmProxy));
      var elsewhere = both.submit(() -> template.deploy(away, PARAMETERS));
      return List.of(there.get(), elsewhere.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Deploys the stack in the other region again, with these parameters changed.
  void redeployAway(Map<String, String> changed) {
    var parameters = new HashMap<>(PARAMETERS);
    parameters.putAll(changed);
    var _ = template.redeploy(away.aws(), parameters);
  }

  /// Functions run in containers of this machine.
  private static String architecture() {
    return System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64")
        ? "arm64"
        : "x86_64";
  }

  @Override
  public void close() {
    containers.close();
  }
}
