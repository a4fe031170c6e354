package dev.imagemirrors.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.json.Digest;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// The steps of the ROSA guide, done by the functions.
final class GuideScenario {
  private static final String MIRRORS = "/clusters/mycluster/image-mirrors";

  private final Client client;
  private final Narrator narrator;

  GuideScenario(Client client, Narrator narrator) {
    this.client = client;
    this.narrator = narrator;
  }

  void run() {
    listNothing();
    create();
    createFromAnEvent();
    repeatCreate();
    rejectInvalidInput();
    edit();
    rejectUnsupportedClusters();
    delete();
    retryConflicts();
    serveRosaAndTerraform();
    listWhileOcmIsDown();
    new WaitingScenario(client, narrator).run();
    listFinalMirrors();
    history();
    verify();
    restore();
  }

  private void listNothing() {
    narrator.step("The cluster has no image mirrors yet.");
    narrator.exchange(
        "GET " + MIRRORS + "?output=text",
        client.api("GET", MIRRORS + "?output=text", ""),
        200,
        "I: No image mirrors found for cluster 'mycluster'");
  }

  private void create() {
    narrator.step("Create an image mirror through the API.");
    var body =
        """
        {"source": "registry.example.com/team", "mirrors": "mirror.corp.com/team, backup.corp.com/team", "output": "text"}\
        """;
    narrator.exchange(
        "POST " + MIRRORS + " " + body,
        client.api("POST", MIRRORS, body),
        201,
        "has been created on cluster 'mycluster'",
        "I: Source: registry.example.com/team",
        "I: Mirrors: [mirror.corp.com/team backup.corp.com/team]");
  }

  private void createFromAnEvent() {
    narrator.step("Create another with an event on the bus.");
    var detail =
        """
        {"cluster": "mycluster", "source": "quay.io/team", "mirrors": ["mirror.corp.com/quay-team"]}\
        """;
    var answer = client.putEvent("Create Image Mirror", detail);
    narrator.check(answer.status() == 200, "the bus rejected the event: " + answer.text());
    narrator.say("   > put-events: Create Image Mirror " + detail);
    narrator.check(
        within(Duration.ofSeconds(20), () -> table().contains("quay.io/team")),
        "the mirror was not created");
    narrator.exchange(
        "GET " + MIRRORS + "?output=table",
        client.api("GET", MIRRORS + "?output=table", ""),
        200,
        "registry.example.com/team",
        "quay.io/team");
  }

  private void repeatCreate() {
    narrator.step("Repeat the first create: nothing is sent, and no nodes are replaced.");
    var rollouts = rollouts();
    var body =
        """
        {"source": "registry.example.com/team", "mirrors": ["mirror.corp.com/team", "backup.corp.com/team"], "output": "text"}\
        """;
    narrator.exchange(
        "POST " + MIRRORS + " " + body, client.api("POST", MIRRORS, body), 200, "is unchanged");
    narrator.check(rollouts() == rollouts, "a change was sent to the cluster");
  }

  private void rejectInvalidInput() {
    narrator.step("Send an invalid request: the reply lists every error.");
    var body =
        """
        {"source": "https://quay.io/other", "mirors": ["mirror.corp.com/other:v1"]}\
        """;
    var answer = client.api("POST", MIRRORS, body);
    narrator.say("   > POST " + MIRRORS + " " + body);
    narrator.say("   " + answer.status() + " " + answer.json().path("title").asText());
    for (var error : answer.json().path("errors")) {
      narrator.say("   " + error.path("field").asText() + ": " + error.path("reason").asText());
    }
    narrator.check(
        answer.status() == 400 && answer.json().path("errors").size() == 3,
        "expected three errors");
  }

  private void edit() {
    narrator.step("Edit: replace the list of mirrors. A source works in place of an ID.");
    var path = MIRRORS + "/registry.example.com%2Fteam";
    var body =
        """
        {"mirrors": ["backup.corp.com/team", "mirror.corp.com/team"], "reason": "the backup is nearer", "output": "text"}\
        """;
    narrator.exchange(
        "PATCH " + path + " " + body,
        client.api("PATCH", path, body),
        200,
        "has been updated on cluster 'mycluster'",
        "I: Updated mirrors: [backup.corp.com/team mirror.corp.com/team]");
  }

