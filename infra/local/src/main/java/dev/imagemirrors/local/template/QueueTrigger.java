package dev.imagemirrors.local.template;

/// Messages of a queue go to the function, in batches.
public record QueueTrigger(
    String function, String queueArn, int batchSize, boolean reportsItemFailures) {}
