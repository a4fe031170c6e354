package dev.imagemirrors.event;

import dev.imagemirrors.history.Filter;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.operation.Outcome;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The fields of a request that lists changes: which ones, in which order, and from where.
///
/// `next` has the position after which the page begins, and a digest of the filters and the order:
/// it continues only the list that it comes from.
///
/// @param position null for the first page
/// @param digest of the filters and the order
public record Listing(
    Filter filter, boolean oldestFirst, @Nullable String position, int limit, String digest) {
  private static final int DIGEST_LENGTH = 12;
  private static final int MAX_BY = 2_048;

  /// The sizes of a page: without a limit, and at most.
  public record Sizes(int usual, int most) {}

  /// Reads the fields.
  ///
  /// @param more the filters that not every list has
  /// @param isPosition whether a string can be a position in the list
  public static Listing read(
      Fields fields, Sizes sizes, Json.Members more, Predicate<String> isPosition) {
    var since = fields.optional("since", text -> time("since", text));
    var until = fields.optional("until", text -> time("until", text));
    if (since != null && until != null && !since.isBefore(until)) {
      fields.fault("until", "must be after 'since'");
    }
    var by = fields.optional("by", Listing::caller);
    var outcomes = oneOf(fields, "outcome", Outcome.LABELS, label -> label);
    var oldestFirst = Boolean.TRUE.equals(fields.optional("order", Listing::isOldestFirst));
    var filter = new Filter(since, until, by, outcomes);
    var digest = digest(filter, oldestFirst, more);
    var limit = (int) fields.number("limit", sizes.usual(), 1, sizes.most());
    // A filter with a fault is not the one of the list.
    var known = fields.hasFaults() ? null : digest;
    var position = fields.optional("next", text -> position(text, known, isPosition));
    return new Listing(filter, oldestFirst, position, limit, digest);
  }

  /// An optional list of names, each one of those that are known.
  public static <T> Set<T> oneOf(
      Fields fields, String field, Collection<String> known, Function<String, T> make) {
    var given =
        fields.list(
            field,
            (_, name) -> {
              if (!known.contains(name)) {
                throw new InvalidField(field, "must be one of " + String.join(", ", known));
              }
              return make.apply(name);
            });
    return given == null ? Set.of() : Set.copyOf(new HashSet<>(given));
  }

  /// The `next` of a page that ends at a position.
  public String next(String end) {
    return end + ":" + digest;
  }

  /// A sentence for a page that is not the last one.
  public static String hint(String elements, String next) {
    return "More " + elements + " follow; continue with next=" + next;
  }

  private static Instant time(String field, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw new InvalidField(field, "must be an ISO 8601 time such as 2026-01-02T03:04:05Z");
    }
  }

  private static String caller(String text) {
    if (text.length() > MAX_BY) {
      throw new InvalidField(
          "by", "has " + text.length() + " characters; at most " + MAX_BY + " are allowed");
    }
    return text;
  }

  private static boolean isOldestFirst(String order) {
    return switch (order) {
      case "asc" -> true;
      case "desc" -> false;
      default ->
          throw new InvalidField("order", "must be asc (oldest first) or desc (newest first)");
    };
  }

  private static String position(
      String next, @Nullable String digest, Predicate<String> isPosition) {
    var parts = List.of(next.split(":", -1));
    if (parts.size() != 2 || !isPosition.test(parts.get(0))) {
      throw new InvalidField("next", "must be the 'next' value of an earlier reply");
    }
    if (digest != null && !parts.get(1).equals(digest)) {
      throw new InvalidField(
          "next",
          "is of a list with another order or other filters; send it with the fields of the request that returned it");
    }
    return parts.get(0);
  }

  private static String digest(Filter filter, boolean oldestFirst, Json.Members more) {
    var all =
        Json.object()
            .put("since", filter.since() == null ? null : filter.since().toString())
            .put("until", filter.until() == null ? null : filter.until().toString())
            .put("by", filter.by())
            .put("outcome", Json.strings(filter.outcomes().stream().sorted().toList()))
            .put("oldest_first", Json.of(oldestFirst))
            .put("more", more)
            .build();
    return Digest.sha256(JsonWriter.write(all)).substring(0, DIGEST_LENGTH);
  }
}
