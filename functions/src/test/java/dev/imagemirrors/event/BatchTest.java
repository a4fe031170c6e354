package dev.imagemirrors.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
  private static Optional<Batch> read(String event) {
    return Batch.read(event.getBytes(UTF_8));
  }

  private static Json json(String text) throws JsonFault {
    return JsonReader.read(text);
  }

  @Test
  void identifiesRecordsOfAQueueAndOfAStream() {
    var batch =
        read(
            """
            {"Records": [{"messageId": "m1"}, {"dynamodb": {"SequenceNumber": "7"}}, {}]}
            """);

    assertThat(batch.orElseThrow().items())
        .extracting(Batch.Item::id)
        .containsExactly("m1", "7", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"Records\": 1}", "{\"Records\": []}"})
  void ignoresEventsThatAreNotBatches(String event) {
    assertThat(read(event)).isEmpty();
  }

  @Test
  void readsAQueueMessage() throws JsonFault {
    var content =
        Json.object()
            .put("receiptHandle", "r1")
            .put("body", "{\"operation_id\": \"op1\", \"cluster_id\": \"c1\"}")
            .build();

    assertThat(QueueMessage.read(content)).isEqualTo(new QueueMessage("op1", "c1", "r1"));
    assertThat(QueueMessage.read(json("{\"body\": \"{}\"}")))
        .isEqualTo(new QueueMessage("", "", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "{\"body\": \"\"}", "{\"body\": \"{\"}"})
  void refusesAQueueMessageWithoutJson(String content) {
    assertThatThrownBy(() -> QueueMessage.read(json(content)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the queue message ");
  }

  @Test
  void readsANewHistoryEntry() throws JsonFault {
    var content =
        json(
            """
            {"eventName": "INSERT",
             "dynamodb": {"NewImage": {"cluster_id": {"S": "c1"}, "number": {"N": "3"},
                                       "entry": {"S": "{}"}, "hash": {"S": "h"}}}}
            """);

    assertThat(StreamRecord.read(content))
        .isEqualTo(new StreamRecord.Inserted(new HistoryEntry(3, "{}", "h")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"eventName\": \"MODIFY\"}", "{\"eventName\": \"REMOVE\"}", "{}"})
  void ignoresOtherChangesInTheStream(String content) throws JsonFault {
    assertThat(StreamRecord.read(json(content))).isEqualTo(new StreamRecord.Other());
  }

  @ParameterizedTest
  @ValueSource(strings = {"entry", "hash", "number"})
  void refusesANewItemThatIsNotAHistoryEntry(String missing) {
    var image = Json.object();
    for (var name : new String[] {"entry", "hash", "number"}) {
      if (!name.equals(missing)) {
        image.put(name, Json.object().put("S", "1").put("N", "1").build());
      }
    }
    var content =
        Json.object()
            .put("eventName", "INSERT")
            .put("dynamodb", Json.object().put("NewImage", image.build()).build())
            .build();

    assertThatThrownBy(() -> StreamRecord.read(content))
        .hasMessage("the stream record is not a history entry");
  }
}