  private void rejectUnsupportedClusters() {
    narrator.step("Clusters that do not support image mirrors, or are not ready, are rejected.");
    var body =
        """
        {"source": "quay.io/team", "mirrors": ["mirror.corp.com/quay-team"]}\
        """;
    for (var refusal :
        new TreeMap<>(
                Map.of(
                    "hcp-installing",
                    "Cluster 'hcp-installing' is not ready. Image mirrors can only be created on"
                        + " ready clusters. Its state is 'installing': with"
                        + " defer_until_ready=true, the request waits until it is ready",
                    "classic",
                    "Image mirrors are only supported on Hosted Control Plane clusters"))
            .entrySet()) {
      var path = "/clusters/" + refusal.getKey() + "/image-mirrors";
      var answer = client.api("POST", path, body);
      narrator.say("   > POST " + path);
      narrator.say(
          "   " + answer.json().path("status") + " " + answer.json().path("detail").asText());
      narrator.check(
          answer.json().path("detail").asText().equals(refusal.getValue()),
          "expected in the reply: " + refusal.getValue());
    }
  }

  private void delete() {
    narrator.step("Delete requires confirmation.");
    var path = MIRRORS + "/quay.io%2Fteam";
    var unconfirmed = client.api("DELETE", path, "");
    narrator.say("   > DELETE " + path);
    narrator.say("   " + unconfirmed.status() + " " + unconfirmed.json().path("detail").asText());
    narrator.check(
        unconfirmed.status() == 428
            && unconfirmed
                .json()
                .path("detail")
                .asText()
                .startsWith("Are you sure you want to delete"),
        "expected a request for confirmation");
    var event =
        """
        {"cluster": "mycluster", "id": "quay.io/team", "yes": true}\
        """;
    var answer = client.invoke("DeleteImageMirrorFunction", event);
    narrator.say("   > invoke DeleteImageMirrorFunction " + event);
    narrator.say("   I: " + answer.json().path("messages").path(0).asText());
    narrator.check(
        answer
            .json()
            .path("messages")
            .path(0)
            .asText()
            .endsWith("has been deleted from cluster 'mycluster'"),
        "the mirror was not deleted");
  }

  private void retryConflicts() {
    narrator.step("Two writes in quick succession: OCM responds 409, and the function retries.");
    client.simulate("conflict", "{\"ms\": 1200}");
    for (var name : new String[] {"one", "two"}) {
      var body =
          """
          {"source": "registry.example.com/%1$s", "mirrors": ["mirror.corp.com/%1$s"], "output": "text"}\
          """
              .formatted(name);
      narrator.exchange(
          "POST " + MIRRORS + " " + body,
          client.api("POST", MIRRORS, body),
          201,
          "has been created on cluster 'mycluster'");
    }
    var conflicts = client.simulated().path("conflicts").asInt();
    narrator.say("   409 responses from OCM: " + conflicts);
    narrator.check(conflicts > 0, "expected at least one conflict");
    client.simulate("conflict", "{\"ms\": 0}");
  }

  private void serveRosaAndTerraform() {
    narrator.step("rosa and Terraform use the OCM-compatible API; the history records their user.");
    var clusters = "/api/clusters_mgmt/v1/clusters";
    var id =
        client
            .ocm("GET", clusters + "?search=name%20%3D%20%27mycluster%27", "")
            .json()
            .at("/items/0/id")
            .asText();
    var body =
        """
        {"kind": "ImageMirror", "type": "digest", "source": "quay.io/terraform", "mirrors": ["mirror.corp.com/terraform"]}\
        """;
    var path = clusters + "/" + id + "/image_mirrors";
    narrator.exchange(
        "POST " + path + " " + body,
        client.ocm("POST", path, body),
        201,
        "\"kind\":\"ImageMirror\"",
        "\"source\":\"quay.io/terraform\"");
    var again = client.ocm("POST", path, body);
    narrator.say("   again: " + again.status() + " " + again.json().path("reason").asText());
    narrator.check(
        again.status() == 400 && again.json().path("kind").asText().equals("Error"),
        "expected the error that OCM returns");
  }

