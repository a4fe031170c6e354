package dev.imagemirrors.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

/// The AWS calls of the functions, as recorded by LocalStack.
final class Calls {
  /// The prefix of the access keys of sessions, on LocalStack and on AWS.
  private static final Pattern SESSION_KEY = Pattern.compile("Credential=((?:LS|AS)IA[A-Z0-9]+)/");

  private static final Pattern SESSION = Pattern.compile(".*:assumed-role/([^/]+)/(.+)");

  private Calls() {}

  /// A call, with the role and the name of its session. The session of a function has the name of
  /// the function.
  record Call(
      String region,
      String account,
      String service,
      String operation,
      JsonNode parameters,
      String role,
      String session) {}

  static List<Call> of(Deployment deployment) {
    var sessions = new HashMap<String, String>();
    return deployment.containers().calls().stream()
        .map(Http::json)
        .<Call>mapMulti((call, found) -> {
          var key = SESSION_KEY.matcher(call.path("authorization").asText());
          // GetCallerIdentity with the key of the recorded call returns its session.
          if (!key.find() || call.path("operation").asText().equals("GetCallerIdentity")) {
            return;
          }
          var arn =
              sessions.computeIfAbsent(key.group(1), id -> identity(deployment.home().aws(), id));
          var session = SESSION.matcher(arn);
          if (!session.matches()) {
            throw new AssertionError("not a session: " + arn);
          }
          found.accept(
              new Call(
                  call.path("region").asText(),
                  call.path("account").asText(),
                  call.path("service").asText(),
                  call.path("operation").asText(),
                  call.path("parameters"),
                  session.group(1),
                  session.group(2)));
        })
        .toList();
  }

  /// LocalStack verifies no signatures, so the access key alone identifies the session.
  private static String identity(Stack.Aws aws, String accessKey) {
    var credentials = AwsBasicCredentials.create(accessKey, "unknown");
    return aws.with(
        aws.builder(StsClient.builder())
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build(),
        sts -> sts.getCallerIdentity().arn());
  }
}
