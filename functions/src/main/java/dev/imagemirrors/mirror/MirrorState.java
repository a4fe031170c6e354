package dev.imagemirrors.mirror;

/// How what a cluster has and what is recorded of it agree.
public enum MirrorState {
  IN_SYNC("in-sync"),
  DRIFTED("drifted"),
  UNMANAGED("unmanaged"),
  MISSING("missing"),
  PENDING("pending");

  private final String label;

  MirrorState(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
