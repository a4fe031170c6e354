package dev.imagemirrors.reply;

import dev.imagemirrors.event.DirectFailure;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a function has to say, whatever the shape it is said in.
public sealed interface Reply {
  /// The same reply with one member more, unless it is null.
  Reply with(String member, @Nullable Json value);

  /// What was asked for.
  ///
  /// @param body the whole reply
  /// @param bare what `output=json` and `output=yaml` show of it
  /// @param lines the messages that a person reads
  /// @param table what `output=table` shows, and `wide` its wider form
  /// @param document what `output=idms` shows
  record Success(
      int status,
      Json.Members body,
      Json bare,
      List<String> lines,
      @Nullable Table table,
      @Nullable Table wide,
      @Nullable Json document,
      Map<String, String> headers)
      implements Reply {
    public Success {
      lines = List.copyOf(lines);
      headers = Map.copyOf(headers);
    }

    /// A reply that is no set of mirrors.
    public Success(
        int status,
        Json.Members body,
        Json bare,
        List<String> lines,
        @Nullable Table table,
        @Nullable Table wide,
        Map<String, String> headers) {
      this(status, body, bare, lines, table, wide, null, headers);
    }

    /// The same reply with a line before all others.
    public Success after(String line) {
      var all = new ArrayList<>(List.of(line));
      all.addAll(lines);
      var members = Json.object();
      body.values().forEach(members::put);
      var extended = members.put("messages", Json.texts(all)).build();
      return new Success(
          status,
          extended,
          bare.equals(body) ? extended : bare,
          all,
          table,
          wide,
          document,
          headers);
    }

    @Override
    public Success with(String member, @Nullable Json value) {
      if (value == null) {
        return this;
      }
      var members = Json.object();
      body.values().forEach(members::put);
      var extended = members.put(member, value).build();
      return new Success(
          status,
          extended,
          bare.equals(body) ? extended : bare,
          lines,
          table,
          wide,
          document,
          headers);
    }
  }

  /// Why it was not done, as RFC 9457 has it.
  ///
  /// @param more members beyond the standard's: the mirror as it is, the operation
  record Problem(
      ProblemType type,
      String detail,
      List<InvalidField> errors,
      Map<String, Json> more,
      @Nullable Duration retryAfter)
      implements Reply {
    public Problem {
      errors = List.copyOf(errors);
      more = Map.copyOf(more);
    }

    public static Problem of(ProblemType type, String detail) {
      return new Problem(type, detail, List.of(), Map.of(), null);
    }

    public static Problem later(ProblemType type, String detail, Duration retryAfter) {
      return new Problem(type, detail, List.of(), Map.of(), retryAfter);
    }

    public static Problem of(Faults faults) {
      return new Problem(
          ProblemType.INVALID_INPUT,
          String.valueOf(faults.getMessage()),
          faults.all(),
          Map.of(),
          null);
    }

    /// The problem as a direct invocation fails with it.
    public DirectFailure failure() {
      return type.failure(detail);
    }

    @Override
    public Problem with(String member, @Nullable Json value) {
      if (value == null) {
        return this;
      }
      var extended = new TreeMap<>(more);
      extended.put(member, value);
      return new Problem(type, detail, errors, extended, retryAfter);
    }
  }
}
