package dev.imagemirrors.document;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
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
  private static final Set<String> DOCUMENT = Set.of("apiVersion", "kind", "metadata", "spec");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

  private final Parser parser;
  private final YamlFault faults;
  private Mark last = new Mark("", 0, 0, 0, new int[0], 0);

  private YamlReader(Parser parser, YamlFault faults) {
    this.parser = parser;
    this.faults = faults;
  }

  static List<Json> read(String given) throws JsonFault {
    var text = OddText.withoutByteOrderMarks(given);
    if (text.codePointCount(0, text.length()) > LONGEST) {
      throw new JsonFault("has more than " + LONGEST + " characters");
    }
    var options = new LoaderOptions();
    options.setCodePointLimit(LONGEST);
    options.setNestingDepthLimit(DEEPEST);
    var faults = new YamlFault(text);
    var reader = new YamlReader(new ParserImpl(new StreamReader(text), options), faults);
    try {
      return reader.documents();
    } catch (YAMLException broken) {
      throw new JsonFault(faults.reason(broken));
    } catch (IllegalArgumentException _) {
      // SnakeYAML throws it for an escape with invalid digits or too many of them.
      throw new JsonFault(
          "is not valid YAML: it contains an invalid character escape"
              + ", after "
              + place(reader.last));
    }
  }

  private List<Json> documents() throws JsonFault {
    var documents = new ArrayList<Json>();
    while (true) {
      switch (next()) {
        case StreamEndEvent _ -> {
          return documents;
        }
        case DocumentStartEvent _ -> documents.add(value(next(), 0));
        case Event _ -> {}
      }
    }
  }

  private Json value(Event event, int depth) throws JsonFault {
    if (depth > DEEPEST) {
      throw new JsonFault("is nested deeper than " + DEEPEST + " levels" + place(event));
    }
    if (event instanceof AliasEvent alias) {
      throw fault("contains an alias, which is not allowed: *" + alias.getAnchor(), event);
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      throw fault("contains an anchor, which is not allowed: &" + node.getAnchor(), event);
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
    for (var event = next(); !(event instanceof SequenceEndEvent); event = next()) {
      items.add(value(event, depth + 1));
    }
    return new Json.Items(items);
  }

  private Json members(int depth) throws JsonFault {
    var members = new LinkedHashMap<String, Json>();
    for (var event = next(); !(event instanceof MappingEndEvent); event = next()) {
      if (!(event instanceof ScalarEvent key) || key.getValue().equals("<<")) {
        throw fault("contains a key that is not a plain string", event);
      }
      if (members.putIfAbsent(key.getValue(), value(next(), depth + 1)) != null) {
        var hint = depth == 0 && DOCUMENT.contains(key.getValue()) ? ": " + YamlFault.JOIN : "";
        throw new JsonFault("contains '" + key.getValue() + "' twice" + place(event) + hint);
      }
    }
    return new Json.Members(members);
  }

  private Json scalar(ScalarEvent scalar) throws JsonFault {
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

  private void untagged(@Nullable String tag, Event event) throws JsonFault {
    if (tag != null) {
      throw fault("contains a tag, which is not allowed: " + tag, event);
    }
  }

  private Event next() {
    var event = parser.getEvent();
    last = event.getStartMark();
    return event;
  }

  private JsonFault fault(String reason, Event event) {
    return new JsonFault(
        reason + place(event) + faults.hint(reason, event.getStartMark().getLine()));
  }

  private static String place(Event event) {
    return ", at " + place(event.getStartMark());
  }

  private static String place(Mark mark) {
    return "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
  }
}
