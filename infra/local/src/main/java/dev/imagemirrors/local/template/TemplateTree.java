package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.imagemirrors.local.json.Json;
import java.io.StringReader;
import java.math.BigDecimal;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Parses YAML and expands CloudFormation's short tags: `!Ref A` becomes `{"Ref": "A"}`.
final class TemplateTree {
  private TemplateTree() {}

  static JsonNode read(String yaml) {
    try {
      var root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
      if (root == null) {
        throw new TemplateFault("top", "the file is empty");
      }
      return tree(root);
    } catch (YAMLException e) {
      throw new TemplateFault("YAML", String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode tree(Node node) {
    var tag = node.getTag().getValue();
    return tag.startsWith("!") && tag.length() > 1
        ? longForm(tag.substring(1), untagged(node))
        : untagged(node);
  }

  private static JsonNode longForm(String function, JsonNode argument) {
    return switch (function) {
      case "Ref", "Condition" -> Json.object().set(function, argument);
      case "GetAtt" -> Json.object().set("Fn::GetAtt", attributePath(argument));
      default -> Json.object().set("Fn::" + function, argument);
    };
  }

  /// `!GetAtt Table.Arn` is short for `[Table, Arn]`.
  private static JsonNode attributePath(JsonNode argument) {
    int dot = argument.asText().indexOf('.');
    return argument.isTextual() && dot > 0
        ? Json.array()
            .add(argument.asText().substring(0, dot))
            .add(argument.asText().substring(dot + 1))
        : argument;
  }

  private static JsonNode untagged(Node node) {
    return switch (node) {
      case MappingNode mapping -> {
        var object = Json.object();
        for (var entry : mapping.getValue()) {
          object.set(((ScalarNode) entry.getKeyNode()).getValue(), tree(entry.getValueNode()));
        }
        yield object;
      }
      case SequenceNode sequence -> {
        var array = Json.array();
        sequence.getValue().forEach(item -> array.add(tree(item)));
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw new TemplateFault("YAML", "unresolved alias");
    };
  }

  private static JsonNode scalar(ScalarNode node) {
    var text = node.getValue();
    var tag = node.getTag();
    if (tag.equals(Tag.BOOL)) {
      return BooleanNode.valueOf(
          text.equalsIgnoreCase("true")
              || text.equalsIgnoreCase("yes")
              || text.equalsIgnoreCase("on"));
    }
    if (tag.equals(Tag.INT) && text.matches("[-+]?(0|[1-9][0-9]*)")) {
      return DecimalNode.valueOf(new BigDecimal(text));
    }
    if (tag.equals(Tag.NULL)) {
      return NullNode.instance;
    }
    // CloudFormation keeps dates as strings. Other notations of numbers are not used here.
    return TextNode.valueOf(text);
  }
}
