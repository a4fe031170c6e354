package dev.imagemirrors.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Write;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Problems say what is wrong and what to do next.
class ProblemsTest {
  private static final ClusterKey CLUSTER = new ClusterKey("mycluster");
  private static final Write.Create CREATE =
      new Write.Create(MirrorSet.Wanted.of("quay.io/team", "a"));
  private static final Write.Apply APPLY =
      new Write.Apply(new MirrorSet(List.of()), false, false, 0);

  private static String detail(Refusal refusal, Write write) {
    return Problems.problem(refusal, CLUSTER, write).detail();
  }

  @ParameterizedTest
  @ValueSource(strings = {"installing", "hibernating", "updating", "powering_down", "resuming"})
  void saysThatAWriteCanWaitForACluster(String state) {
    assertThat(detail(new Refusal.ClusterNotReady(state), CREATE))
        .isEqualTo(
            "Cluster 'mycluster' is not ready. Image mirrors can only be created on ready clusters. Its state is '%s': with defer_until_ready=true, the request waits until it is ready"
                .formatted(state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "uninstalling"})
  void saysThatWaitingForAClusterIsInVain(String state) {
    assertThat(detail(new Refusal.ClusterNotReady(state), APPLY))
        .isEqualTo(
            "Cluster 'mycluster' is not ready. Image mirrors can only be applied on ready clusters. Its state is '%s': it does not become ready by itself, and defer_until_ready does not wait for it"
                .formatted(state));
  }

  @ParameterizedTest
  @CsvSource({"200, '200 others are'", "1, '1 other is'"})
  void saysWhyASetDoesNotFit(int foreign, String others) {
    var problem = Problems.problem(new Refusal.TooManyMirrors(255, foreign), CLUSTER, APPLY);

    assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_MIRRORS);
    assertThat(problem.detail())
        .isEqualTo(
            "Cluster 'mycluster' would have %d image mirrors, and can have 255: the set has 255, and %s not managed by this stack. Use fewer sources (a shorter one covers several), or exclusive=true to delete the others"
                .formatted(255 + foreign, others));
  }

  @Test
  void namesAllThatASetHasToConfirm() {
    var refusal =
        new Refusal.PlanNotConfirmed(List.of("quay.io/old"), 2, List.of("First harm", "Second"));

    assertThat(detail(refusal, APPLY))
        .isEqualTo(
            "Are you sure you want to delete image mirror 'quay.io/old' on cluster 'mycluster'? yes=true confirms. Are you sure you want to apply this set to cluster 'mycluster'? First harm. Second. yes=true confirms. 2 entries of the documents cannot be carried over to cluster 'mycluster': accept_losses=true accepts that, dry_run=true shows the plan");
    assertThat(detail(new Refusal.HarmNotConfirmed(List.of("First harm", "Second")), CREATE))
        .isEqualTo(
            "Are you sure you want to create an image mirror for source 'quay.io/team' on cluster 'mycluster'? First harm. Second. yes=true confirms");
  }
}
