package dev.imagemirrors.local.sqs;

import java.time.Instant;

/// A message as a receiver gets it.
///
/// @param handle what it is deleted by
public record Received(Message message, String handle, int receives, Instant firstReceived) {}
