package dev.imagemirrors.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

/// The AWS calls that functions have made, as LocalStack saw them.
final class Calls {
  /// How the access keys of sessions begin, on LocalStack and on AWS.
  private static final Pattern SESSION_KEY = Pattern.compile("Credential=((?:LS|AS)IA[A-Z0-9]+)/");

  private static final Pattern SESSION = Pattern.compile(".*:assumed-role/([^/]+)/(.+)");

  private Calls() {}

  /// A call, with the role and the name of the session in which it was made. A function's session
  /// has the function's name.
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
    return deployment.machines().calls().stream()
        .map(Http::json)
        .<Call>mapMulti((call, found) -> {
          var key = SESSION_KEY.matcher(call.path("authorization").asText());
          // Who it is that has made a call is asked here, in the name of the one who has.
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

  /// LocalStack verifies no signature, so the key alone tells whose it is.
  private static String identity(Stack.Aws aws, String accessKey) {
    var credentials = AwsBasicCredentials.create(accessKey, "unknown");
    return aws.with(
        aws.builder(StsClient.builder())
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build(),
        sts -> sts.getCallerIdentity().arn());
  }
}
