package dev.imagemirrors.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Users of OCM's own clients, such as rosa and Terraform, which call the OCM-compatible API. Each
/// has a token, which the client renews when it notices that it has expired. A 503 or a lost
/// response is retried twice.
final class OcmClients {
  private static final List<String> USERS =
      List.of("pat", "sam", "pat", "sam", OcmTokens.USER_WITHOUT_ACCESS);
  private static final int TRIES = 3;

  private final Scheduler scheduler;
  private final FaultInjector faults;
  private final Lambda lambda;
  private final Workload workload;
  private final RequestLog requestLog;
  private final OcmTokens tokens;
  private final Map<String, CachedToken> cachedTokens = new HashMap<>();

  private record CachedToken(String token, long goodUntil) {}

  OcmClients(
      Scheduler scheduler,
      FaultInjector faults,
      Lambda lambda,
      Workload workload,
      RequestLog requestLog,
      OcmTokens tokens) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.lambda = lambda;
    this.workload = workload;
    this.requestLog = requestLog;
    this.tokens = tokens;
  }

  void act() {
    var user = faults.pick(USERS);
    if (faults.chance(0.2)) {
      read(user);
      return;
    }
    var request = workload.ofClient(user, requestLog.reason());
    for (var tries = 1; send(request).isInconclusive() && tries < TRIES; tries++) {
      scheduler.sleep(faults.millis(100, 20_000));
      request = request.retry(requestLog.reason());
    }
  }

  private SimulatedReply send(SimulatedRequest request) {
    requestLog.add(request);
    requestLog.started(request, scheduler.now());
    var from = scheduler.now();
    var result =
        lambda.invoke(
            DeployedFunction.OCM_PROXY,
            request.proxy(workload.idOf(request.cluster()), token(user(request))));
    var reply =
        SimulatedReply.of(
            request, Map.of(), DeployedFunction.OCM_PROXY, from, scheduler.now(), result);
    requestLog.add(reply);
    return reply;
  }

  private void read(String user) {
    var cluster = workload.cluster();
    var from = scheduler.now();
    var id = "read-" + requestLog.replies().size();
    var path = "/" + workload.idOf(cluster) + "/image_mirrors";
    var result =
        lambda.invoke(DeployedFunction.OCM_PROXY, Events.proxy("GET", path, token(user), null, id));
    var names = Map.of("cluster", cluster);
    requestLog.add(
        SimulatedReply.of(null, names, DeployedFunction.OCM_PROXY, from, scheduler.now(), result));
  }

  private static String user(SimulatedRequest request) {
    return Objects.requireNonNull(request.user());
  }

  private String token(String user) {
    var now = scheduler.now();
    var cached = cachedTokens.get(user);
    if (cached != null && (now < cached.goodUntil() || faults.chance(0.1))) {
      return cached.token();
    }
    var fresh = tokens.issue(user, now);
    cachedTokens.put(user, new CachedToken(fresh, now + tokens.life().toNanos()));
    return fresh;
  }
}
