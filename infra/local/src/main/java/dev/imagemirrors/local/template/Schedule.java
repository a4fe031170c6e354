package dev.imagemirrors.local.template;

import java.util.Optional;

/// The function runs at each of these times.
///
/// @param expression `rate(…)` or `cron(…)`
/// @param input what the function is given; without it, EventBridge's own event
/// @param byScheduler by EventBridge Scheduler (`ScheduleV2`), not by a rule (`Schedule`)
public record Schedule(
    String function, String name, String expression, Optional<String> input, boolean byScheduler) {}
