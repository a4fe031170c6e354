package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/// The hooks of the OCM simulator.
record Ocm(URI url) {
  /// Creates a cluster, or changes it.
  void cluster(String name, String state) {
    hook("clusters/" + name, "{\"state\": \"" + state + "\"}");
  }

  void fault(String fault) {
    hook("fault", fault);
  }

  void forgetFaults() {
    var _ = Http.send("DELETE", url.resolve("/_sim/fault"), "");
  }

  /// Rejects all tokens issued so far.
  void revokeTokens() {
    hook("tokens", "{\"revoke\": true}");
  }

  /// A token as the client of a user gets it.
  String token(String user) {
    var tokens = url.resolve("/auth/realms/redhat-external/protocol/openid-connect/token");
    var form = "grant_type=client_credentials&client_id=" + user + "&client_secret=any";
    return Http.send("POST", tokens, form, "Content-Type", "application/x-www-form-urlencoded")
        .at("/access_token");
  }

  JsonNode state() {
    return Http.send("GET", url.resolve("/_sim/state"), "").json();
  }

  private void hook(String hook, String body) {
    assertThat(Http.send("POST", url.resolve("/_sim/" + hook), body).status()).isEqualTo(200);
  }
}
