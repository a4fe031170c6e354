package dev.imagemirrors.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose key is whose.
class IdempotencyKeyTest {
  private static final Principal CALLER = new Principal("api a");

  private static IdempotencyKey key(
      String kind, Principal caller, String cluster, String key, String fields) {
    return IdempotencyKey.of(kind, caller, new ClusterKey(cluster), key, fields);
  }

  private static Principal api(String id) {
    return Principal.of(new Actor(Actor.Via.API, id, "123456789012", "request"));
  }

  @Test
  void belongsToAKindACallerAndACluster() {
    var key = key("create", CALLER, "c1", "k", "f");
    var others =
        List.of(
            key("edit", CALLER, "c1", "k", "f"),
            key("create", new Principal("api b"), "c1", "k", "f"),
            key("create", CALLER, "c2", "k", "f"),
            key("create", CALLER, "c1", "l", "f"),
            key("create", new Principal("api a\nc1"), "c1", "k", "f"),
            key("create", CALLER, "c1", "c1\nk", "f"));

    assertThat(key("create", CALLER, "c1", "k", "f")).isEqualTo(key);
    assertThat(others).extracting(IdempotencyKey::id).doesNotContain(key.id());
    assertThat(new HashSet<>(others)).hasSize(others.size());
  }

  @Test
  void holdsItsFieldsApart() {
    var key = key("create", CALLER, "c1", "k", "f");
    var other = key("create", CALLER, "c1", "k", "g");

    assertThat(other.id()).isEqualTo(key.id());
    assertThat(other.fields()).isNotEqualTo(key.fields());
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sts::123456789012:assumed-role/Pipeline/run-1,"
        + " arn:aws:sts::123456789012:assumed-role/Pipeline/run-2",
    "arn:aws-cn:sts::123456789012:assumed-role/Pipeline/a:b/c,"
        + " arn:aws-cn:sts::123456789012:assumed-role/Pipeline/d",
  })
  void takesTheSessionsOfARoleForOneCaller(String one, String other) {
    assertThat(api(one)).isEqualTo(api(other));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sts::123456789012:assumed-role/Pipeline/a, arn:aws:sts::123456789012:assumed-role/Other/a",
    "arn:aws:sts::123456789012:assumed-role/Pipeline/a, arn:aws:sts::210987654321:assumed-role/Pipeline/a",
    "arn:aws:iam::123456789012:user/team/a, arn:aws:iam::123456789012:user/team/b",
    "arn:aws:sts::123456789012:federated-user/a, arn:aws:sts::123456789012:federated-user/b",
    "anonymous from 192.0.2.1, anonymous from 192.0.2.2",
  })
  void keepsOtherCallersApart(String one, String other) {
    assertThat(api(one)).isNotEqualTo(api(other));
  }

  @Test
  void keepsTheWaysInApart() {
    var callers = new HashSet<Principal>();
    for (var via : Actor.Via.values()) {
      callers.add(Principal.of(new Actor(via, "somebody", "123456789012", "request")));
    }
    callers.add(Principal.of(new Actor(Actor.Via.BUS, "somebody", "210987654321", "event")));
    callers.add(Principal.of(new Actor(Actor.Via.BUS, "anybody", "123456789012", "event")));

    assertThat(callers).hasSize(Actor.Via.values().length + 2);
  }

  /// Its ID is that of the request, and a repeat has another one.
  @Test
  void takesDirectInvocationsForOneCaller() {
    assertThat(Principal.of(new Actor(Actor.Via.DIRECT, "request-1", null, null)))
        .isEqualTo(Principal.of(new Actor(Actor.Via.DIRECT, "request-2", null, null)));
  }
}
