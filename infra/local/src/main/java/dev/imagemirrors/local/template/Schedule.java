package dev.imagemirrors.local.template;

import java.util.Optional;

/// A schedule that invokes a function.
///
/// @param expression `rate(…)` or `cron(…)`
/// @param input the event; if empty, EventBridge's scheduled event
/// @param byScheduler whether EventBridge Scheduler (`ScheduleV2`) invokes it, or a rule
///   (`Schedule`)
public record Schedule(
    String function, String name, String expression, Optional<String> input, boolean byScheduler) {}
