package dev.imagemirrors.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.event.Event.Shape;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.operation.PossiblyAccepted;
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.operation.Unreadable;
import dev.imagemirrors.reply.Output;
import dev.imagemirrors.reply.ReplyWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// The replies to unexpected failures say whether an operation may have been accepted.
class UnexpectedTest {
  private final StoreUnavailable down = new StoreUnavailable(new IllegalStateException("down"));

  @Test
  void saysToTryAgainWhenNothingWasAccepted() {
    var problem = Unexpected.problem(down, "request-1");

    assertThat(problem.detail()).isEqualTo("The store of image mirrors is unavailable; try again");
    assertThat(problem.more()).isEmpty();
    assertThat(problem.location()).isNull();
  }

  @Test
  void carriesTheOperationThatMayHaveBeenAccepted() {
    var problem =
        Unexpected.problem(new PossiblyAccepted("op-1", down), "request-1")
            .at("/v1/operations/op-1");

    var detail =
        "The store of image mirrors is unavailable. Operation 'op-1' may have been accepted: look at"
            + " it (GET /operations/op-1) before you send the request again";
    var reply = ReplyWriter.write(Shape.API, Output.REPLY, problem);
    assertThat(reply.at("statusCode")).isEqualTo(Json.of(503));
    assertThat(reply.at("headers").at("Location").asText()).isEqualTo("/v1/operations/op-1");
    assertThat(reply.at("headers").at("Retry-After").asText()).isEqualTo("30");
    assertThat(ReplyWriter.problem(problem).at("operation_id").asText()).isEqualTo("op-1");
    assertThat(problem.failure()).hasMessage(detail);
  }

  @Test
  void carriesTheOperationOfAnInternalErrorToo() {
    var bug = new PossiblyAccepted("op-1", new IllegalStateException("a bug"));

    var problem = Unexpected.problem(bug, "request-1");

    assertThat(problem.type()).isEqualTo(ProblemType.INTERNAL_ERROR);
    assertThat(problem.detail())
        .contains("request ID request-1")
        .contains("Operation 'op-1' may have been accepted")
        .doesNotContain("a bug");
    assertThat(problem.more()).containsEntry("operation_id", Json.of("op-1"));
  }

  /// A proxy or an endpoint in front of an AWS service answers without an error code.
  @Test
  void carriesTheOperationWhenAnAwsErrorHasNoCode() {
    var coded = AwsErrorDetails.builder().errorMessage("<html>").build();
    for (var details : Arrays.asList(coded, null)) {
      var refused = SqsException.builder().statusCode(403).awsErrorDetails(details).build();

      var problem =
          Unexpected.problem(new PossiblyAccepted("op-1", (RuntimeException) refused), "request-1");

      assertThat(problem.type()).isEqualTo(ProblemType.INTERNAL_ERROR);
      assertThat(problem.more()).containsEntry("operation_id", Json.of("op-1"));
    }
  }

  @Test
  void namesAnOperationThatCannotBeRead() {
    var problem =
        Unexpected.problem(
            new Unreadable("op-1", "c1", new IllegalStateException("damaged")), "request-1");

    assertThat(problem.type()).isEqualTo(ProblemType.INTERNAL_ERROR);
    assertThat(problem.detail())
        .isEqualTo(
            "Operation 'op-1' cannot be read; the history of its cluster shows how it ended");
    assertThat(problem.more()).containsEntry("operation_id", Json.of("op-1"));
  }
}
