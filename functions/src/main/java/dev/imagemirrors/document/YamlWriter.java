package dev.imagemirrors.document;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.text.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/// Writes one YAML document in block style, with as few quotes as possible.
public final class YamlWriter {
  private static final ImplicitTuple NO_TAG = new ImplicitTuple(true, true);
  private static final Resolver TYPES = new Resolver();

  /// Numbers of YAML 1.1 and 1.2, dates, and booleans that SnakeYAML does not resolve:
  /// `12345678e901` can be a version, and `10:30` a host with its port.
  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "[-+]?(0[xob][0-9a-fA-F_]++|[0-9][0-9_]*+(:[0-5]?[0-9])*+(\\.[0-9_]*+)?([eE][-+]?[0-9]++)?"
              + "|\\.[0-9_]++([eE][-+]?[0-9]++)?|\\.(inf|Inf|INF|nan|NaN|NAN))"
              + "|.{4}-.{2}-.*|[yYnN]");

  private static final Pattern INDICATOR = Pattern.compile("^~|[\\[\\]{},]|\\s#|:(\\s|$)");

  private final Emitter emitter;

  private YamlWriter(Emitter emitter) {
    this.emitter = emitter;
  }

  public static String write(Json value) {
    var options = new DumperOptions();
    options.setSplitLines(false);
    // Escapes of YAML, so that the text of callers cannot move the cursor or reorder what is shown,
    // and is read back as it is. The emitter can escape all that is beyond ASCII, or none of it.
    var json = JsonWriter.write(value);
    options.setAllowUnicode(Text.printable(json).equals(json));
    var text = new StringWriter();
    try {
      new YamlWriter(new Emitter(text, options)).document(value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private void document(Json value) throws IOException {
    emitter.emit(new StreamStartEvent(null, null));
    emitter.emit(new DocumentStartEvent(null, null, false, null, Map.of()));
    value(value);
    emitter.emit(new DocumentEndEvent(null, null, false));
    emitter.emit(new StreamEndEvent(null, null));
  }

  private void value(Json value) throws IOException {
    switch (value) {
      case Json.Str(var text) -> emitter.emit(string(text));
      case Json.Num(var number) -> emitter.emit(plain(number.toString()));
      case Json.Bool(var bool) -> emitter.emit(plain(Boolean.toString(bool)));
      case Json.Null _ -> emitter.emit(plain("null"));
      case Json.Items(var items) -> {
        emitter.emit(
            new SequenceStartEvent(null, null, true, null, null, DumperOptions.FlowStyle.BLOCK));
        for (var item : items) {
          value(item);
        }
        emitter.emit(new SequenceEndEvent(null, null));
      }
      case Json.Members(var members) -> {
        emitter.emit(
            new MappingStartEvent(null, null, true, null, null, DumperOptions.FlowStyle.BLOCK));
        for (var member : members.entrySet()) {
          emitter.emit(string(member.getKey()));
          value(member.getValue());
        }
        emitter.emit(new MappingEndEvent(null, null));
      }
    }
  }

  private static Event plain(String text) {
    return scalar(text, DumperOptions.ScalarStyle.PLAIN);
  }

  /// The emitter itself quotes plain text that would not be valid YAML.
  private static Event string(String text) {
    if (text.chars().anyMatch(YamlWriter::isEscaped)) {
      return scalar(text, DumperOptions.ScalarStyle.DOUBLE_QUOTED);
    }
    if (text.indexOf('\n') >= 0) {
      return scalar(text, DumperOptions.ScalarStyle.LITERAL);
    }
    return isString(text) && !INDICATOR.matcher(text).find()
        ? plain(text)
        : scalar(text, DumperOptions.ScalarStyle.DOUBLE_QUOTED);
  }

  /// Whether the text without quotes is read as a string, and not as another type.
  private static boolean isString(String text) {
    return TYPES.resolve(NodeId.scalar, text, true).equals(Tag.STR)
        && !OTHER_TYPE.matcher(text).matches();
  }

  /// Readers replace the line ends beyond ASCII with a line feed, and drop a byte order mark.
  private static boolean isEscaped(int c) {
    return c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff;
  }

  private static Event scalar(String text, DumperOptions.ScalarStyle style) {
    return new ScalarEvent(null, null, NO_TAG, text, null, null, style);
  }
}
