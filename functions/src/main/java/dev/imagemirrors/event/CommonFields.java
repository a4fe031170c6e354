package dev.imagemirrors.event;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.Registry;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.operation.Writes;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The fields that several functions share, read the same way for each of them.
public final class CommonFields {
  private static final int MAX_REASON = 1_000;
  private static final int MAX_VERSION = 64;

  private CommonFields() {}

  /// The request that all the fields make together, once nothing is wrong with any of them.
  public static Writes.Request request(Fields fields, Place place, Supplier<Write> write) {
    var cluster = cluster(fields);
    var reason = reason(fields);
    fields.check();
    return new Writes.Request(
        requireNonNull(cluster),
        write.get(),
        fields.event().actor(),
        reason,
        place.region(),
        place.profile());
  }

  public static @Nullable ClusterKey cluster(Fields fields) {
    return fields.required(
        "cluster", "Cluster is required. Give its name, ID or external ID", ClusterKey::new);
  }

  public static @Nullable MirrorKey key(Fields fields) {
    return fields.required(
        "id", "Image mirror ID is required. Give its ID or its source", MirrorKey::new);
  }

  /// The mirrors, `{region}` in them replaced by the region of the invocation.
  public static @Nullable MirrorList mirrors(Fields fields, String region) {
    var registries =
        fields.list("mirrors", (i, mirror) -> Registry.at(i, mirror.replace("{region}", region)));
    return registries == null ? null : fields.made(() -> new MirrorList(registries));
  }

  public static void type(Fields fields) {
    fields.optional(
        "type",
        type -> {
          if (!type.equals(ImageMirror.TYPE)) {
            throw new InvalidField("type", "must be 'digest', the only type there is");
          }
          return type;
        });
  }

  /// The state that is meant to be changed. It goes into the history whatever it is, so its length
  /// must have an end.
  public static @Nullable String version(Fields fields) {
    return fields.optional(
        "version",
        version -> {
          if (version.length() > MAX_VERSION) {
            throw new InvalidField(
                "version", "has " + version.length() + " characters; at most 64 are allowed");
          }
          return version;
        });
  }

  private static @Nullable String reason(Fields fields) {
    return fields.optional(
        "reason",
        reason -> {
          if (reason.length() > MAX_REASON) {
            throw new InvalidField(
                "reason", "has " + reason.length() + " characters; at most 1000 are allowed");
          }
          return reason;
        });
  }
}
