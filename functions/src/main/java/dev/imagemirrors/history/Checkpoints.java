package dev.imagemirrors.history;

import java.util.Optional;

/// The stored checkpoints of histories.
public interface Checkpoints {
  /// The newest checkpoint of an entry with this number or a smaller one.
  ///
  /// @throws AlteredEntry when the stored item is not a checkpoint as it was written
  Optional<StateCheckpoint> newest(String clusterId, long upTo);

  /// Adds a checkpoint, unless there is one for its entry. One that is too large for an item is not
  /// stored; readers then begin at an earlier one.
  void add(String clusterId, StateCheckpoint checkpoint);
}
