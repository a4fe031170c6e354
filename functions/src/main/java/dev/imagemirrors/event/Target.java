package dev.imagemirrors.event;

import org.jspecify.annotations.Nullable;

/// Where an invocation works: the region of every AWS client, and the profile whose role is taken.
public record Target(String region, @Nullable String profile) {}
