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

/// An action on a resource that a policy of the template allows.
///
/// @param policy the name of the policy in the template
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

  /// The permissions that a role has from the policies of the template. AWS managed policies serve
  /// Lambda itself.
  static List<Permission> ofRole(Stack stack, String role) {
    var names =
        stack.names().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (first, _) -> first));
    return stack
        .aws()
        .with(
            stack.aws().client(IamClient.builder()),
            iam -> {
              var statements = new ArrayList<Statement>();
              for (var attached :
                  iam.listAttachedRolePolicies(list -> list.roleName(role)).attachedPolicies()) {
                var arn = attached.policyArn();
                if (!arn.startsWith("arn:aws:iam::aws:")) {
                  statements.addAll(statements(names.getOrDefault(arn, arn), document(iam, arn)));
                }
              }
              for (var inline : iam.listRolePolicies(list -> list.roleName(role)).policyNames()) {
                var policy = iam.getRolePolicy(get -> get.roleName(role).policyName(inline));
                statements.addAll(statements(inline, policy.policyDocument()));
              }
              return permissions(statements);
            });
  }

  private static String document(IamClient iam, String arn) {
    var version = iam.getPolicy(get -> get.policyArn(arn)).policy().defaultVersionId();
    return iam.getPolicyVersion(get -> get.policyArn(arn).versionId(version))
        .policyVersion()
        .document();
  }

  /// The permissions of the statements, in regions that none of them denies.
  private static List<Permission> permissions(List<Statement> statements) {
    var permissions = new ArrayList<Permission>();
    for (var statement : statements) {
      for (var action : texts(statement.node().path("Action"))) {
        for (var resource : texts(statement.node().path("Resource"))) {
          if (statement.node().path("Effect").asText().equals("Allow")) {
            permissions.add(
                new Permission(statement.policy(), action, resource, regions(statements, action)));
          }
        }
      }
    }
    return permissions;
  }

  private static List<String> regions(List<Statement> statements, String action) {
    return statements.stream()
        .filter(statement -> statement.node().path("Effect").asText().equals("Deny"))
        .filter(statement ->
            texts(statement.node().path("Action")).stream()
                .anyMatch(denied -> matches(denied, action)))
        .flatMap(statement ->
            texts(statement.node().at("/Condition/StringNotEquals/aws:RequestedRegion")).stream())
        .toList();
  }

  private record Statement(String policy, JsonNode node) {
    /// Supports only a conditional deny on regions, unconditional allows, and allows on some
    /// partitions of a table, which count as on the table; others fail the test.
    Statement {
      var regions = node.at("/Condition/StringNotEquals/aws:RequestedRegion");
      boolean isRegionDeny =
          node.path("Effect").asText().equals("Deny")
              && node.path("Resource").asText().equals("*")
              && node.path("Condition").size() == 1
              && !regions.isMissingNode();
      var partitions = node.at("/Condition/ForAllValues:StringLike/dynamodb:LeadingKeys");
      boolean isAllow =
          node.path("Effect").asText().equals("Allow")
              && (!node.has("Condition")
                  || (node.path("Condition").size() == 1 && !partitions.isMissingNode()));
      if (!isRegionDeny && !isAllow) {
        throw new AssertionError(policy + " has an unsupported statement: " + node);
      }
    }
  }

  private static List<Statement> statements(String policy, String encoded) {
    var statements = new ArrayList<Statement>();
    Http.json(URLDecoder.decode(encoded, StandardCharsets.UTF_8))
        .path("Statement")
        .forEach(node -> statements.add(new Statement(policy, node)));
    return statements;
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
