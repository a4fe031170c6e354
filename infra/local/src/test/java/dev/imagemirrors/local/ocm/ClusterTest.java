package dev.imagemirrors.local.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private static final int ROUNDS = 200;
  private static final int WRITERS = 2;

  @Test
  void checksAndAppliesAWriteAtomically() throws Exception {
    try (var threads = Executors.newFixedThreadPool(WRITERS)) {
      for (int round = 0; round < ROUNDS; round++) {
        var cluster = new Cluster(ClusterDocuments.made("busy"), new TestClock());
        var gate = new CountDownLatch(WRITERS);
        Callable<Boolean> writer = () -> creates(cluster, gate);

        var created = new ArrayList<Boolean>();
        for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(WRITERS, writer))) {
          created.add(done.get());
        }

        assertThat(created).as("round %d", round).containsOnlyOnce(true);
        assertThat(cluster.mirrors()).hasSize(1);
      }
    }
  }

  private static boolean creates(Cluster cluster, CountDownLatch gate) {
    var body = Json.objectIn(Ocm.wanted("quay.io/team", "m.example.com"));
    gate.countDown();
    while (gate.getCount() > 0) {
      Thread.onSpinWait();
    }
    try {
      cluster.create(body, Rules.SEED);
      return true;
    } catch (Refused _) {
      return false;
    }
  }
}
