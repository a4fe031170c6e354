package dev.imagemirrors.operation;

import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.History;

class FakeStoreTest extends StoreContract {
  private final FakeStore store = new FakeStore();

  @Override
  protected Lanes lanes() {
    return store;
  }

  @Override
  protected Operations operations() {
    return store;
  }

  @Override
  protected Records records() {
    return store;
  }

  @Override
  protected History history() {
    return store;
  }

  @Override
  protected Checkpoints checkpoints() {
    return store;
  }
}
