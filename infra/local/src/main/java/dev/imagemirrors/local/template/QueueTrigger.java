package dev.imagemirrors.local.template;

/// Sends messages of a queue to a function, in batches.
public record QueueTrigger(
    String function, String queueArn, int batchSize, boolean reportsItemFailures) {}
