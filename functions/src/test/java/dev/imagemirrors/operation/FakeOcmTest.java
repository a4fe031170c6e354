package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;

class FakeOcmTest extends OcmContract {
  private final FakeOcm ocm = new FakeOcm();

  FakeOcmTest() {
    ocm.add(new Cluster("c1", "mycluster", "ext", "ready", true, "us-east-1"));
  }

  @Override
  protected Clusters clusters() {
    return ocm;
  }

  @Override
  protected ClusterMirrors mirrors() {
    return ocm;
  }
}
