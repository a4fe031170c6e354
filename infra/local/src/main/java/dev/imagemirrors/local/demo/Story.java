package dev.imagemirrors.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.json.Digest;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// The story of the ROSA guide, told through the functions.
final class Story {
  private static final String MIRRORS = "/clusters/mycluster/image-mirrors";

  private final Client client;
  private final Narrator narrator;

  Story(Client client, Narrator narrator) {
    this.client = client;
    this.narrator = narrator;
  }

  void play() {
    beforeAnything();
    create();
    createFromAnEvent();
    createAgain();
    refuseBadInput();
    edit();
    refuseWhatCannotBe();
    delete();
    passThroughAConflict();
    servesRosaAndTerraform();
    listWhileOcmIsDown();
    new WaitingStory(client, narrator).play();
    afterwards();
    history();
    verify();
    restore();
  }

  private void beforeAnything() {
    narrator.chapter("The cluster has no image mirrors yet.");
    narrator.exchange(
        "GET " + MIRRORS + "?output=text",
        client.api("GET", MIRRORS + "?output=text", ""),
        200,
        "I: No image mirrors found for cluster 'mycluster'");
  }

  private void create() {
    narrator.chapter("Create an image mirror, through the API.");
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
    narrator.chapter("Create another one, with an event on the bus.");
    var detail =
        """
        {"cluster": "mycluster", "source": "quay.io/team", "mirrors": ["mirror.corp.com/quay-team"]}\
        """;
    var answer = client.putEvent("Create Image Mirror", detail);
    narrator.check(answer.status() == 200, "the bus did not take the event: " + answer.text());
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

  private void createAgain() {
    narrator.chapter("Create the first one again: nothing is sent, no node is replaced.");
    var rollouts = rollouts();
    var body =
        """
        {"source": "registry.example.com/team", "mirrors": ["mirror.corp.com/team", "backup.corp.com/team"], "output": "text"}\
        """;
    narrator.exchange(
        "POST " + MIRRORS + " " + body, client.api("POST", MIRRORS, body), 200, "is unchanged");
    narrator.check(rollouts() == rollouts, "a change was sent to the cluster");
  }

  private void refuseBadInput() {
    narrator.chapter("Everything that is wrong with a request is said at once.");
    var body =
        """
        {"source": "https://quay.io/other", "mirors": ["mirror.corp.com/other:v1"]}\
        """;
    var answer = client.api("POST", MIRRORS, body);
    narrator.say("   > POST " + MIRRORS + " " + body);
    narrator.say("   " + answer.status() + " " + answer.json().path("title").asText());
    for (var fault : answer.json().path("errors")) {
      narrator.say("   " + fault.path("field").asText() + ": " + fault.path("reason").asText());
    }
    narrator.check(
        answer.status() == 400 && answer.json().path("errors").size() == 3,
        "three faults should have been named");
  }

  private void edit() {
    narrator.chapter("Edit: the list of mirrors is replaced whole. A source is as good as an ID.");
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

  private void refuseWhatCannotBe() {
    narrator.chapter("Clusters that cannot have image mirrors, or not yet, are left alone.");
    var body =
        """
        {"source": "quay.io/team", "mirrors": ["mirror.corp.com/quay-team"]}\
        """;
    for (var refusal :
        new TreeMap<>(
                Map.of(
                    "hcp-installing",
                    "Cluster 'hcp-installing' is not ready. Image mirrors can only be created on"
                        + " ready clusters",
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
          "the reply should say: " + refusal.getValue());
    }
  }

  private void delete() {
    narrator.chapter("Delete asks first.");
    var path = MIRRORS + "/quay.io%2Fteam";
    var asked = client.api("DELETE", path, "");
    narrator.say("   > DELETE " + path);
    narrator.say("   " + asked.status() + " " + asked.json().path("detail").asText());
    narrator.check(
        asked.status() == 428
            && asked.json().path("detail").asText().startsWith("Are you sure you want to delete"),
        "the deletion should have been asked about");
    var event =
        """
        {"cluster": "mycluster", "id": "quay.io/team", "yes": true}\
        """;
    var answer = client.invoke("DeleteImageMirrorFunction", event);
    narrator.say("   > a test event for DeleteImageMirrorFunction: " + event);
    narrator.say("   I: " + answer.json().path("messages").path(0).asText());
    narrator.check(
        answer
            .json()
            .path("messages")
            .path(0)
            .asText()
            .endsWith("has been deleted from cluster 'mycluster'"),
        "it should have been deleted");
  }

  private void passThroughAConflict() {
    narrator.chapter("Two writes close together: OCM answers 409, and the function tries again.");
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
    narrator.say("   OCM answered 409 " + conflicts + " times meanwhile.");
    narrator.check(conflicts > 0, "there was no conflict to pass through");
    client.simulate("conflict", "{\"ms\": 0}");
  }

  private void servesRosaAndTerraform() {
    narrator.chapter(
        "rosa and Terraform, pointed at the stack: OCM's own API, and our history with their user.");
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
        "it should have been refused as OCM does");
  }

  private void listWhileOcmIsDown() {
    narrator.chapter("OCM is down: the records are listed, and say so.");
    client.simulate(
        "fault", "{\"method\": \"GET\", \"match\": \"/clusters\", \"status\": 503, \"times\": 4}");
    narrator.exchange(
        "GET " + MIRRORS + "?output=table",
        client.api("GET", MIRRORS + "?output=table", ""),
        200,
        "W: OCM cannot be reached",
        "registry.example.com/two");
  }

  private void afterwards() {
    narrator.chapter("What the cluster has now.");
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
    narrator.chapter(
        "The history: who did what, and what came of it. Each entry seals the one before.");
    narrator.exchange(
        "GET /clusters/mycluster/history?output=table",
        client.api("GET", "/clusters/mycluster/history?output=table", ""),
        200,
        "com.example.pipeline",
        "service-account-terraform");
    var entries = client.api("GET", "/clusters/mycluster/history", "").json().path("history");
    narrator.check(sealed(entries), "the chain of the history is broken");
    narrator.say("   " + entries.size() + " entries, the chain of their hashes is whole.");
  }

  private void verify() {
    narrator.chapter("Has anybody changed the history? Every hash is computed again.");
    narrator.exchange(
        "GET /clusters/mycluster/history/verify?output=text",
        client.api("GET", "/clusters/mycluster/history/verify?output=text", ""),
        200,
        "I: The history of cluster 'mycluster' is as it was written");
  }

  private void restore() {
    narrator.chapter("Back to what the cluster had when entry 2 was the newest.");
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
    narrator.check(table().contains("quay.io/team"), "the mirror has not come back");
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

  /// Computes every hash again, from what the API shows.
  private static boolean sealed(JsonNode entries) {
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
