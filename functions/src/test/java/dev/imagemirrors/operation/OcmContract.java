package dev.imagemirrors.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import org.junit.jupiter.api.Test;

/// The contract of OCM's clusters and mirrors, for the fake and the client. There is a ready
/// cluster `mycluster` without mirrors.
public abstract class OcmContract {
  private static final Source SOURCE = new Source("registry.example.com/team");
  private static final MirrorList MIRRORS = MirrorList.of("m.corp.com/team", "b.corp.com/team");
  private static final MirrorSet.Wanted WANTED = new MirrorSet.Wanted(SOURCE, MIRRORS);

  protected abstract Clusters clusters();

  protected abstract ClusterMirrors mirrors();

  private static <T> T done(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Done.class);
    return ((Answer.Done<T>) answer).value();
  }

  private Cluster mycluster() {
    return done(clusters().find(new ClusterKey("mycluster"))).clusters().getFirst();
  }

  @Test
  void findsAClusterByEachOfItsKeys() {
    var cluster = mycluster();

    assertThat(done(clusters().find(new ClusterKey(cluster.id()))).clusters())
        .containsExactly(cluster);
    assertThat(done(clusters().read(cluster.id()))).isEqualTo(cluster);
    assertThat(done(clusters().find(new ClusterKey("nope"))).total()).isZero();
    assertThat(clusters().read("nope")).isInstanceOf(Answer.Absent.class);
  }

  @Test
  void keepsTheMirrorsInTheirOrder() {
    var id = mycluster().id();

    var created = done(mirrors().create(id, WANTED));

    assertThat(created.source()).isEqualTo(SOURCE.value());
    assertThat(created.mirrors()).isEqualTo(MIRRORS.values());
    assertThat(done(mirrors().list(id))).containsExactly(created);
    assertThat(done(mirrors().find(id, new MirrorKey(created.id())))).isEqualTo(created);
    assertThat(done(mirrors().find(id, MirrorKey.of(SOURCE)))).isEqualTo(created);
  }

  @Test
  void refusesASecondMirrorForTheSameSource() {
    var id = mycluster().id();
    done(mirrors().create(id, WANTED));

    assertThat(mirrors().create(id, new MirrorSet.Wanted(SOURCE, MirrorList.of("x.corp.com/team"))))
        .isInstanceOf(Answer.AlreadyExists.class);
  }

  @Test
  void replacesTheWholeListAndKeepsIdAndSource() {
    var id = mycluster().id();
    var created = done(mirrors().create(id, WANTED));

    var edited = done(mirrors().edit(id, created.id(), MirrorList.of("x.corp.com/team")));

    assertThat(edited.id()).isEqualTo(created.id());
    assertThat(edited.source()).isEqualTo(created.source());
    assertThat(edited.mirrors()).containsExactly("x.corp.com/team");
    assertThat(edited.updated()).isAfter(created.updated());
  }

  @Test
  void deletesOnceAndThenHasNothing() {
    var id = mycluster().id();
    var created = done(mirrors().create(id, WANTED));

    assertThat(done(mirrors().delete(id, created.id()))).isEqualTo(created.id());
    assertThat(mirrors().delete(id, created.id())).isInstanceOf(Answer.Absent.class);
    assertThat(mirrors().edit(id, created.id(), MIRRORS)).isInstanceOf(Answer.Absent.class);
    assertThat(mirrors().find(id, MirrorKey.of(SOURCE))).isInstanceOf(Answer.Absent.class);
    assertThat(done(mirrors().list(id))).isEmpty();
  }
}
