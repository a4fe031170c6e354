package dev.imagemirrors.event;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.Registry;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The fields that several functions share, read the same way for each of them.
public final class CommonFields {
  private static final int MAX_REASON = 1_000;
  private static final int MAX_VERSION = 64;
  private static final int MAX_KEY = 255;
  private static final int MAX_OPERATION_ID = 64;

  private CommonFields() {}

  /// The request of all fields. Throws [Faults] when any field has a fault.
  public static Request request(Fields fields, Target target, Supplier<Write> write) {
    var options = options(fields, target);
    return options.request(write.get());
  }

  /// The options of a write. Throws [Faults] when any field has a fault.
  public static WriteOptions options(Fields fields, Target target) {
    var cluster = cluster(fields);
    var reason = fields.optional("reason", text -> bounded("reason", text, MAX_REASON));
    var deferred = fields.flag("defer_until_ready");
    var key =
        fields.unlessBlank(
            "idempotency_key",
            "is empty: give a key, or leave out idempotency_key and the Idempotency-Key header",
            text -> bounded("idempotency_key", text, MAX_KEY));
    fields.check();
    return new WriteOptions(requireNonNull(cluster), fields.event(), target, reason, deferred, key);
  }

  /// Whether the caller confirms deletions and harm: `yes`, or `y` and `-y` as rosa has it.
  public static boolean confirmed(Fields fields) {
    var confirmed = fields.flag("yes");
    var given = fields.has("yes");
    for (var name : List.of("y", "-y")) {
      if (fields.hasGiven(name)) {
        var value = fields.flag(name);
        if (given && value != confirmed) {
          fields.fault(name, "is given together with 'yes', with another value");
        }
        confirmed = value;
        given = true;
      }
    }
    return confirmed;
  }

  public static @Nullable ClusterKey cluster(Fields fields) {
    return fields.required(
        "cluster", "Cluster is required. Give its name, ID or external ID", ClusterKey::new);
  }

  /// A mirror that exists, named by `id` or by `source`.
  public static @Nullable MirrorKey key(Fields fields) {
    return fields.isBlank("source") ? id(fields) : optionalKey(fields);
  }

  /// The same where a mirror need not be named.
  public static @Nullable MirrorKey optionalKey(Fields fields) {
    var id = fields.optional("id", MirrorKey::new);
    var source = fields.optional("source", text -> MirrorKey.of(new Source(text)));
    if (!fields.isBlank("id") && !fields.isBlank("source")) {
      fields.fault("source", "is given together with 'id'; give one of them");
    }
    return id == null ? source : id;
  }

  /// The required `id` of a mirror: its ID or its source.
  public static @Nullable MirrorKey id(Fields fields) {
    return fields.required(
        "id", "Image mirror ID is required. Give its ID or its source", MirrorKey::new);
  }

  /// An operation's ID. Generated IDs have letters and digits; any other ID of that form is valid
  /// and not found.
  public static @Nullable String operationId(Fields fields, String name) {
    return fields.optional(name, id -> operationId(name, id));
  }

  /// The required ID of one operation.
  public static @Nullable String operationId(Fields fields) {
    return fields.required("id", "Operation ID is required", id -> operationId("id", id));
  }

  private static String operationId(String name, String id) {
    if (!isOperationId(id)) {
      throw new InvalidField(name, "is not a valid operation ID");
    }
    return id;
  }

  public static boolean isOperationId(String id) {
    return !id.isEmpty()
        && id.length() <= MAX_OPERATION_ID
        && id.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-');
  }

  /// The mirrors, `{region}` in them replaced by the region of the invocation. `{cluster_region}`
  /// is replaced when the cluster is found.
  public static @Nullable MirrorList mirrors(Fields fields, String region) {
    var registries =
        fields.list(
            "mirrors", (i, mirror) -> Registry.givenAt(i, mirror.replace("{region}", region)));
    return registries == null ? null : fields.made(() -> new MirrorList(registries));
  }

  public static void type(Fields fields) {
    fields.optional(
        "type",
        type -> {
          if (!type.equals(ImageMirror.TYPE)) {
            throw new InvalidField("type", "must be 'digest', the only supported type");
          }
          return type;
        });
  }

  /// The version that the caller expects. The history stores it unchecked, so its length is
  /// limited.
  public static @Nullable String version(Fields fields) {
    return fields.unlessBlank(
        "version",
        "is empty: give the version of the mirror (its ETag), or leave out version and the If-Match header",
        text -> bounded("version", text, MAX_VERSION));
  }

  private static String bounded(String name, String text, int longest) {
    if (text.length() > longest) {
      throw new InvalidField(
          name, "has " + text.length() + " characters; at most " + longest + " are allowed");
    }
    return text;
  }
}
