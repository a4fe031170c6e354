package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import java.util.List;

/// The image mirrors that clusters have: one call to OCM each, no policy.
public interface ClusterMirrors {
  Answer<List<ImageMirror>> list(String clusterId);

  Answer<ImageMirror> find(String clusterId, MirrorKey key);

  Answer<ImageMirror> create(String clusterId, MirrorSet.Wanted wanted);

  Answer<ImageMirror> edit(String clusterId, String id, MirrorList mirrors);

  /// Answers with the ID of what is gone.
  Answer<String> delete(String clusterId, String id);
}
