package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import java.util.List;

/// The image mirrors of clusters. Each method makes one call to OCM, without retries of writes.
public interface ClusterMirrors {
  Answer<List<ImageMirror>> list(String clusterId);

  Answer<ImageMirror> find(String clusterId, MirrorKey key);

  Answer<ImageMirror> create(String clusterId, MirrorSet.Wanted wanted);

  Answer<ImageMirror> edit(String clusterId, String id, MirrorList mirrors);

  /// Returns the ID of the deleted mirror.
  Answer<String> delete(String clusterId, String id);
}
