package dev.imagemirrors.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.thread.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Operations that `rosa` does not support: concurrent writes, clusters that are not ready, whole
/// sets, and outages.
final class WaitingScenario {
  private static final String BUSY = "/clusters/hcp-ready/image-mirrors";
  private static final String LATER = "/clusters/hcp-installing/image-mirrors";

  private final Client client;
  private final Narrator narrator;

  WaitingScenario(Client client, Narrator narrator) {
    this.client = client;
    this.narrator = narrator;
  }

  void run() {
    burst();
    deferred();
    plan();
    importDocuments();
    outage();
    explain();
  }

  private void burst() {
    narrator.step(
        "Eight concurrent creates: the functions send them one at a time, and none is lost.");
    client.simulate("conflict", "{\"ms\": 250}");
    var begun = System.nanoTime();
    var answers = new ArrayList<Client.Answer>();
    try (var callers = Threads.perTask("caller")) {
      var sent =
          IntStream.rangeClosed(1, 8)
              .mapToObj(i -> callers.submit(() -> client.api("POST", BUSY, body("burst-" + i))))
              .toList();
      for (var each : sent) {
        answers.add(each.get());
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    var seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
    client.simulate("conflict", "{\"ms\": 0}");
    narrator.say(
        "   8 creates: status %s in %.1f s, max. writes in flight: %d"
            .formatted(
                answers.stream().map(Client.Answer::status).distinct().toList(),
                seconds,
                cluster("hcp-ready").path("max_writes_in_flight").asInt()));
    narrator.check(answers.stream().allMatch(answer -> answer.status() == 201), "a create failed");
    narrator.check(
        cluster("hcp-ready").path("max_writes_in_flight").asInt() == 1, "writes overlapped");
  }

  private void deferred() {
    narrator.step(
        "Create on a cluster that is still installing: the operation waits until the cluster is ready.");
    var path = LATER + "?defer_until_ready=true&output=text";
    narrator.exchange(
        "POST " + path + " " + body("early"),
        client.api("POST", path, body("early")),
        202,
        "accepted and waiting: the cluster is installing, not ready");
    narrator.exchange(
        "GET " + LATER + "?output=wide",
        client.api("GET", LATER + "?output=wide", ""),
        200,
        "pending");
    narrator.say("   The cluster becomes ready, and the watcher puts an event on the bus.");
    client.simulate("clusters/hcp-installing", "{\"state\": \"ready\"}");
    client.invoke("WatchClustersFunction", "{}");
    narrator.check(
        within(() -> client.api("GET", LATER + "?output=wide", "").text().contains("in-sync")),
        "the mirror was not created");
    var operations = "/clusters/hcp-installing/operations?output=table";
    narrator.exchange(
        "GET " + operations, client.api("GET", operations, ""), 200, "succeeded", "created");
  }

  private void plan() {
    narrator.step("Plan a whole set of mirrors: a dry run lists the changes.");
    var set =
        """
        {"image_mirrors": [{"source": "registry.example.com/early", "mirrors": "backup.corp.com/early, mirror.corp.com/early"},
          {"source": "docker.io/nginx", "mirrors": "mirror.corp.com/nginx"}]}\
        """;
    var path = LATER + "?dry_run=true&output=text";
    narrator.exchange(
        "PUT " + path + " " + set.replaceAll("\\s+", " "),
        client.api("PUT", path, set),
        200,
        "+ docker.io/nginx",
        "~ registry.example.com/early",
        "W: Source 'docker.io/nginx'",
        "1 to create, 1 to edit, 0 to delete");
  }

  private void importDocuments() {
    narrator.step("Import documents from oc-mirror: the reply lists what is not supported.");
    var documents =
        """
        apiVersion: config.openshift.io/v1
        kind: ImageDigestMirrorSet
        metadata: {name: idms-release-0}
        spec:
          imageDigestMirrors:
          - source: registry.example.com/early
            mirrors: [mirror.corp.com/early]
          - source: quay.io/team
            mirrors: [mirror.corp.com/quay-team]
        ---
        apiVersion: config.openshift.io/v1
        kind: ImageTagMirrorSet
        metadata: {name: itms-generic-0}
        spec:
          imageTagMirrors:
          - source: quay.io/tags
            mirrors: [mirror.corp.com/tags]
        """;
    var plan = LATER + "?dry_run=true&output=text";
    narrator.exchange(
        "PUT " + plan + " < documents.yaml",
        client.yaml("PUT", plan, documents),
        200,
        "! 2 ImageTagMirrorSet/itms-generic-0",
        "1 to create, 0 to edit, 0 to delete, 1 unchanged");
    var path = LATER + "?accept_losses=true&output=text";
    narrator.exchange(
        "PUT " + path + " < documents.yaml",
        client.yaml("PUT", path, documents),
        200,
        "1 created, 0 updated, 0 deleted");
    narrator.exchange(
        "GET " + LATER + "?output=idms",
        client.api("GET", LATER + "?output=idms", ""),
        200,
        "kind: ImageDigestMirrorSet",
        "quay.io/team");
  }

  private void outage() {
    narrator.step(
        "OCM fails four times, then a response is lost: the function checks what OCM has done.");
    client.simulate(
        "fault",
        "{\"method\": \"POST\", \"match\": \"/image_mirrors\", \"status\": 503, \"times\": 4}");
    client.simulate(
        "fault",
        "{\"method\": \"POST\", \"match\": \"/image_mirrors\", \"reset\": true, \"after\": true}");
    narrator.exchange(
        "POST " + BUSY + " " + body("outage"),
        client.api("POST", BUSY + "?output=text", body("outage")),
        201,
        "has been created on cluster 'hcp-ready'");
    narrator.check(
        cluster("hcp-ready").path("accepted_writes").asInt() == 9, "expected exactly one create");
  }

  private void explain() {
    narrator.step("Explain where an image is pulled from.");
    var path =
        "/clusters/hcp-ready/explain?output=text&image=registry.example.com/outage/app@sha256:"
            + "0123456789abcdef".repeat(4);
    narrator.exchange(
        "GET " + path,
        client.api("GET", path, ""),
        200,
        "is mirrored: source 'registry.example.com/outage' matches",
        "1. mirror.corp.com/outage/app@sha256:");
  }

  private static String body(String name) {
    return "{\"source\": \"registry.example.com/%1$s\", \"mirrors\": \"mirror.corp.com/%1$s\"}"
        .formatted(name);
  }

  private JsonNode cluster(String name) {
    for (var cluster : client.simulated().path("clusters")) {
      if (cluster.path("name").asText().equals(name)) {
        return cluster;
      }
    }
    throw new IllegalStateException("the simulator has no cluster " + name);
  }

  private static boolean within(BooleanSupplier condition) {
    return GuideScenario.within(Duration.ofSeconds(20), condition);
  }
}
