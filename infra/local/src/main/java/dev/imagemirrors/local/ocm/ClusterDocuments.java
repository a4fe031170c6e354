package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/// The cluster documents of OCM, with the fields that clients read. IDs are derived from names, so
/// they are the same in every run.
final class ClusterDocuments {
  static final String ACCOUNT = "123456789012";
  private static final String VERSION = "4.19.7";

  private ClusterDocuments() {}

  static List<ObjectNode> seed() {
    return List.of(
        hosted("mycluster", "us-east-1", "ready"),
        hosted("hcp-ready", "us-east-1", "ready"),
        hosted("hcp-installing", "us-east-1", "installing"),
        hosted("hcp-eu", "eu-west-1", "ready"),
        document(idOf("classic"), "classic", "us-east-1", "ready", false));
  }

  static String idOf(String name) {
    return uuid("cluster " + name).replace("-", "");
  }

  /// A new cluster, whose name and ID are the key.
  static ObjectNode made(String key) {
    return document(key, key, "us-east-1", "ready", true);
  }

  static ObjectNode patched(ObjectNode before, ObjectNode patch) {
    ObjectNode after = before.deepCopy();
    merge(after, patch);
    if (!after.path("id").equals(before.path("id"))) {
      throw HookFields.refusal("id", "cannot be changed");
    }
    check(after.path("name").isTextual(), "name", "must be a string");
    check(after.path("state").isTextual(), "state", "must be a string");
    check(
        after.path("hypershift").path("enabled").isBoolean(),
        "hypershift.enabled",
        "must be true or false");
    if (patch.has("state") && !patch.path("status").has("state")) {
      after.withObject("/status").set("state", after.path("state"));
    }
    return after;
  }

  private static void check(boolean right, String field, String reason) {
    if (!right) {
      throw HookFields.refusal(field, reason);
    }
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    for (var field : patch.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value.isNull()) {
        target.remove(name);
      } else if (value instanceof ObjectNode inner) {
        ObjectNode below =
            target.get(name) instanceof ObjectNode there ? there : target.putObject(name);
        merge(below, inner);
      } else {
        target.set(name, value.deepCopy());
      }
    }
  }

  private static ObjectNode hosted(String name, String region, String state) {
    return document(idOf(name), name, region, state, true);
  }

  private static ObjectNode document(
      String id, String name, String region, String state, boolean hosted) {
    var document =
        Json.object()
            .put("kind", "Cluster")
            .put("id", id)
            .put("href", "/api/clusters_mgmt/v1/clusters/" + id)
            .put("name", name)
            .put("external_id", uuid("external " + name))
            .put("infra_id", name)
            .put("domain_prefix", name)
            .put("display_name", name)
            .put("creation_timestamp", "2026-01-15T09:30:00.000000Z")
            .put("activity_timestamp", "2026-01-15T09:30:00.000000Z")
            .put("openshift_version", VERSION)
            .put("state", state)
            .put("managed", true)
            .put("multi_az", hosted);
    document.putObject("status").put("state", state);
    document.putObject("product").put("kind", "ProductLink").put("id", "rosa");
    document.putObject("cloud_provider").put("kind", "CloudProviderLink").put("id", "aws");
    document.putObject("region").put("kind", "CloudRegionLink").put("id", region);
    document.putObject("hypershift").put("enabled", hosted);
    document
        .putObject("version")
        .put("kind", "Version")
        .put("id", "openshift-v" + VERSION)
        .put("raw_id", VERSION)
        .put("channel_group", "stable");
    String domain = name + ".sim.example.com";
    document
        .putObject("api")
        .put("url", "https://api." + domain + ":443")
        .put("listening", "external");
    document.putObject("console").put("url", "https://console-openshift-console.apps." + domain);
    document.putObject("dns").put("base_domain", "sim.example.com");
    document.putObject("nodes").put("compute", 2);
    document.putObject("ccs").put("enabled", true);
    document
        .putObject("properties")
        .put("rosa_creator_arn", "arn:aws:iam::" + ACCOUNT + ":user/" + name + "-owner");
    document
        .putObject("aws")
        .put("account_id", ACCOUNT)
        .put("billing_account_id", ACCOUNT)
        .putObject("sts")
        .put("enabled", true)
        .put("role_arn", "arn:aws:iam::" + ACCOUNT + ":role/ManagedOpenShift-Installer-Role");
    var registries = document.putObject("registry_config").putObject("registry_sources");
    registries.putArray("allowed_registries");
    registries.putArray("blocked_registries");
    registries.putArray("insecure_registries");
    return document;
  }

  private static String uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
