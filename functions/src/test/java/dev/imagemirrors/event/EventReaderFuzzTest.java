package dev.imagemirrors.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.reply.Output;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.ReplyWriter;
import dev.imagemirrors.reply.Samples;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes are an event of some shape, or not an event. The report of its faults stays small.
class EventReaderFuzzTest {
  static Stream<byte[]> samples() {
    return Samples.all().map(Samples.Sample::event);
  }

  @MethodSource("samples")
  @FuzzTest
  void readsEveryFieldOnce(byte[] input) {
    Event event;
    try {
      event = EventReader.read(input, "request-1", true);
    } catch (InvalidField fault) {
      assertThat(fault.field()).isEqualTo("event");
      return;
    }

    assertThat(event.id()).isNotNull().hasSizeLessThanOrEqualTo(2_048);
    assertThat(event.actor().id()).hasSizeLessThanOrEqualTo(2_100);
    var fields = new Fields(event);
    fields.optional("output", Output::of);
    CommonFields.cluster(fields);
    CommonFields.mirrors(fields, "us-east-1");
    fields.flag("yes");
    fields.number("limit", 1, 1, 100);
    fields.objects("image_mirrors", (_, _) -> "read");
    try {
      fields.check();
      assertThat(event.faults()).isEmpty();
    } catch (Faults faults) {
      assertThat(faults.all()).isNotEmpty().hasSizeLessThanOrEqualTo(51);
      var problem = ReplyWriter.problem(Reply.Problem.of(faults));
      assertThat(JsonWriter.write(problem).getBytes(UTF_8)).hasSizeLessThan(200_000);
      assertThat(problem.at("status")).isEqualTo(Json.of(400));
    }
  }
}
