package dev.imagemirrors.bench;

/// A limit that a figure should not exceed.
record Goal(String name, double figure, double limit, String unit) {
  boolean isMet() {
    return figure <= limit;
  }

  /// `met`, or by how much it is missed.
  String verdict() {
    if (Double.isNaN(figure)) {
      return "not measured";
    }
    return isMet() ? "met" : "missed by " + Figures.shown(figure - limit, 2) + " " + unit;
  }
}
