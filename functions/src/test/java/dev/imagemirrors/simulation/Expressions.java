package dev.imagemirrors.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The part of the DynamoDB expression language that the functions use; anything else throws.
final class Expressions {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*([:#]?[A-Za-z_][A-Za-z_0-9]*(?:\\[\\d+])?|<>|<=|>=|[-+=<>(),])");

  private static final Map<String, Condition> CONDITIONS = new ConcurrentHashMap<>();
  private static final Map<String, Update> UPDATES = new ConcurrentHashMap<>();

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private Expressions(String text) {
    this.text = text;
    var matcher = TOKEN.matcher(text);
    var end = 0;
    while (matcher.find() && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (!text.substring(end).isBlank()) {
      throw fault();
    }
  }

  /// What an expression is evaluated against: an item, and the values of the placeholders.
  record Scope(
      Map<String, AttributeValue> item,
      Map<String, AttributeValue> values,
      Map<String, String> names) {}

  /// A condition on an item.
  interface Condition {
    boolean holds(Scope scope);
  }

  /// A change to an item. All reads see the item before the change.
  interface Update {
    void change(Scope before, Map<String, AttributeValue> after);
  }

  private interface Operand extends Function<Scope, @Nullable AttributeValue> {}

  /// Parses a condition; null is always true.
  static Condition condition(@Nullable String text) {
    return text == null ? _ -> true : CONDITIONS.computeIfAbsent(text, Expressions::readCondition);
  }

  private static Condition readCondition(String text) {
    var read = new Expressions(text);
    var condition = read.any();
    read.end();
    return condition;
  }

  static Update update(String text) {
    return UPDATES.computeIfAbsent(text, each -> new Expressions(each).changes());
  }

  private Condition any() {
    var first = all();
    if (!accepts("OR")) {
      return first;
    }
    var rest = any();
    return scope -> first.holds(scope) || rest.holds(scope);
  }

  private Condition all() {
    var first = one();
    if (!accepts("AND")) {
      return first;
    }
    var rest = all();
    return scope -> first.holds(scope) && rest.holds(scope);
  }

  private Condition one() {
    if (accepts("NOT")) {
      var not = one();
      return scope -> !not.holds(scope);
    }
    if (accepts("(")) {
      var inner = any();
      expect(")");
      return inner;
    }
    if (accepts("attribute_exists")) {
      var path = inParentheses();
      return scope -> path.apply(scope) != null;
    }
    if (accepts("attribute_not_exists")) {
      var path = inParentheses();
      return scope -> path.apply(scope) == null;
    }
    if (accepts("contains")) {
      expect("(");
      var whole = operand();
      expect(",");
      var part = operand();
      expect(")");
      return scope -> Values.contains(whole.apply(scope), part.apply(scope));
    }
    return comparison();
  }

  private Condition comparison() {
    var left = operand();
    if (accepts("BETWEEN")) {
      var least = operand();
      expect("AND");
      var most = operand();
      return scope ->
          Values.compare(left.apply(scope), ">=", least.apply(scope))
              && Values.compare(left.apply(scope), "<=", most.apply(scope));
    }
    var comparator = next();
    var right = operand();
    return scope -> Values.compare(left.apply(scope), comparator, right.apply(scope));
  }

  private Operand inParentheses() {
    expect("(");
    var path = operand();
    expect(")");
    return path;
  }

  private Operand operand() {
    if (accepts("size")) {
      var path = inParentheses();
      return scope -> Values.size(path.apply(scope));
    }
    if (accepts("if_not_exists")) {
      expect("(");
      var path = operand();
      expect(",");
      var otherwise = operand();
      expect(")");
      return scope -> path.apply(scope) == null ? otherwise.apply(scope) : path.apply(scope);
    }
    if (accepts("list_append")) {
      expect("(");
      var first = operand();
      expect(",");
      var second = operand();
      expect(")");
      return scope -> Values.appended(first.apply(scope), second.apply(scope));
    }
    var name = next();
    return name.startsWith(":")
        ? scope -> scope.values().get(name)
        : scope -> AttributePath.of(name, scope.names()).of(scope.item());
  }

  private Update changes() {
    var changes = new ArrayList<Update>();
    while (at < tokens.size()) {
      var clause = next();
      do {
        changes.add(
            switch (clause) {
              case "SET" -> set();
              case "REMOVE" -> remove();
              case "ADD" -> members(true);
              case "DELETE" -> members(false);
              default -> throw fault();
            });
      } while (accepts(","));
    }
    return (before, after) -> changes.forEach(change -> change.change(before, after));
  }

  private Update set() {
    var name = next();
    expect("=");
    var first = operand();
    var second = accepts("+") ? operand() : null;
    return (before, after) -> {
      var value = first.apply(before);
      AttributePath.of(name, before.names())
          .set(after, second == null ? value : Values.sum(value, second.apply(before)));
    };
  }

  private Update remove() {
    var name = next();
    return (before, after) -> AttributePath.of(name, before.names()).remove(after);
  }

  private Update members(boolean more) {
    var name = next();
    var value = operand();
    return (before, after) ->
        AttributePath.of(name, before.names()).members(after, value.apply(before), more);
  }

  private boolean accepts(String token) {
    var is = at < tokens.size() && tokens.get(at).equals(token);
    at += is ? 1 : 0;
    return is;
  }

  private String next() {
    if (at >= tokens.size()) {
      throw fault();
    }
    return tokens.get(at++);
  }

  private void expect(String token) {
    if (!accepts(token)) {
      throw fault();
    }
  }

  private void end() {
    if (at < tokens.size()) {
      throw fault();
    }
  }

  private IllegalStateException fault() {
    return new IllegalStateException("unsupported expression: " + text);
  }
}
