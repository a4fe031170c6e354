package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The constraints on the parameters of a template, which CloudFormation checks before it deploys.
final class ParameterRules {
  private static final int LONGEST_SHOWN = 60;

  private final JsonNode declared;

  ParameterRules(JsonNode declared) {
    this.declared = declared;
  }

  /// @throws InvalidParameter for the first value that is not allowed
  void check(Map<String, String> given) {
    given.forEach((name, value) -> {
      if (!declared.has(name)) {
        throw new InvalidParameter(name, "is unknown; template.yaml has " + names());
      }
      reason(declared.path(name), value)
          .ifPresent(reason -> {
            throw new InvalidParameter(name, reason + ", not '" + shown(value) + "'");
          });
    });
  }

  private String names() {
    return declared.properties().stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
  }

  private static Optional<String> reason(JsonNode parameter, String value) {
    var allowed = texts(parameter.path("AllowedValues"));
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      return Optional.of("must be one of " + String.join(", ", allowed));
    }
    var type = parameter.path("Type").asText();
    if (type.equals("Number")) {
      return number(parameter, value);
    }
    boolean list = type.equals("CommaDelimitedList");
    var pattern = parameter.path("AllowedPattern");
    if (pattern.isMissingNode()) {
      return Optional.empty();
    }
    var whole = Pattern.compile(pattern.asText());
    var values = list ? List.of(value.split(",", -1)) : List.of(value);
    return values.stream().allMatch(each -> whole.matcher(list ? each.strip() : each).matches())
        ? Optional.empty()
        : Optional.of(
            parameter
                .path("ConstraintDescription")
                .asText("must match the pattern " + pattern.asText()));
  }

  private static Optional<String> number(JsonNode parameter, String value) {
    var least = parameter.path("MinValue");
    var most = parameter.path("MaxValue");
    var rule =
        "must be a number"
            + (least.isMissingNode() ? "" : " of at least " + least.asText())
            + (most.isMissingNode() ? "" : " and at most " + most.asText());
    try {
      var number = new BigDecimal(value);
      boolean fits =
          (least.isMissingNode() || number.compareTo(least.decimalValue()) >= 0)
              && (most.isMissingNode() || number.compareTo(most.decimalValue()) <= 0);
      return fits ? Optional.empty() : Optional.of(rule);
    } catch (NumberFormatException e) {
      return Optional.of(rule);
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static String shown(String value) {
    return value.codePointCount(0, value.length()) <= LONGEST_SHOWN
        ? value
        : value.substring(0, value.offsetByCodePoints(0, LONGEST_SHOWN)) + "…";
  }
}
