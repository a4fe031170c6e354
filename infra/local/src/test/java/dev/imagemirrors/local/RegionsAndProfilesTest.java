package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.ocm.OcmSimulator;
import dev.imagemirrors.local.stack.LocalStack;
import dev.imagemirrors.local.stack.StackOptions;
import dev.imagemirrors.local.template.TemplateFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegionsAndProfilesTest {
  private static final String PROFILES =
      """
      {"payments": {"role_arn": "arn:aws:iam::111122223333:role/mirrors", "external_id": "x-1"},
       "europe": {"role_arn": "arn:aws:iam::111122223333:role/europe", "region": "eu-west-1"},
       "closed": {"role_arn": "arn:aws:iam::111122223333:role/closed"},
       "few": {"role_arn": "arn:aws:iam::111122223333:role/few",
               "callers": ["arn:aws:iam::000000000000:user/admin-*"]}}\
      """;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private OcmSimulator ocm;

  @SuppressWarnings("NullAway.Init")
  private LocalStack stack;

  @BeforeEach
  void start() throws IOException {
    ocm = OcmSimulator.start(0);
    stack =
        LocalStack.start(
            StackOptions.of(
                    TemplateFile.ofThisProject(),
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .withRegions(List.of("us-east-1", "eu-west-1"))
                .withParameter("AllowedRegions", "us-east-1,eu-west-1")
                .withParameter("Profiles", PROFILES)
                .withParameter("OcmUrl", ocm.url())
                .withParameter("OcmTokenUrl", ocm.tokenUrl())
                .withSecret("OcmSecret", "{\"client_id\":\"id\",\"client_secret\":\"secret\"}"));
  }

  @AfterEach
  void stop() {
    stack.close();
    ocm.close();
  }

  private JsonNode send(HttpRequest.Builder request) throws Exception {
    var reply = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    return reply.body().length == 0 ? Json.object() : Json.read(reply.body());
  }

  private JsonNode invoke(String function, String payload) throws Exception {
    return send(
        HttpRequest.newBuilder(
                URI.create(stack.url() + "/2015-03-31/functions/" + function + "/invocations"))
            .POST(HttpRequest.BodyPublishers.ofString(payload)));
  }

  private void role(String hook) throws Exception {
    send(
        HttpRequest.newBuilder(URI.create(stack.url() + "/_local/roles"))
            .POST(HttpRequest.BodyPublishers.ofString(hook)));
  }

  private JsonNode create(String name, String more) throws Exception {
    return invoke(
        "CreateImageMirrorFunction",
        """
        {"cluster": "mycluster", "source": "registry.example.com/%1$s", "mirrors": "{region}.mirror.corp.com/%1$s"%2$s}\
        """
            .formatted(name, more));
  }

  private List<String> history(String more) throws Exception {
    return invoke(
            "ShowHistoryFunction", "{\"cluster\": \"mycluster\", \"order\": \"asc\"" + more + "}")
        .path("history")
        .findValuesAsText("region");
  }

  private List<String> states(String more) throws Exception {
    return invoke("ListImageMirrorsFunction", "{\"cluster\": \"mycluster\"" + more + "}")
        .path("image_mirrors")
        .findValuesAsText("state");
  }

  @Test
  void keepsTheRecordsOfTwoRegionsApart() throws Exception {
    create("one", "");
    var created = create("two", ", \"region\": \"eu-west-1\"");

    assertThat(created.path("image_mirror").path("mirrors").path(0).asText())
        .isEqualTo("eu-west-1.mirror.corp.com/two");
    assertThat(history("")).containsExactly("us-east-1");
    assertThat(history(", \"region\": \"eu-west-1\"")).containsExactly("eu-west-1");
    assertThat(states("")).containsExactlyInAnyOrder("in-sync", "unmanaged");
    assertThat(states(", \"region\": \"eu-west-1\""))
        .containsExactlyInAnyOrder("in-sync", "unmanaged");
  }

  @Test
  void usesTheRegionOfTheDetailAndNotOfTheEnvelope() throws Exception {
    var reply =
        invoke(
            "CreateImageMirrorFunction",
            """
            {"version": "0", "id": "e1", "detail-type": "Create Image Mirror", "source": "x", "account": "000000000000",
             "time": "2026-01-02T03:04:05Z", "region": "eu-west-1", "resources": [],
             "detail": {"cluster": "mycluster", "source": "registry.example.com/a", "mirrors": "m.corp.com/a"}}\
            """);

    assertThat(reply.path("image_mirror").path("source").asText())
        .isEqualTo("registry.example.com/a");
    assertThat(history("")).containsExactly("us-east-1");
    assertThat(history(", \"region\": \"eu-west-1\"")).isEmpty();
  }

  private JsonNode events() {
    try {
      return send(HttpRequest.newBuilder(URI.create(stack.url() + "/_local/events")))
          .path("000000000000");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void announcesARefusalInTheRegionOfTheRequest() throws Exception {
    invoke(
        "DeleteImageMirrorFunction",
        """
        {"version": "0", "id": "e1", "detail-type": "Delete Image Mirror", "source": "x", "account": "000000000000",
         "time": "2026-01-02T03:04:05Z", "region": "us-east-1", "resources": [],
         "detail": {"cluster": "mycluster", "id": "a/b", "yes": true, "region": "eu-west-1"}}\
        """);

    StackFixture.awaitThat(
        "the announcement",
        () -> events().path("eu-west-1").toString().contains("Image Mirror Operation Failed"));
    assertThat(events().path("us-east-1").toString())
        .doesNotContain("Image Mirror Operation Failed");
  }

  @Test
  void rejectsAForbiddenRegionAndListsTheAllowedOnes() throws Exception {
    var reply = create("a", ", \"region\": \"ap-south-1\"");

    assertThat(reply.path("errorType").asText())
        .isEqualTo("dev.imagemirrors.event.RegionNotAllowed");
    assertThat(reply.path("errorMessage").asText())
        .isEqualTo("Region 'ap-south-1' is not allowed; this stack allows us-east-1, eu-west-1");
  }

  @Test
  void rejectsAnUnknownProfile() throws Exception {
    var reply = create("a", ", \"profile\": \"payment\"");

    assertThat(reply.path("errorType").asText()).isEqualTo("dev.imagemirrors.event.ProfileUnknown");
    assertThat(reply.path("errorMessage").asText())
        .isEqualTo("Unknown profile 'payment'; this stack has closed, europe, few, payments");
  }

  @Test
  void worksInTheAccountOfAProfileAndInItsRegion() throws Exception {
    role("{\"arn\": \"arn:aws:iam::111122223333:role/mirrors\", \"external_id\": \"x-1\"}");

    create("a", ", \"profile\": \"payments\"");
    create("b", ", \"profile\": \"europe\"");

    assertThat(history("")).isEmpty();
    assertThat(history(", \"profile\": \"payments\"")).containsExactly("us-east-1");
    assertThat(history(", \"profile\": \"europe\"")).containsExactly("eu-west-1");
    assertThat(history(", \"profile\": \"payments\", \"region\": \"eu-west-1\""))
        .containsExactly("eu-west-1");
  }

  @Test
  void reportsThatARoleCannotBeAssumed() throws Exception {
    role("{\"arn\": \"arn:aws:iam::111122223333:role/closed\", \"deny\": true}");

    var reply = create("a", ", \"profile\": \"closed\"");

    assertThat(reply.path("errorType").asText()).isEqualTo("dev.imagemirrors.event.Denied");
    assertThat(reply.path("errorMessage").asText())
        .isEqualTo("The role of profile 'closed' cannot be assumed: AccessDenied");
  }

  @Test
  void allowsAProfileOnlyToItsCallers() throws Exception {
    assertThat(create("a", ", \"profile\": \"few\"").path("errorType").asText())
        .isEqualTo("dev.imagemirrors.event.Denied");
  }

  @Test
  void believesNoCallerThatADirectInvocationNames() throws Exception {
    var forged =
        """
        {"httpMethod": "GET", "path": "/clusters/mycluster/image-mirrors",
         "pathParameters": {"cluster": "mycluster"}, "queryStringParameters": {"profile": "few"},
         "requestContext": {"identity": {"userArn": "arn:aws:iam::000000000000:user/admin-1"}}}
        """;

    var reply = invoke("ListImageMirrorsFunction:live", forged);

    assertThat(reply.path("statusCode").asInt()).isEqualTo(403);
    assertThat(reply.path("body").asText()).doesNotContain("admin-1");
  }

  @Test
  void assumesARoleAgainWhenItsSessionHasExpired() throws Exception {
    role("{\"arn\": \"arn:aws:iam::111122223333:role/mirrors\", \"lifetime_s\": 1}");
    create("a", ", \"profile\": \"payments\"");

    role("{\"arn\": \"arn:aws:iam::111122223333:role/mirrors\", \"deny\": true}");

    assertThat(create("b", ", \"profile\": \"payments\"").path("errorType").asText())
        .isEqualTo("dev.imagemirrors.event.Denied");
  }

  @Test
  void keepsASessionUntilShortlyBeforeItExpires() throws Exception {
    create("a", ", \"profile\": \"payments\"");

    role("{\"arn\": \"arn:aws:iam::111122223333:role/mirrors\", \"deny\": true}");

    assertThat(create("b", ", \"profile\": \"payments\"").path("operation").path("state").asText())
        .isEqualTo("succeeded");
  }
}
