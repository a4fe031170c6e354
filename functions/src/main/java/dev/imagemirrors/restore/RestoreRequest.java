package dev.imagemirrors.restore;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.event.WriteOptions;
import dev.imagemirrors.history.Moment;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;

/// A moment of a history whose set of image mirrors is requested.
record RestoreRequest(
    WriteOptions options, Moment to, boolean exclusive, boolean confirmed, boolean dryRun) {
  static RestoreRequest read(Fields fields, Target target) {
    var to =
        fields.requiredWord(
            "to", "Give the number of the history entry to restore, or a time", Moments::parse);
    var exclusive = fields.flag("exclusive");
    var confirmed = CommonFields.confirmed(fields);
    var dryRun = fields.flag("dry_run");
    var options = CommonFields.options(fields, target);
    return new RestoreRequest(options, requireNonNull(to), exclusive, confirmed, dryRun);
  }

  /// The values that a repeat with the same idempotency key must have.
  String fields() {
    return JsonWriter.write(
        Json.object()
            .put("to", Moments.text(to))
            .put("exclusive", Json.of(exclusive))
            .put("confirmed", Json.of(confirmed))
            .put("cluster", options.cluster().value())
            .put("region", options.target().region())
            .putPresent("profile", options.target().profile())
            .put("deferred", Json.of(options.deferred()))
            .build());
  }
}
