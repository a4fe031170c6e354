package dev.imagemirrors.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.event.ruler.Ruler;

/// The rule of `infra/examples/chat`, with the samples of the guide to announcements.
class ChatExampleTest {
  private static final Pattern SAMPLE = Pattern.compile("(?ms)^```json\\n(.*?)^```$");

  private static final JsonNode RULE =
      TemplateTree.read(ProjectTemplate.read("infra/examples/chat/template.yaml"))
          .at("/Resources/Rule/Properties");

  private static List<JsonNode> samples() throws Exception {
    var samples = new ArrayList<JsonNode>();
    var found = SAMPLE.matcher(ProjectTemplate.read("docs/guides/announcements.md"));
    while (found.find()) {
      samples.add(Json.read(found.group(1)));
    }
    return samples;
  }

  @Test
  void sendsAllButReadyClusters() throws Exception {
    var pattern = (ObjectNode) RULE.path("EventPattern").deepCopy();
    pattern.putArray("account").add("123456789012");

    assertThat(samples()).hasSize(8);
    for (var sample : samples()) {
      var type = sample.path("detail-type").asText();
      assertThat(Ruler.matchesRule(sample.toString(), pattern.toString()))
          .as(type)
          .isEqualTo(!type.equals("Cluster Ready"));
    }
  }

  @Test
  void readsFieldsThatAnnouncementsHave() throws Exception {
    for (var path : RULE.at("/Targets/0/InputTransformer/InputPathsMap")) {
      assertThat(samples())
          .as(path.asText())
          .anyMatch(
              sample -> !sample.at(path.asText().substring(1).replace('.', '/')).isMissingNode());
    }
  }
}
