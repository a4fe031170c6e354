package dev.imagemirrors.event;

import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// All that is wrong with an event, each with its field.
///
/// An event of nothing but faults must not make a reply that is larger than Lambda or the bus
/// takes: of very many the first are kept, and of very long ones their beginnings.
public final class Faults extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int MOST = 50;
  private static final int LONGEST_FIELD = 100;
  private static final int LONGEST_REASON = 500;

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
    for (var fault : found.subList(0, Math.min(MOST, found.size()))) {
      all.add(
          new InvalidField(
              Text.shortened(fault.field(), LONGEST_FIELD),
              Text.shortened(fault.reason(), LONGEST_REASON)));
    }
    if (found.size() > MOST) {
      all.add(new InvalidField("event", "has " + Text.counted(found.size() - MOST, "more error")));
    }
    return List.copyOf(all);
  }
}
