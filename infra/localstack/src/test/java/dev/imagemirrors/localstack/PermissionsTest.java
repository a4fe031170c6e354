package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.localstack.Calls.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Compares the permissions of the functions with the calls of all previous tests, since LocalStack
/// does not enforce permissions.
@ExtendWith(OnLocalStack.class)
@Order(Integer.MAX_VALUE)
class PermissionsTest {
  /// Lambda sends failed events to these queues with the role of the function; the functions do not
  /// call them.
  private static final List<String> OF_LAMBDA =
      List.of("UndeliveredEventsQueue", "UnannouncedChangesQueue");

  /// The function adds a checkpoint when a history has a thousand more entries.
  private static final String RARE = "AddCheckpointsPolicy: dynamodb:PutItem on ";

  private final Deployment deployment;
  private final List<Call> calls;
  private final Map<String, List<Permission>> permissions = new HashMap<>();

  PermissionsTest(Deployment deployment) {
    this.deployment = deployment;
    this.calls =
        Calls.of(deployment).stream()
            // The role of a profile belongs to the owner of the profile.
            .filter(call -> !Deployment.ROLE.endsWith("/" + call.role()))
            .toList();
  }

  @BeforeAll
  static void printProgress() {
    Progress.print("Testing permissions.");
  }

  private Stack stack(String region) {
    return region.equals(deployment.home().aws().region()) ? deployment.home() : deployment.away();
  }

  private List<Permission> permissions(String role) {
    return permissions.computeIfAbsent(
        role,
        name -> {
          var home = deployment.home();
          return Permission.ofRole(
              home.names().containsValue(name) ? home : deployment.away(), name);
        });
  }

  private List<Right> rights(Call call) {
    return Right.of(call, stack(call.region()).name("OcmSecret"));
  }

  @Test
  void everyFunctionHasMadeCalls() {
    var functions = new TreeSet<String>();
    deployment
        .home()
        .names()
        .forEach((name, physical) -> {
          if (name.endsWith("Function")) {
            functions.add(physical);
          }
        });

    assertThat(functions).isNotEmpty();
    assertThat(calls.stream().map(Call::session)).containsAll(functions);
  }

  @Test
  void allowEveryCall() {
    var denied = new TreeSet<String>();
    for (var call : calls) {
      for (var right : rights(call)) {
        if (permissions(call.role()).stream()
            .noneMatch(each -> each.allows(right, call.region()))) {
          denied.add(call.session() + " may not " + right.action() + " on " + right.resource());
        }
      }
    }

    assertThat(calls).isNotEmpty();
    assertThat(denied).isEmpty();
  }

  @Test
  void allowNothingUnused() {
    var given = new LinkedHashSet<String>();
    var used = new LinkedHashSet<String>();
    for (var call : calls) {
      var ofRole = permissions(call.role());
      ofRole.forEach(permission -> given.add(permission.toString()));
      for (var right : rights(call)) {
        ofRole.stream()
            .filter(permission -> permission.allows(right, call.region()))
            .forEach(permission -> used.add(permission.toString()));
      }
    }

    var unused = new ArrayList<>(given);
    unused.removeAll(used);
    assertThat(given).isNotEmpty();
    unused.removeIf(this::isOfLambda);
    unused.removeIf(permission -> permission.startsWith(RARE));
    assertThat(unused).isEmpty();
  }

  private boolean isOfLambda(String permission) {
    return OF_LAMBDA.stream()
        .map(name -> deployment.home().name(name))
        .map(url -> url.substring(url.lastIndexOf('/') + 1))
        .anyMatch(queue ->
            permission.contains("sqs:SendMessage on ") && permission.endsWith(":" + queue));
  }
}
