package dev.imagemirrors.local.schedule;

import dev.imagemirrors.local.template.TemplateFault;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/// A field of a cron expression: `*`, `?`, values, names, ranges and steps, separated by commas.
final class CronField {
  private CronField() {}

  static NavigableSet<Integer> parse(String field, int first, int last, List<String> names) {
    var values = new TreeSet<Integer>();
    for (var item : field.split(",", -1)) {
      try {
        add(values, item, first, last, names);
      } catch (NumberFormatException e) {
        // EventBridge also supports L, W and #, which no schedule of the template uses.
        throw new TemplateFault(
            "the cron field " + field, "the local stack does not support " + item);
      }
    }
    if (values.isEmpty() || values.first() < first || values.last() > last) {
      throw new TemplateFault(
          "the cron field " + field, "must be between " + first + " and " + last);
    }
    return values;
  }

  private static void add(
      Set<Integer> values, String item, int first, int last, List<String> names) {
    var stepped = item.split("/", 2);
    int step = stepped.length == 2 ? Integer.parseInt(stepped[1]) : 1;
    var range = stepped[0];
    int from = first;
    int to = last;
    if (!range.equals("*") && !range.equals("?")) {
      var ends = range.split("-", 2);
      from = value(ends[0], first, names);
      to = ends.length == 2 ? value(ends[1], first, names) : stepped.length == 2 ? last : from;
    }
    for (int value = from; value <= to; value += Math.max(1, step)) {
      values.add(value);
    }
  }

  private static int value(String text, int first, List<String> names) {
    int name = names.indexOf(text.toUpperCase(Locale.ROOT));
    return name < 0 ? Integer.parseInt(text) : name + first;
  }
}
