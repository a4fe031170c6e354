package dev.imagemirrors.local.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.template.DeployTarget;
import dev.imagemirrors.local.template.TemplateFile;
import dev.imagemirrors.mirror.ImageMirror;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApiDocumentTest {
  private static final ApiDocument DOCUMENT = new ApiDocument();
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  @Test
  void hasExactlyTheRoutesOfTheTemplate() {
    var here =
        new DeployTarget(
            new Scope(Scope.LOCAL_ACCOUNT, "us-east-1"),
            "image-mirrors",
            "http://127.0.0.1",
            Map.of());
    var routes = TemplateFile.ofThisProject().at(here).routes();

    assertThat(DOCUMENT.operations())
        .extracting(ApiDocument.Operation::route)
        .containsExactlyInAnyOrderElementsOf(
            routes.stream().map(route -> route.method() + " " + route.path()).toList());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void hasValidExamples(ApiDocument.Example example) {
    assertThat(DOCUMENT.faults(example.schema(), example.value())).isEmpty();
  }

  @Test
  void namesOnlyExistingProblems() {
    assertThat(DOCUMENT.problemTypes())
        .isSubsetOf(Arrays.stream(ProblemType.values()).map(ProblemType::urn).toList());
    assertThat(DOCUMENT.operations())
        .flatMap(operation -> DOCUMENT.answers(operation).toList())
        .filteredOn(answer -> !answer.contains("/") && !answer.endsWith("gateway"))
        .allSatisfy(answer -> {
          var words = List.of(answer.split(" ", -1));
          assertThat(words.get(1)).isEqualTo(Integer.toString(problem(words.get(2)).status()));
        });
  }

  @Test
  void hasTheTitlesOfTheProblems() {
    var problems =
        examples()
            .map(ApiDocument.Example::value)
            .filter(value -> value.path("type").asText().startsWith("urn:"))
            .toList();

    assertThat(problems)
        .isNotEmpty()
        .allSatisfy(shown -> {
          var type = problem(shown.path("type").asText().replaceFirst(".*:", ""));
          assertThat(shown.path("title").asText()).isEqualTo(type.title());
          assertThat(shown.path("status").asInt()).isEqualTo(type.status());
        });
  }

  @Test
  void showsCorrectVersionsOfItsMirrors() {
    var mirrors =
        examples()
            .flatMap(example -> example.value().findParents("version").stream())
            .filter(value -> value.has("kind"))
            .toList();

    assertThat(mirrors)
        .isNotEmpty()
        .allSatisfy(shown -> {
          var list = shown.path("mirrors").valueStream().map(JsonNode::asText).toList();
          assertThat(shown.path("version").asText())
              .isEqualTo(new ImageMirror("id", "source", list, null, null).version());
        });
  }

  @Test
  void showsCorrectHashesOfItsEntries() {
    var entries =
        examples()
            .flatMap(example -> example.value().findParents("previous_hash").stream())
            .map(JsonNode::<ObjectNode>deepCopy)
            .toList();

    assertThat(entries)
        .isNotEmpty()
        .allSatisfy(entry -> {
          var hash = entry.remove("hash").asText();
          var text = CANONICAL.writeValueAsString(CANONICAL.convertValue(entry, Map.class));
          assertThat(hash).isEqualTo(Digest.sha256(text));
        });
  }

  private static Stream<ApiDocument.Example> examples() {
    return DOCUMENT.examples().stream();
  }

  private static ProblemType problem(String name) {
    var byUrn =
        Arrays.stream(ProblemType.values())
            .collect(Collectors.toMap(ProblemType::urn, type -> type));
    return byUrn.get("urn:image-mirrors:problem:" + name);
  }
}
