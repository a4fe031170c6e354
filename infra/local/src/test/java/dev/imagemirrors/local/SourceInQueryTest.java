package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Mirrors named by their source in the query, for clients that sign `%2F` in a path wrongly.
class SourceInQueryTest {
  private static int clusters;

  @SuppressWarnings("NullAway.Init")
  private static StackFixture stack;

  @SuppressWarnings("NullAway.Init")
  private String cluster;

  @BeforeAll
  static void start() {
    stack = StackFixture.start();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @BeforeEach
  void createTwoMirrors() {
    cluster = "by-source-" + ++clusters;
    stack.ocm("clusters/" + cluster, "{}");
    for (var source : new String[] {"quay.io/a", "quay.io/b"}) {
      var body = "{\"source\": \"%s\", \"mirrors\": \"m.corp.com/x\"}".formatted(source);
      assertThat(call("POST", "/image-mirrors", body).status()).isEqualTo(201);
    }
  }

  private StackFixture.Reply call(String method, String path, String body) {
    return stack.api(method, "/clusters/" + cluster + path, body);
  }

  private String sources() {
    return String.join(" ", call("GET", "/image-mirrors", "").json().findValuesAsText("source"));
  }

  @Test
  void describesAMirror() {
    var bySource = call("GET", "/image-mirror?source=quay.io/b", "");

    assertThat(bySource.status()).isEqualTo(200);
    assertThat(bySource.text()).isEqualTo(call("GET", "/image-mirrors/quay.io%2Fb", "").text());
    assertThat(call("GET", "/image-mirror?source=quay.io/c", "").status()).isEqualTo(404);
  }

  @Test
  void editsAMirror() {
    var edited =
        call("PATCH", "/image-mirrors?source=quay.io/b", "{\"mirrors\": \"n.corp.com/b\"}");

    assertThat(edited.status()).isEqualTo(200);
    assertThat(edited.json().at("/image_mirror/source").asText()).isEqualTo("quay.io/b");
    assertThat(edited.json().at("/image_mirror/mirrors/0").asText()).isEqualTo("n.corp.com/b");
  }

  @Test
  void deletesAMirror() {
    var unconfirmed = call("DELETE", "/image-mirrors?source=quay.io/b", "");
    var deleted = call("DELETE", "/image-mirrors?source=quay.io/b&yes=true", "");

    assertThat(unconfirmed.status()).isEqualTo(428);
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(sources()).isEqualTo("quay.io/a");
  }

  @Test
  void deletesNothingWithoutASource() {
    for (var query :
        new String[] {"?yes=true", "?yes=true&source=", "?yes=true&source=quay.io/*"}) {
      assertThat(call("DELETE", "/image-mirrors" + query, "").status()).as(query).isEqualTo(400);
    }
    assertThat(sources()).isEqualTo("quay.io/a quay.io/b");
  }

  @Test
  void refusesAnIdAndASourceTogether() {
    var both = call("DELETE", "/image-mirrors/quay.io%2Fa?source=quay.io/b&yes=true", "");

    assertThat(both.status()).isEqualTo(400);
    assertThat(both.json().at("/errors/0/field").asText()).isEqualTo("source");
    assertThat(both.json().at("/errors/0/reason").asText())
        .isEqualTo("is given together with 'id'; give one of them");
    assertThat(sources()).isEqualTo("quay.io/a quay.io/b");
  }

  @Test
  void readsTheHistoryOfAMirror() {
    call("DELETE", "/image-mirrors?source=quay.io/b&yes=true", "");

    var history = call("GET", "/history?source=quay.io/b", "").json();

    assertThat(history.path("history").findValuesAsText("outcome"))
        .containsExactly("deleted", "created");
    assertThat(call("GET", "/history?source=quay.io/a", "").json().path("history")).hasSize(1);
  }
}
