package dev.imagemirrors.local.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.http.Request;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.sts.Roles;

/// What AWS does not have: a look into the stack, and levers for tests and demonstrations, under
/// `/_local/`.
///
/// - `GET /_local/events`: the last events put on each bus, by account, region and bus
/// - `GET /_local/invocations`: how often each function ran, and failed
/// - `POST /_local/roles`: how a role answers AssumeRole, see [Roles#set]
final class Hooks implements Endpoint {
  private final Sites sites;
  private final Roles roles;

  Hooks(Sites sites, Roles roles) {
    this.sites = sites;
    this.roles = roles;
  }

  @Override
  public boolean takes(Request request) {
    return request.path().startsWith("/_local/");
  }

  @Override
  public Reply answer(Request request) {
    return switch (request.method() + " " + request.path()) {
      case "GET /_local/events" -> Reply.json(200, events());
      case "GET /_local/invocations" -> Reply.json(200, invocations());
      case "POST /_local/roles" -> setRole(request);
      default -> Reply.message(404, "There is no hook " + request.method() + " " + request.path());
    };
  }

  private Reply setRole(Request request) {
    try {
      roles.set(Json.read(request.body()));
      return Reply.empty(204);
    } catch (JsonProcessingException e) {
      return Reply.message(400, e.getOriginalMessage());
    }
  }

  private JsonNode events() {
    var all = Json.object();
    for (var site : sites.made()) {
      var regions = all.withObject("/" + site.place().account());
      regions.set(site.place().region(), site.buses().events());
    }
    return all;
  }

  private JsonNode invocations() {
    var all = Json.object();
    for (var site : sites.made()) {
      for (var function : site.functions().all()) {
        all.withObject("/" + site.place().account() + "/" + site.place().region())
            .putObject(function.declared().name())
            .put("invocations", function.invocations())
            .put("failures", function.failures());
      }
    }
    return all;
  }
}
