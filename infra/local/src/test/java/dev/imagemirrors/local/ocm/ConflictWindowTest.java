package dev.imagemirrors.local.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.local.ocm.Ocm.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ConflictWindowTest {
  private static final String MIRRORS = Ocm.mirrors("mycluster");

  private final TestClock clock = new TestClock();
  @AutoClose private final Ocm ocm = new Ocm(clock);

  @Test
  void isOffByDefault() {
    assertThat(ocm.create("mycluster", "quay.io/a", "m.example.com").status()).isEqualTo(201);
    assertThat(ocm.create("mycluster", "quay.io/b", "m.example.com").status()).isEqualTo(201);
  }

  @Test
  void refusesEveryKindOfWriteUntilItHasPassed() {
    String path = MIRRORS + "/" + ocm.create("mycluster", "quay.io/a", "m.example.com").at("/id");
    ocm.hook("conflict", "{\"ms\": 2000}");
    assertThat(ocm.patch(path, Ocm.to("n.example.com")).status()).isEqualTo(200);

    clock.advance(Duration.ofMillis(1999));
    assertConflict(ocm.create("mycluster", "quay.io/b", "m.example.com"));
    assertConflict(ocm.patch(path, Ocm.to("o.example.com")));
    assertConflict(ocm.delete(path));

    clock.advance(Duration.ofMillis(1));
    assertThat(ocm.get(path).at("/mirrors/0")).isEqualTo("n.example.com");
    assertThat(ocm.delete(path).status()).isEqualTo(204);
    assertConflict(ocm.create("mycluster", "quay.io/b", "m.example.com"));
    assertThat(ocm.stateOf("mycluster").path("conflicts").asInt()).isEqualTo(4);
    assertThat(ocm.stateOf("mycluster").path("accepted_writes").asInt()).isEqualTo(3);
  }

  @Test
  void isNotExtendedByRejectedWrites() {
    ocm.hook("conflict", "{\"ms\": 2000}");
    ocm.create("mycluster", "quay.io/a", "m.example.com");

    clock.advance(Duration.ofMillis(1500));
    assertConflict(ocm.create("mycluster", "quay.io/b", "m.example.com"));
    clock.advance(Duration.ofMillis(500));

    assertThat(ocm.create("mycluster", "quay.io/b", "m.example.com").status()).isEqualTo(201);
  }

  @Test
  void appliesToOneClusterOnly() {
    ocm.hook("conflict", "{\"ms\": 2000}");
    ocm.create("mycluster", "quay.io/a", "m.example.com");

    assertThat(ocm.create("hcp-ready", "quay.io/a", "m.example.com").status()).isEqualTo(201);
  }

  @Test
  void doesNotHideAnotherError() {
    String id = ocm.create("mycluster", "quay.io/a", "m.example.com").at("/id");
    ocm.hook("conflict", "{\"ms\": 2000}");
    ocm.patch(MIRRORS + "/" + id, Ocm.to("n.example.com"));

    assertThat(ocm.create("mycluster", "quay.io/a", "m.example.com").reason())
        .contains("already exists");
    assertThat(ocm.create("mycluster", "quay.io/b").status()).isEqualTo(400);
    assertThat(ocm.delete(MIRRORS + "/nothere").status()).isEqualTo(404);
  }

  @Test
  void ignoresEarlierWritesWhenItIsSet() {
    ocm.hook("conflict", "{\"ms\": 2000}");
    ocm.create("mycluster", "quay.io/a", "m.example.com");

    ocm.hook("conflict", "{\"ms\": 5000}");
    assertThat(ocm.create("mycluster", "quay.io/b", "m.example.com").status()).isEqualTo(201);
    assertConflict(ocm.create("mycluster", "quay.io/c", "m.example.com"));

    ocm.hook("conflict", "{\"ms\": 0}");
    assertThat(ocm.create("mycluster", "quay.io/c", "m.example.com").status()).isEqualTo(201);
    assertThat(ocm.create("mycluster", "quay.io/d", "m.example.com").status()).isEqualTo(201);
  }

  private static void assertConflict(Reply reply) {
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.at("/code")).isEqualTo("CLUSTERS-MGMT-409");
    assertThat(reply.reason())
        .matches(
            "Operation cannot be fulfilled on manifestworks\\.work\\.open-cluster-management\\.io \"[a-z0-9]+\":"
                + " the object has been modified; please apply your changes to the latest version and try again");
  }
}
