package dev.imagemirrors.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;

/// How much was used of each unit.
record Units(Map<Unit, Double> counts) {
  Units {
    var all = new EnumMap<Unit, Double>(Unit.class);
    for (var unit : Unit.values()) {
      all.put(unit, counts.getOrDefault(unit, 0.0));
    }
    counts = all;
  }

  double of(Unit unit) {
    return counts.getOrDefault(unit, 0.0);
  }

  Units plus(Units other) {
    return plus(other, 1);
  }

  Units minus(Units other) {
    return plus(other, -1);
  }

  Units times(double factor) {
    return new Units(Map.of()).plus(this, factor);
  }

  private Units plus(Units other, double factor) {
    var sum = new EnumMap<Unit, Double>(Unit.class);
    for (var unit : Unit.values()) {
      sum.put(unit, of(unit) + other.of(unit) * factor);
    }
    return new Units(sum);
  }

  ObjectNode toJson() {
    var json = Json.object();
    counts.forEach((unit, count) -> {
      if (count != 0) {
        json.put(unit.label(), rounded(count));
      }
    });
    return json;
  }

  /// With three digits after the point at most.
  private static BigDecimal rounded(double count) {
    var digits = BigDecimal.valueOf(count).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
    return digits.scale() < 0 ? digits.setScale(0) : digits;
  }

  static Units of(JsonNode json) {
    var counts = new EnumMap<Unit, Double>(Unit.class);
    json.properties().forEach(e -> counts.put(Unit.labelled(e.getKey()), e.getValue().asDouble()));
    return new Units(counts);
  }
}
