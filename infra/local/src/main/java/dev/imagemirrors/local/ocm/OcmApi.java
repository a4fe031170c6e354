package dev.imagemirrors.local.ocm;

import static dev.imagemirrors.local.ocm.Routes.CLUSTERS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.ocm.Routes.Route;
import java.util.List;
import java.util.Map;

/// The paths of the service: clusters, their image mirrors, and the other paths that clients call.
final class OcmApi {
  private static final String CLUSTER = CLUSTERS + "/{cluster}";
  private static final String MIRRORS = CLUSTER + "/image_mirrors";
  private static final String MIRROR = MIRRORS + "/{mirror}";

  private final SimulatorState state;

  OcmApi(SimulatorState state) {
    this.state = state;
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", "/api/clusters_mgmt/v1", (_, _) -> metadata()),
        Route.of("GET", CLUSTERS, (call, _) -> clusters(call)),
        Route.of("GET", CLUSTER, (_, names) -> Answer.Reply.ok(cluster(names).json())),
        Route.of("GET", MIRRORS, (call, names) -> mirrors(call, cluster(names))),
        Route.of("POST", MIRRORS, this::create),
        Route.of("GET", MIRROR, (_, names) -> mirror(names)),
        Route.of("PATCH", MIRROR, this::edit),
        Route.of("DELETE", MIRROR, this::delete),
        Route.of("POST", "/api/clusters_mgmt/v1/events", (call, _) -> event(call)),
        Route.of("GET", "/api/accounts_mgmt/v1/current_account", (call, _) -> account(call)));
  }

  private Answer.Reply metadata() {
    return Answer.Reply.ok(
        Json.object()
            .put("kind", "APIVersion")
            .put("id", "v1")
            .put("href", "/api/clusters_mgmt/v1")
            .put("server_version", "simulator"));
  }

  private Answer.Reply clusters(Call call) {
    return Answer.Reply.ok(
        Listing.of(call.parameters())
            .reply("ClusterList", state.clusters().all(), Cluster::json, Cluster::json));
  }

  private Answer.Reply mirrors(Call call, Cluster cluster) {
    return Answer.Reply.ok(
        Listing.of(call.parameters())
            .over(ImageMirror.SEARCHABLE)
            .reply(
                "ImageMirrorList",
                cluster.mirrors(),
                ImageMirror::searchDocument,
                ImageMirror::json));
  }

  private Answer.Reply mirror(Map<String, String> names) {
    return Answer.Reply.ok(cluster(names).mirror(mirrorId(names)).json());
  }

  private Answer.Reply create(Call call, Map<String, String> names) {
    var created = cluster(names).create(call.json(), state.rules());
    state.save();
    return Answer.Reply.json(201, created.json());
  }

  private Answer.Reply edit(Call call, Map<String, String> names) {
    var edited = cluster(names).edit(mirrorId(names), call.json(), state.rules());
    state.save();
    return Answer.Reply.ok(edited.json());
  }

  private Answer.Reply delete(Call call, Map<String, String> names) {
    cluster(names).delete(mirrorId(names), state.rules());
    state.save();
    return Answer.Reply.noContent();
  }

  private Answer.Reply event(Call call) {
    return Answer.Reply.json(201, call.json());
  }

  private Answer.Reply account(Call call) {
    String user = state.tokens().user(call.authorization());
    ObjectNode account =
        Json.object()
            .put("kind", "Account")
            .put("id", "2SimulatedAccount0000000001")
            .put("href", "/api/accounts_mgmt/v1/accounts/2SimulatedAccount0000000001")
            .put("username", user)
            .put("first_name", "Simulated")
            .put("last_name", "Account")
            .put("email", "account@sim.example.com");
    account
        .putObject("organization")
        .put("kind", "Organization")
        .put("id", "2SimulatedOrganization00001")
        .put("href", "/api/accounts_mgmt/v1/organizations/2SimulatedOrganization00001")
        .put("name", "Simulated organization")
        .put("external_id", "1234567")
        .put("ebs_account_id", "7654321");
    return Answer.Reply.ok(account);
  }

  private Cluster cluster(Map<String, String> names) {
    return state.clusters().cluster(names.getOrDefault("cluster", ""));
  }

  private static String mirrorId(Map<String, String> names) {
    return names.getOrDefault("mirror", "");
  }
}
