package dev.imagemirrors.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;

/// One action on one resource that a policy of the template allows.
///
/// @param policy its name in the template
record Permission(String policy, String action, String resource, List<String> regions) {
  private static final Pattern WILDCARD = Pattern.compile("[*?]|[^*?]+");

  Permission {
    regions = List.copyOf(regions);
  }

  @Override
  public String toString() {
    return policy + ": " + action + " on " + resource;
  }

  boolean allows(Right right, String region) {
    return action.equals(right.action())
        && matches(resource, right.resource())
        && (regions.isEmpty() || regions.contains(region));
  }

  /// What the policies of the template that a role has allow; those that AWS owns are for Lambda
  /// itself.
  static List<Permission> ofRole(Stack stack, String role) {
    var names =
        stack.names().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (first, _) -> first));
    return stack
        .aws()
        .with(
            stack.aws().client(IamClient.builder()),
            iam -> {
              var permissions = new ArrayList<Permission>();
              for (var attached :
                  iam.listAttachedRolePolicies(list -> list.roleName(role)).attachedPolicies()) {
                var arn = attached.policyArn();
                if (!arn.startsWith("arn:aws:iam::aws:")) {
                  permissions.addAll(read(names.getOrDefault(arn, arn), document(iam, arn)));
                }
              }
              for (var inline : iam.listRolePolicies(list -> list.roleName(role)).policyNames()) {
                var policy = iam.getRolePolicy(get -> get.roleName(role).policyName(inline));
                permissions.addAll(read(inline, policy.policyDocument()));
              }
              return permissions;
            });
  }

  private static String document(IamClient iam, String arn) {
    var version = iam.getPolicy(get -> get.policyArn(arn)).policy().defaultVersionId();
    return iam.getPolicyVersion(get -> get.policyArn(arn).versionId(version))
        .policyVersion()
        .document();
  }

  private static List<Permission> read(String policy, String encoded) {
    var permissions = new ArrayList<Permission>();
    var document = Http.json(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    for (var statement : document.path("Statement")) {
      if (!statement.path("Effect").asText().equals("Allow")) {
        throw new AssertionError(policy + " denies something, which is not read here");
      }
      var regions = regions(policy, statement.path("Condition"));
      for (var action : texts(statement.path("Action"))) {
        for (var resource : texts(statement.path("Resource"))) {
          permissions.add(new Permission(policy, action, resource, regions));
        }
      }
    }
    return permissions;
  }

  private static List<String> regions(String policy, JsonNode condition) {
    var regions = condition.at("/StringEquals/aws:RequestedRegion");
    if (condition.size() > 1 || (condition.size() == 1 && regions.isMissingNode())) {
      throw new AssertionError(policy + " has a condition that is not read here: " + condition);
    }
    return texts(regions);
  }

  private static List<String> texts(JsonNode oneOrMore) {
    return oneOrMore.isTextual() ? List.of(oneOrMore.asText()) : Http.texts(oneOrMore);
  }

  private static boolean matches(String pattern, String text) {
    var expression =
        WILDCARD
            .matcher(pattern)
            .replaceAll(part ->
                switch (part.group()) {
                  case "*" -> ".*";
                  case "?" -> ".";
                  case String literal ->
                      java.util.regex.Matcher.quoteReplacement(Pattern.quote(literal));
                });
    return text.matches(expression);
  }
}
