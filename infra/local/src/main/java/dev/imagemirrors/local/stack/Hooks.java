package dev.imagemirrors.local.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.http.Request;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.lambda.Outcome;
import dev.imagemirrors.local.schedule.ScheduleRunner;
import dev.imagemirrors.local.sqs.LocalQueue;
import dev.imagemirrors.local.sts.Roles;
import java.time.Duration;
import java.util.List;

/// Endpoints under `/_local/` that AWS does not have, to inspect and control the stack.
///
/// - `GET /_local/events`: the latest events on each bus, by account, region and bus
/// - `GET /_local/invocations`: how often each function was invoked, and failed
/// - `POST /_local/roles`: sets how AssumeRole responds for a role, see [Roles#set]
/// - `POST /_local/schedules/{function}`: invokes a function as its schedules do, and returns its
///   response; with `{"every_ms": 500}` sets its interval instead
/// - `POST /_local/queues/{queue}`: makes messages in flight and delayed messages visible
final class Hooks implements Endpoint {
  private static final String PREFIX = "/_local/";

  private final Sites sites;
  private final Scope home;
  private final Roles roles;

  Hooks(Sites sites, Scope home, Roles roles) {
    this.sites = sites;
    this.home = home;
    this.roles = roles;
  }

  @Override
  public boolean handles(Request request) {
    return request.path().startsWith(PREFIX);
  }

  @Override
  public Reply answer(Request request) {
    var parts = request.path().substring(PREFIX.length()).split("/", 2);
    var name = parts.length == 2 ? parts[1] : "";
    try {
      return switch (request.method() + " " + parts[0]) {
        case "GET events" -> Reply.json(200, events());
        case "GET invocations" -> Reply.json(200, invocations());
        case "POST roles" -> {
          roles.set(Json.read(request.body()));
          yield Reply.empty(204);
        }
        case "POST schedules" -> schedule(name, Json.read(request.body()));
        case "POST queues" -> queue(name);
        default -> Reply.message(404, "Unknown hook " + request.method() + " " + request.path());
      };
    } catch (JsonProcessingException e) {
      return Reply.message(400, e.getOriginalMessage());
    }
  }

  private Reply schedule(String function, JsonNode body) {
    var runners =
        sites.at(home).orElseThrow().drivers().schedules().stream()
            .filter(runner -> runner.schedule().function().equals(function))
            .toList();
    if (runners.isEmpty()) {
      return Reply.message(404, "No schedule runs " + function);
    }
    if (body.has("every_ms")) {
      runners.forEach(runner -> runner.every(Duration.ofMillis(body.path("every_ms").asLong())));
      return Reply.empty(204);
    }
    return run(runners);
  }

  /// Runs all schedules of a function, and returns the first failure, or else the first response.
  private static Reply run(List<ScheduleRunner> runners) {
    var outcomes = runners.stream().map(ScheduleRunner::runNow).toList();
    var first =
        outcomes.stream()
            .filter(Outcome.Failed.class::isInstance)
            .findFirst()
            .orElse(outcomes.getFirst());
    return switch (first) {
      case Outcome.Answered answered -> Reply.of(200, "application/json", answered.payload());
      case Outcome.Failed failed -> Reply.json(500, failed.error());
    };
  }

  private Reply queue(String name) {
    var queue = sites.at(home).flatMap(site -> site.queues().find(name));
    queue.ifPresent(LocalQueue::makeAllVisible);
    return queue.isPresent() ? Reply.empty(204) : Reply.message(404, "Unknown queue " + name);
  }

  private JsonNode events() {
    var all = Json.object();
    for (var site : sites.made()) {
      all.withObject("/" + site.scope().account())
          .set(site.scope().region(), site.buses().events());
    }
    return all;
  }

  private JsonNode invocations() {
    var all = Json.object();
    for (var site : sites.made()) {
      for (var function : site.functions().all()) {
        all.withObject("/" + site.scope().account() + "/" + site.scope().region())
            .putObject(function.declared().name())
            .put("invocations", function.invocations())
            .put("failures", function.failures());
      }
    }
    return all;
  }
}
