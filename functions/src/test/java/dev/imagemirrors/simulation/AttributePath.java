package dev.imagemirrors.simulation;

import java.util.ArrayList;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A path in an item: an attribute, or an element of a list.
///
/// @param place -1 for the whole attribute
record AttributePath(String name, int place) {
  static AttributePath of(String text, Map<String, String> names) {
    var bracket = text.indexOf('[');
    var name = bracket < 0 ? text : text.substring(0, bracket);
    return new AttributePath(
        names.getOrDefault(name, name),
        bracket < 0 ? -1 : Integer.parseInt(text.substring(bracket + 1, text.length() - 1)));
  }

  @Nullable AttributeValue of(Map<String, AttributeValue> item) {
    var whole = item.get(name);
    if (place < 0 || whole == null) {
      return whole;
    }
    return place < whole.l().size() ? whole.l().get(place) : null;
  }

  void set(Map<String, AttributeValue> item, @Nullable AttributeValue value) {
    if (value == null || place >= 0) {
      throw new IllegalStateException("not a settable path: " + this);
    }
    item.put(name, value);
  }

  void remove(Map<String, AttributeValue> item) {
    var whole = item.get(name);
    if (place < 0 || whole == null) {
      item.remove(name);
    } else if (place < whole.l().size()) {
      var rest = new ArrayList<>(whole.l());
      rest.remove(place);
      item.put(name, AttributeValue.fromL(rest));
    }
  }

  /// Adds members to a set or removes them; DynamoDB has no empty sets.
  void members(Map<String, AttributeValue> item, @Nullable AttributeValue members, boolean more) {
    if (members == null || !members.hasSs()) {
      throw new IllegalStateException("not a set of strings: " + this);
    }
    var whole = item.get(name);
    var set = new TreeSet<>(whole == null ? members.ss().subList(0, 0) : whole.ss());
    var _ = more ? set.addAll(members.ss()) : set.removeAll(members.ss());
    if (set.isEmpty()) {
      item.remove(name);
    } else {
      item.put(name, AttributeValue.fromSs(new ArrayList<>(set)));
    }
  }
}
