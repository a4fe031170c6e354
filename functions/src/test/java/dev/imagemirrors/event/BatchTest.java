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
  @CsvSource({"MODIFY,false", "REMOVE,true"})
  void readsAChangedOrRemovedHistoryEntry(String event, boolean removed) throws JsonFault {
    var content =
        json(
            """
            {"eventName": "%s", "dynamodb": {"Keys": {"cluster_id": {"S": "c1"}, "number": {"N": "3"}}}}
            """
                .formatted(event));

    assertThat(StreamRecord.read(content)).isEqualTo(new StreamRecord.Altered("c1", "3", removed));
  }

  private static Json checkpoint(String event) throws JsonFault {
    return json(
        """
        {"eventName": "%s",
         "dynamodb": {"Keys": {"cluster_id": {"S": "CHECKPOINT#c1"}, "number": {"N": "1000"}},
                      "NewImage": {"cluster_id": {"S": "CHECKPOINT#c1"}, "number": {"N": "1000"},
                                   "checkpoint": {"S": "{}"}, "hash": {"S": "h"}}}}
        """
            .formatted(event));
  }

  @Test
  void ignoresANewCheckpoint() throws JsonFault {
    assertThat(StreamRecord.read(checkpoint("INSERT"))).isEqualTo(new StreamRecord.Other());
  }

  @ParameterizedTest
  @CsvSource({"MODIFY,false", "REMOVE,true"})
  void readsAChangedOrRemovedCheckpoint(String event, boolean removed) throws JsonFault {
    assertThat(StreamRecord.read(checkpoint(event)))
        .isEqualTo(new StreamRecord.Altered("c1", "1000", removed));
  }

  @Test
  void ignoresOtherRecordsOfTheStream() throws JsonFault {
    assertThat(StreamRecord.read(json("{}"))).isEqualTo(new StreamRecord.Other());
  }

  @ParameterizedTest
  @ValueSource(strings = {"entry", "hash", "number"})
  void tellsANewItemThatIsNotAHistoryEntry(String missing) {
    var image = Json.object();
    for (var name : new String[] {"entry", "hash", "number"}) {
      if (!name.equals(missing)) {
        image.put(name, Json.object().put("S", "{}").put("N", "1").build());
      }
    }

    assertThat(StreamRecord.read(inserted(image.build())))
        .isEqualTo(new StreamRecord.Foreign("c1", "1.5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "\"\\ud800\""})
  void tellsANewItemWhoseEntryCannotBeRead(String entry) {
    var image =
        Json.object()
            .put("entry", Json.object().put("S", entry).build())
            .put("hash", Json.object().put("S", "h").build())
            .put("number", Json.object().put("N", "1").build())
            .build();

    assertThat(StreamRecord.read(inserted(image))).isEqualTo(new StreamRecord.Foreign("c1", "1.5"));
  }

  private static Json inserted(Json image) {
    var keys =
        Json.object()
            .put("cluster_id", Json.object().put("S", "c1").build())
            .put("number", Json.object().put("N", "1.5").build())
            .build();
    return Json.object()
        .put("eventName", "INSERT")
        .put("dynamodb", Json.object().put("Keys", keys).put("NewImage", image).build())
        .build();
  }
}
