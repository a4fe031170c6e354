package dev.imagemirrors.event;

import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// All faults of an event, each with its field.
///
/// A reply must fit the limits of Lambda and the bus, so only the first faults are kept, and long
/// ones are shortened.
public final class Faults extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int MAX_FAULTS = 50;
  private static final int MAX_FIELD = 100;
  private static final int MAX_REASON = 500;

  private final transient List<InvalidField> all;

  public Faults(List<InvalidField> found) {
    var all = bounded(found);
    super(
        all.stream().map(InvalidField::getMessage).collect(Collectors.joining("; ")),
        null,
        false,
        false);
    this.all = all;
  }

  public List<InvalidField> all() {
    return all;
  }

  private static List<InvalidField> bounded(List<InvalidField> found) {
    var all = new ArrayList<InvalidField>();
    for (var fault : found.subList(0, Math.min(MAX_FAULTS, found.size()))) {
      all.add(bounded(fault, ""));
    }
    if (found.size() > MAX_FAULTS) {
      // The count belongs to no field, so the last one that is shown carries it.
      var more = Text.counted(found.size() - MAX_FAULTS, "more error");
      all.set(MAX_FAULTS - 1, bounded(found.get(MAX_FAULTS - 1), " (and " + more + ")"));
    }
    return List.copyOf(all);
  }

  private static InvalidField bounded(InvalidField fault, String end) {
    return new InvalidField(
        Text.shortened(fault.field(), MAX_FIELD), Text.shortened(fault.reason(), MAX_REASON) + end);
  }
}
