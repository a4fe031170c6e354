package dev.imagemirrors.event;

import dev.imagemirrors.mirror.InvalidField;
import java.util.List;
import java.util.stream.Collectors;

/// All that is wrong with an event, each with its field.
public final class Faults extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<InvalidField> all;

  public Faults(List<InvalidField> all) {
    super(
        all.stream().map(InvalidField::getMessage).collect(Collectors.joining("; ")),
        null,
        false,
        false);
    this.all = List.copyOf(all);
  }

  public List<InvalidField> all() {
    return all;
  }
}
