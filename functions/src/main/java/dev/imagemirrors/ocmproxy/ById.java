package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import java.util.List;

/// Finds mirrors only by ID, as OCM's own API does. Our API also finds them by source, and a source
/// with a single host label looks like an ID.
record ById(ClusterMirrors all) implements ClusterMirrors {
  @Override
  public Answer<ImageMirror> find(String clusterId, MirrorKey key) {
    return all.find(clusterId, key)
        .then(found ->
            found.value().id().equals(key.value())
                ? found
                : new Answer.Absent<>("no image mirror has that ID"));
  }

  @Override
  public Answer<List<ImageMirror>> list(String clusterId) {
    return all.list(clusterId);
  }

  @Override
  public Answer<ImageMirror> create(String clusterId, MirrorSet.Wanted wanted) {
    return all.create(clusterId, wanted);
  }

  @Override
  public Answer<ImageMirror> edit(String clusterId, String id, MirrorList mirrors) {
    return all.edit(clusterId, id, mirrors);
  }

  @Override
  public Answer<String> delete(String clusterId, String id) {
    return all.delete(clusterId, id);
  }
}
