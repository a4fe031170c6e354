package dev.imagemirrors.reply;

import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.text.Text;
import java.util.List;

/// Messages about an operation for a person.
final class OperationMessages {
  private OperationMessages() {}

  /// The messages of the ROSA guide, word for word.
  static List<String> lines(Status status, Outcome outcome) {
    var cluster = status.operation().clusterKey();
    return switch (outcome) {
      case Outcome.Created(var mirror) ->
          List.of(
              "Image mirror with ID '%s' has been created on cluster '%s'"
                  .formatted(mirror.id(), cluster),
              "Source: " + mirror.source(),
              "Mirrors: " + Problems.list(mirror.mirrors()));
      case Outcome.Updated(_, var mirror) ->
          List.of(
              "Image mirror '%s' has been updated on cluster '%s'".formatted(mirror.id(), cluster),
              "Source: " + mirror.source(),
              "Updated mirrors: " + Problems.list(mirror.mirrors()));
      case Outcome.Unchanged(var mirror) ->
          List.of(
              "Image mirror '%s' on cluster '%s' is unchanged".formatted(mirror.id(), cluster),
              "Source: " + mirror.source(),
              "Mirrors: " + Problems.list(mirror.mirrors()));
      case Outcome.Deleted(var before) ->
          List.of(
              "Image mirror '%s' has been deleted from cluster '%s'"
                  .formatted(
                      before == null ? key(status.operation().write()) : before.id(), cluster));
      case Outcome.Applied(var progress) ->
          List.of(
              progress.done() == 0
                  ? "Image mirrors on cluster '%s' are unchanged".formatted(cluster)
                  : "Image mirrors have been applied to cluster '%s': %d created, %d updated, %d deleted"
                      .formatted(
                          cluster, progress.created(), progress.updated(), progress.deleted()));
      case Outcome.Stopped(_, _, var refusal) -> because(status, refusal);
      case Outcome.Refused(var refusal) -> because(status, refusal);
    };
  }

  private static List<String> because(Status status, Refusal refusal) {
    var operation = status.operation();
    return List.of(Problems.problem(refusal, operation.clusterKey(), operation.write()).detail());
  }

  static String action(Status status) {
    var write = status.operation().write();
    return switch (write) {
      case Write.Create _ -> "create image mirror '" + key(write) + "'";
      case Write.Edit _ -> "edit image mirror '" + key(write) + "'";
      case Write.Delete _ -> "delete image mirror '" + key(write) + "'";
      case Write.Apply(var set, _, _, _) ->
          "apply " + Text.counted(set.wanted().size(), "image mirror");
    };
  }

  private static String key(Write write) {
    return write instanceof Write.Single single ? single.key().value() : "";
  }
}
