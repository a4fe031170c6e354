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

/// The reply of a function, independent of the event shape.
public sealed interface Reply {
  /// The same reply with one more member, unless the value is null.
  Reply with(String member, @Nullable Json value);

  /// A successful reply.
  ///
  /// @param body the whole reply
  /// @param bare the part for `output=json` and `output=yaml`
  /// @param lines the messages for a person
  /// @param table the table for `output=table`, with its wider form in `wide`
  /// @param document the document for `output=idms`
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

    /// A reply without a set of mirrors.
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

    /// The same reply with one more message, at the start.
    public Success after(String line) {
      return before(List.of(line));
    }

    /// The same reply with these messages at the start.
    Success before(List<String> first) {
      var all = new ArrayList<>(first);
      all.addAll(lines);
      var members = Json.object();
      body.values().forEach(members::put);
      var extended = members.put("messages", Json.strings(all)).build();
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

  /// A problem, in the terms of RFC 9457.
  ///
  /// @param more members beyond the standard's, such as the existing mirror or the operation
  /// @param location a link to the operation that the request may have become
  record Problem(
      ProblemType type,
      String detail,
      List<InvalidField> errors,
      Map<String, Json> more,
      @Nullable Duration retryAfter,
      @Nullable String location)
      implements Reply {
    public Problem {
      errors = List.copyOf(errors);
      more = Map.copyOf(more);
    }

    public static Problem of(ProblemType type, String detail) {
      return new Problem(type, detail, List.of(), Map.of(), null, null);
    }

    public static Problem later(ProblemType type, String detail, Duration retryAfter) {
      return new Problem(type, detail, List.of(), Map.of(), retryAfter, null);
    }

    public static Problem of(Faults faults) {
      return new Problem(
          ProblemType.INVALID_INPUT,
          String.valueOf(faults.getMessage()),
          faults.all(),
          Map.of(),
          null,
          null);
    }

    /// The same problem, with a link to the operation.
    public Problem at(String operation) {
      return new Problem(type, detail, errors, more, retryAfter, operation);
    }

    /// The exception by which a direct invocation reports the problem.
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
      return new Problem(type, detail, errors, extended, retryAfter, location);
    }
  }
}