  private void listWhileOcmIsDown() {
    narrator.step("List while OCM is unavailable: the reply comes from the records and says so.");
    client.simulate(
        "fault", "{\"method\": \"GET\", \"match\": \"/clusters\", \"status\": 503, \"times\": 4}");
    narrator.exchange(
        "GET " + MIRRORS + "?output=table",
        client.api("GET", MIRRORS + "?output=table", ""),
        200,
        "W: OCM cannot be reached",
        "registry.example.com/two");
  }

  private void listFinalMirrors() {
    narrator.step("List the mirrors of the cluster.");
    narrator.exchange(
        "GET " + MIRRORS + "?output=wide",
        client.api("GET", MIRRORS + "?output=wide", ""),
        200,
        "in-sync",
        "registry.example.com/team",
        "registry.example.com/one",
        "registry.example.com/two");
    narrator.check(!table().contains("quay.io/team"), "the deleted mirror is still there");
  }

  private void history() {
    narrator.step(
        "Show the history: who did what, and with which outcome. Each entry has the hash of the previous one.");
    narrator.exchange(
        "GET /clusters/mycluster/history?output=table",
        client.api("GET", "/clusters/mycluster/history?output=table", ""),
        200,
        "com.example.pipeline",
        "service-account-terraform");
    var entries =
        client.api("GET", "/clusters/mycluster/history?order=asc", "").json().path("history");
    narrator.check(isIntact(entries), "the hash chain is broken");
    narrator.say("   " + entries.size() + " entries; the hash chain is intact.");
  }

  private void verify() {
    narrator.step("Verify the history: every hash is computed again.");
    narrator.exchange(
        "GET /clusters/mycluster/history/verify?output=text",
        client.api("GET", "/clusters/mycluster/history/verify?output=text", ""),
        200,
        "I: The history of cluster 'mycluster' is intact");
  }

  private void restore() {
    narrator.step("Restore the mirrors that the cluster had after history entry 2.");
    var path = "/clusters/mycluster/restore";
    narrator.exchange(
        "POST " + path + "?output=text {\"to\": 2, \"dry_run\": true}",
        client.api("POST", path + "?output=text", "{\"to\": 2, \"dry_run\": true}"),
        200,
        "I: At entry 2 of ",
        "I: + quay.io/team");
    narrator.exchange(
        "POST " + path + "?output=text&yes=true {\"to\": 2}",
        client.api("POST", path + "?output=text&yes=true", "{\"to\": 2}"),
        200,
        "I: Image mirrors have been applied to cluster 'mycluster'");
    narrator.check(table().contains("quay.io/team"), "the mirror was not restored");
  }

  private String table() {
    return client.api("GET", MIRRORS + "?output=table", "").text();
  }

  private int rollouts() {
    for (var cluster : client.simulated().path("clusters")) {
      if (cluster.path("name").asText().equals("mycluster")) {
        return cluster.path("rollouts").asInt();
      }
    }
    throw new IllegalStateException("the simulator has no cluster 'mycluster'");
  }

  /// Computes every hash again from the reply of the API.
  private static boolean isIntact(JsonNode entries) {
    var previous = "0".repeat(64);
    var number = 0;
    for (var entry : entries) {
      var text = ((ObjectNode) entry.deepCopy()).without("hash").toString();
      if (entry.path("number").asInt() != ++number
          || !entry.path("previous_hash").asText().equals(previous)
          || !entry.path("hash").asText().equals(Digest.sha256(text))) {
        return false;
      }
      previous = entry.path("hash").asText();
    }
    return number > 0;
  }

  static boolean within(Duration limit, BooleanSupplier condition) {
    var end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }
}
