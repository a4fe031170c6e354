package dev.imagemirrors.mirror;

/// The state of a mirror on a cluster, compared with the records.
public enum MirrorState {
  IN_SYNC("in-sync"),
  DRIFTED("drifted"),
  UNMANAGED("unmanaged"),
  MISSING("missing"),
  PENDING("pending"),
  /// Listed from the records only; the cluster was not read.
  UNKNOWN("unknown");

  private final String label;

  MirrorState(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
