package dev.imagemirrors.reply;

import dev.imagemirrors.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A table in the format of the rosa CLI: columns have the width of their widest cell and are two
/// spaces apart; the last one is not padded.
///
/// @param notes the messages after the rows
public record Table(List<String> columns, List<List<String>> rows, List<String> notes) {
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(cells -> cells.stream().map(Text::printable).toList()).toList();
    notes = List.copyOf(notes);
  }

  public Table(List<String> columns, List<List<String>> rows) {
    this(columns, rows, List.of());
  }

  public String text() {
    var lines = new ArrayList<List<String>>();
    lines.add(columns);
    lines.addAll(rows);
    var widths = new int[columns.size()];
    for (var line : lines) {
      for (var i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining());
  }

  private static String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (var i = 0; i < cells.size() - 1; i++) {
      line.append(cells.get(i)).repeat(" ", widths[i] + 2 - cells.get(i).length());
    }
    return line.append(cells.getLast()).append('\n').toString();
  }
}
