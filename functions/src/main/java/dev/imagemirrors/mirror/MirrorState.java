package dev.imagemirrors.mirror;

/// How what a cluster has and what is recorded of it agree.
public enum MirrorState {
  IN_SYNC("in-sync"),
  DRIFTED("drifted"),
  UNMANAGED("unmanaged"),
  MISSING("missing"),
  PENDING("pending"),
  /// Listed from the records alone: what the cluster has is not known.
  UNKNOWN("unknown");

  private final String label;

  MirrorState(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
