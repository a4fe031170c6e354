package dev.imagemirrors.wiring;

import dev.imagemirrors.dynamo.Tables;
import dev.imagemirrors.event.Event;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.reply.Reply.Problem;
import dev.imagemirrors.sqs.SqsQueue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The settings of this deployment, from its environment.
public record Settings(
    String stack,
    String region,
    List<String> allowedRegions,
    Map<String, Profile> profiles,
    Tables tables,
    SqsQueue.Names queues,
    Duration operationLifetime,
    Duration keysKept,
    String bus,
    URI ocmUrl,
    URI ocmTokenUrl,
    String ocmSecret,
    @Nullable URI awsEndpoint) {
  private static final int MAX_NAME = 64;

  static Settings of(Environment environment) {
    var region = environment.required("AWS_REGION");
    return new Settings(
        environment.required("STACK_NAME"),
        region,
        environment
            .optional("ALLOWED_REGIONS")
            .map(regions -> List.of(regions.strip().split("\\s*,\\s*", -1)))
            .orElse(List.of(region)),
        environment.optional("PROFILES").map(Profile::parse).orElse(Map.of()),
        new Tables(environment.required("TABLE_NAME"), environment.required("HISTORY_TABLE_NAME")),
        new SqsQueue.Names(
            environment.required("QUEUE_NAME"), environment.required("DEAD_LETTER_QUEUE_NAME")),
        hours(environment, "OPERATION_LIFETIME_HOURS", 24, 1),
        hours(environment, "IDEMPOTENCY_KEY_HOURS", 168, 25),
        environment.required("EVENT_BUS_NAME"),
        URI.create(environment.required("OCM_URL")),
        URI.create(environment.required("OCM_TOKEN_URL")),
        environment.required("OCM_SECRET_ID"),
        environment.optional("AWS_ENDPOINT_URL").map(URI::create).orElse(null));
  }

  private static Duration hours(Environment environment, String name, long fallback, long least) {
    var hours = environment.optional(name).map(Long::parseLong).orElse(fallback);
    if (hours < least) {
      throw new IllegalStateException(
          "the environment variable " + name + " must be at least " + least);
    }
    return Duration.ofHours(hours);
  }

  /// The target of an event: its `region`, else its profile's, else this function's own.
  public Target target(Fields fields) {
    var region = fields.optional("region", given -> name("region", given));
    var name = fields.optional("profile", given -> name("profile", given));
    var profile = name == null ? null : profiles.get(name);
    if (region == null && profile != null) {
      region = profile.region();
    }
    return new Target(region == null ? this.region : region, name);
  }

  /// Replies and mirrors repeat the name even if it is unknown, so its length is limited.
  private static String name(String field, String given) {
    if (given.length() > MAX_NAME) {
      throw new InvalidField(
          field, "has " + given.length() + " characters; at most 64 are allowed");
    }
    return given;
  }

  /// The region and role of this function.
  public Target own() {
    return new Target(region, null);
  }

  /// The problem when an event may not use a target; empty when it may.
  public Optional<Problem> refuse(Target target, Event event) {
    if (!allowedRegions.contains(target.region())) {
      return Optional.of(
          Problem.of(
              ProblemType.REGION_NOT_ALLOWED,
              "Region '%s' is not allowed; this stack allows %s"
                  .formatted(target.region(), String.join(", ", allowedRegions))));
    }
    if (target.profile() == null) {
      return Optional.empty();
    }
    var profile = profiles.get(target.profile());
    if (profile == null) {
      return Optional.of(
          Problem.of(
              ProblemType.PROFILE_UNKNOWN,
              "Unknown profile '%s'; this stack has %s"
                  .formatted(
                      target.profile(),
                      profiles.isEmpty()
                          ? "no profiles"
                          : String.join(", ", new TreeSet<>(profiles.keySet())))));
    }
    return profile.isFor(event.actor())
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                ProblemType.DENIED,
                "Caller '%s' may not use profile '%s'"
                    .formatted(event.actor().id(), target.profile())));
  }
}
