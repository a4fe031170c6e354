package dev.imagemirrors.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.Event;
import dev.imagemirrors.event.EventReader;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.ListedMirror;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.MirrorState;
import dev.imagemirrors.reply.MirrorReply;
import dev.imagemirrors.reply.Output;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.ReplyWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a list prints can be applied as the whole set.
class ApplyRequestTest {
  private static final ClusterKey CLUSTER = new ClusterKey("mycluster");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final List<ListedMirror> LISTED =
      List.of(
          new ListedMirror(
              mirror("id-1", "quay.io/a", "m.corp.com/a", "n.corp.com/a"), MirrorState.IN_SYNC),
          new ListedMirror(mirror("id-2", "quay.io/b", "m.corp.com/b"), MirrorState.UNMANAGED));
  private static final MirrorSet SET =
      new MirrorSet(
          List.of(
              MirrorSet.Wanted.of("quay.io/a", "m.corp.com/a", "n.corp.com/a"),
              MirrorSet.Wanted.of("quay.io/b", "m.corp.com/b")));

  private static ImageMirror mirror(String id, String source, String... mirrors) {
    return new ImageMirror(id, source, List.of(mirrors), TIME, TIME);
  }

  private static ApplyRequest put(String contentType, String body) {
    var event =
        Json.object()
            .put("httpMethod", "PUT")
            .put("pathParameters", Json.object().put("cluster", "mycluster").build())
            .put("headers", Json.object().put("Content-Type", contentType).build())
            .put("requestContext", Json.object().put("requestId", "r-1").build())
            .put("body", body)
            .build();
    var read = EventReader.read(JsonWriter.write(event).getBytes(UTF_8), "request-1", true);
    return ApplyRequest.read(new Fields(read), new Target("us-east-1", null));
  }

  private static String printed(Output output, Reply list) {
    return String.valueOf(ReplyWriter.write(Event.Shape.API, output, list).at("body").asText());
  }

  @ParameterizedTest
  @EnumSource(names = {"REPLY", "JSON", "YAML", "IDMS"})
  void appliesWhatAListPrints(Output output) {
    var body = printed(output, MirrorReply.list(CLUSTER, "c1", null, LISTED));
    var yaml = output == Output.YAML || output == Output.IDMS;

    assertThat(put(yaml ? "application/yaml" : "application/json", body).apply().set())
        .isEqualTo(SET);
    // curl -d without a content type
    assertThat(put("application/x-www-form-urlencoded", body).apply().set()).isEqualTo(SET);
  }

  @ParameterizedTest
  @EnumSource(names = {"REPLY", "JSON", "YAML", "IDMS"})
  void appliesAListOfRecords(Output output) {
    var body = printed(output, MirrorReply.fromRecords(CLUSTER, "c1", null, LISTED, TIME));

    assertThat(put("application/x-www-form-urlencoded", body).apply().set()).isEqualTo(SET);
  }

  @Test
  void takesOnlyANamedEmptyListForTheEmptySet() {
    var none = MirrorReply.list(CLUSTER, "c1", null, List.of());

    assertThat(put("application/json", printed(Output.REPLY, none)).apply().set())
        .isEqualTo(new MirrorSet(List.of()));
    assertThatThrownBy(() -> put("application/json", printed(Output.JSON, none)))
        .isInstanceOf(Faults.class);
    assertThatThrownBy(() -> put("application/yaml", printed(Output.YAML, none)))
        .isInstanceOf(Faults.class);
  }

  /// A mirror that waits to be created has no ID.
  @Test
  void appliesAMirrorWithoutAnId() {
    var pending = ListedMirror.pending(MirrorSet.Wanted.of("quay.io/b", "m.corp.com/b"));
    var list = MirrorReply.list(CLUSTER, "c1", null, List.of(LISTED.getFirst(), pending));

    assertThat(put("application/json", printed(Output.JSON, list)).apply().set()).isEqualTo(SET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'kind': 'ImageMirror', 'source': 'quay.io/a:tag', 'mirrors': ['m.corp.com/a']}] | image_mirrors[0].source: must not have a tag: leave out ':tag'",
        "[{'kind': 'ImageMirror', 'source': 'quay.io/a', 'mirors': ['m.corp.com/a']}] | image_mirrors[0].mirrors: At least one mirror registry must be specified",
        "{'image_mirrors': [{'kind': 'ImageDigestMirrorSet', 'source': 'quay.io/a', 'mirrors': 'm.corp.com/a'}]} | image_mirrors[0].kind: must be ImageMirror",
        "[{'source': 'quay.io/a', 'mirrors': ['m.corp.com/a']}] | has entries without their document",
        "['quay.io/a'] | must be an object with apiVersion and kind",
      })
  void namesTheFaultsOfAnythingElse(String body, String fault) {
    assertThatThrownBy(() -> put("application/json", body.replace('\'', '"')))
        .isInstanceOf(Faults.class)
        .hasMessageContaining(fault);
  }

  @ParameterizedTest
  @CsvSource({"yes", "y", "-y"})
  void isConfirmedByYes(String name) {
    var body = "{\"image_mirrors\": [], \"" + name + "\": true}";

    assertThat(put("application/json", body).apply().confirmed()).isTrue();
    assertThat(put("application/json", body.replace("true", "false")).apply().confirmed())
        .isFalse();
  }

  @Test
  void refusesContradictoryConfirmations() {
    assertThatThrownBy(
            () -> put("application/json", "{\"image_mirrors\": [], \"yes\": true, \"y\": false}"))
        .hasMessage("y: is given together with 'yes', with another value");
    assertThatThrownBy(() -> put("application/json", "{\"image_mirrors\": [], \"y\": \"maybe\"}"))
        .hasMessage("y: must be true or false");
  }
}
