package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// No secret or token appears in a log line, a reply, an event, a record or the history, even after
/// failures.
class LeakTest {
  private static final String SECRET = "cl13nt-s3cr3t-of-recognisable-value";
  private static final String OFFLINE = "0ffline-t0ken-of-recognisable-value";
  private static final String TOKEN = "acc3ss-t0ken-of-recognisable-value";

  /// The prefix of every token of the simulator, which is a JWT.
  private static final String JWT = "eyJ";

  private final StringBuilder replies = new StringBuilder();

  @SuppressWarnings("NullAway.Init")
  private StackFixture stack;

  @BeforeEach
  void start() {
    stack =
        StackFixture.startWithShortTimeouts(options ->
            options.withSecret(
                "OcmSecret", "{\"client_id\": \"id\", \"client_secret\": \"" + SECRET + "\"}"));
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  /// Every function, with valid and invalid requests, from every kind of caller.
  private void callEverything() {
    for (var function :
        List.of(
            "CreateImageMirrorFunction",
            "ListImageMirrorsFunction",
            "DescribeImageMirrorFunction",
            "EditImageMirrorFunction",
            "DeleteImageMirrorFunction",
            "ExplainImageFunction",
            "ShowHistoryFunction",
            "VerifyHistoryFunction",
            "RestoreImageMirrorsFunction")) {
      for (var event : List.of("{}", "[]", event(function, "mycluster"), event(function, "none"))) {
        keep(stack.invoke(function, event));
      }
    }
    keep(
        stack.api(
            "POST",
            "/clusters/mycluster/image-mirrors",
            "{\"source\": \"a/b\", \"mirrors\": \"m/b\"}"));
    keep(stack.api("GET", "/clusters/mycluster/image-mirrors?output=yaml", ""));
    long before = stack.invocations("CreateImageMirrorFunction");
    stack.put("Create Image Mirror", event("CreateImageMirrorFunction", "classic"));
    StackFixture.awaitThat(
        "the bus", () -> stack.invocations("CreateImageMirrorFunction") > before);
  }

  private static String event(String function, String cluster) {
    var event = Json.object().put("cluster", cluster);
    var fields =
        switch (function) {
          case "CreateImageMirrorFunction" -> event.put("source", "a/a").put("mirrors", "m/a");
          case "EditImageMirrorFunction" -> event.put("id", "a/a").put("mirrors", "m/b");
          case "DeleteImageMirrorFunction" -> event.put("id", "a/a").put("yes", true);
          case "DescribeImageMirrorFunction" -> event.put("id", "a/a");
          case "RestoreImageMirrorsFunction" -> event.put("to", 0).put("dry_run", true);
          case "ExplainImageFunction" -> event.put("image", "quay.io/a/a:1");
          default -> event;
        };
    return fields.toString();
  }

  private void keep(StackFixture.Reply reply) {
    replies.append(reply.headers().map()).append(reply.text()).append('\n');
  }

  private void putSecret(String value) {
    stack.aws(
        "secretsmanager",
        "secretsmanager.PutSecretValue",
        Json.object().put("SecretId", "image-mirrors/ocm").put("SecretString", value));
    stack.ocm("tokens", "{\"revoke\": true}");
  }

  private void tokenFault(ObjectNode fault) {
    stack.ocm("tokens", "{\"revoke\": true}");
    stack.ocm("fault", fault.put("match", "/openid-connect/token").put("times", 3).toString());
  }

  private void assertNothingLeaked() {
    var basic =
        Base64.getEncoder().encodeToString(("id:" + SECRET).getBytes(StandardCharsets.UTF_8));
    var everything =
        stack.log()
            + replies
            + stack.events()
            + stack.everythingIn("image-mirrors-mirrors")
            + stack.everythingIn("image-mirrors-history");
    assertThat(everything).contains("\"level\":\"INFO\"").contains("mycluster");
    for (var secret : List.of(SECRET, OFFLINE, TOKEN, JWT, basic)) {
      assertThat(everything.contains(secret))
          .as(
              "'%s' is in: %s",
              secret, everything.lines().filter(line -> line.contains(secret)).limit(3).toList())
          .isFalse();
    }
  }

  @Test
  void hidesTheClientSecretAndItsTokens() {
    callEverything();
    stack.ocm("tokens", "{\"revoke\": true}");
    callEverything();

    assertThat(stack.history("mycluster")).isNotEmpty();
    assertNothingLeaked();
  }

  @Test
  void hidesThemWhenOcmFails() {
    for (var fault :
        List.of(
            "{\"match\": \"/clusters\", \"status\": 401, \"times\": 4}",
            "{\"match\": \"/clusters\", \"status\": 403}",
            "{\"match\": \"/image_mirrors\", \"status\": 500}",
            "{\"match\": \"/image_mirrors\", \"reset\": true}",
            "{\"match\": \"/clusters\", \"status\": 200, \"body\": \"<html>\", \"content_type\": \"text/html\"}",
            "{\"match\": \"/clusters\", \"status\": 302, \"empty\": true}")) {
      stack.ocm("fault", fault);
      callEverything();
      stack.forgetFaults();
    }

    assertNothingLeaked();
  }

  @Test
  void hidesThemWhenTheTokenServiceFails() {
    var odd =
        List.of(
            Json.object().put("status", 500),
            Json.object().put("status", 401),
            Json.object().put("reset", true),
            Json.object().put("status", 200).put("body", "{\"access_token\": \"" + TOKEN),
            Json.object().put("status", 200).put("body", "\"" + TOKEN + "\""),
            Json.object()
                .put("status", 200)
                .put("body", "{\"access_token\": \"" + TOKEN + "\", \"expires_in\": 900}"),
            Json.object()
                .put("status", 200)
                .put("body", "{\"access_token\": \"" + TOKEN + "\\n\", \"expires_in\": 900}"),
            Json.object()
                .put("status", 200)
                .put("body", "{\"access_token\": \"" + TOKEN + "\u00e4\", \"expires_in\": 900}"));
    for (var fault : odd) {
      tokenFault(fault);
      callEverything();
      stack.forgetFaults();
    }

    assertNothingLeaked();
  }

  @Test
  void hidesAnOfflineToken() {
    putSecret("{\"offline_token\": \"" + OFFLINE + "\"}");
    callEverything();
    tokenFault(Json.object().put("status", 400));
    callEverything();

    assertNothingLeaked();
  }

  @Test
  void hidesASecretOfAnotherFormat() {
    for (var secret :
        List.of(
            SECRET,
            "{\"client_secret\": \"" + SECRET + "\"}",
            "{\"client_id\": \"id\", \"client_secret\": \"" + SECRET,
            "{\"client_secret\": \"" + SECRET + "\", \"client_secret\": \"x\"}",
            "{\"" + SECRET + "\": 1, \"" + SECRET + "\": 2}",
            "{\"client_id\": \"id\", \"client_secret\": \""
                + SECRET
                + "\", \"offline_token\": \""
                + OFFLINE
                + "\"}")) {
      putSecret(secret);
      keep(stack.invoke("ListImageMirrorsFunction", "{\"cluster\": \"mycluster\"}"));
    }
    putSecret("{\"client_id\": \"id\", \"client_secret\": \"" + SECRET + "\"}");
    callEverything();

    assertNothingLeaked();
  }
}
