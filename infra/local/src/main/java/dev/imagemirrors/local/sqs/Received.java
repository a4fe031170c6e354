package dev.imagemirrors.local.sqs;

import java.time.Instant;

/// A received message.
///
/// @param handle the receipt handle
public record Received(Message message, String handle, int receives, Instant firstReceived) {}
