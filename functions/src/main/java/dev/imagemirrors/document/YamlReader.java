package dev.imagemirrors.document;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/// Reads the documents of a YAML stream. Anchors, aliases, merge keys and tags are refused: they
/// can make a small document huge, and no document of a cluster uses them.
final class YamlReader {
  private static final int LONGEST = 256 * 1024;
  private static final int DEEPEST = 32;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

  private final Parser parser;

  private YamlReader(Parser parser) {
    this.parser = parser;
  }

  static List<Json> read(String text) throws JsonFault {
    var options = new LoaderOptions();
    options.setCodePointLimit(LONGEST);
    options.setNestingDepthLimit(DEEPEST);
    try {
      return new YamlReader(new ParserImpl(new StreamReader(text), options)).documents();
    } catch (YAMLException broken) {
      throw new JsonFault("is not valid YAML: " + firstLines(String.valueOf(broken.getMessage())));
    } catch (IllegalArgumentException _) {
      // SnakeYAML throws it for an escape with invalid digits or too many of them.
      throw new JsonFault("is not valid YAML: it contains an invalid character escape");
    }
  }

  private List<Json> documents() throws JsonFault {
    var documents = new ArrayList<Json>();
    while (true) {
      switch (parser.getEvent()) {
        case StreamEndEvent _ -> {
          return documents;
        }
        case DocumentStartEvent _ -> documents.add(value(parser.getEvent(), 0));
        case Event _ -> {}
      }
    }
  }

  private Json value(Event event, int depth) throws JsonFault {
    if (depth > DEEPEST) {
      throw new JsonFault("is nested deeper than " + DEEPEST + " levels" + place(event));
    }
    if (event instanceof AliasEvent alias) {
      throw new JsonFault(
          "contains an alias, which is not allowed: *" + alias.getAnchor() + place(event));
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      throw new JsonFault(
          "contains an anchor, which is not allowed: &" + node.getAnchor() + place(event));
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent list -> {
        untagged(list.getTag(), list);
        yield items(depth);
      }
      case MappingStartEvent map -> {
        untagged(map.getTag(), map);
        yield members(depth);
      }
      case Event other -> throw new JsonFault("contains an unexpected element" + place(other));
    };
  }

  private Json items(int depth) throws JsonFault {
    var items = new ArrayList<Json>();
    for (var event = parser.getEvent();
        !(event instanceof SequenceEndEvent);
        event = parser.getEvent()) {
      items.add(value(event, depth + 1));
    }
    return new Json.Items(items);
  }

  private Json members(int depth) throws JsonFault {
    var members = new LinkedHashMap<String, Json>();
    for (var event = parser.getEvent();
        !(event instanceof MappingEndEvent);
        event = parser.getEvent()) {
      if (!(event instanceof ScalarEvent key) || key.getValue().equals("<<")) {
        throw new JsonFault("contains a key that is not a plain string" + place(event));
      }
      if (members.putIfAbsent(key.getValue(), value(parser.getEvent(), depth + 1)) != null) {
        throw new JsonFault("contains '" + key.getValue() + "' twice" + place(event));
      }
    }
    return new Json.Members(members);
  }

  private static Json scalar(ScalarEvent scalar) throws JsonFault {
    untagged(scalar.getTag(), scalar);
    var text = scalar.getValue();
    if (scalar.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
      return new Json.Str(text);
    }
    return switch (text) {
      case "", "~", "null" -> Json.Null.NULL;
      case "true" -> Json.of(true);
      case "false" -> Json.of(false);
      case String number when NUMBER.matcher(number).matches() ->
          new Json.Num(new BigDecimal(number));
      case String other -> new Json.Str(other);
    };
  }

  private static void untagged(@Nullable String tag, Event event) throws JsonFault {
    if (tag != null) {
      throw new JsonFault("contains a tag, which is not allowed: " + tag + place(event));
    }
  }

  private static String place(Event event) {
    var mark = event.getStartMark();
    return ", at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
  }

  private static String firstLines(String message) {
    return message.lines().limit(2).reduce((one, two) -> one + "; " + two.strip()).orElse("");
  }
}
