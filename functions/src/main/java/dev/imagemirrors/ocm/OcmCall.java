package dev.imagemirrors.ocm;

/// The calls to OCM that there are.
enum OcmCall {
  FIND_CLUSTER,
  READ_CLUSTER,
  LIST_MIRRORS,
  READ_MIRROR,
  CREATE_MIRROR,
  EDIT_MIRROR,
  DELETE_MIRROR;

  /// Whether it changes a cluster, so that an answer which leaves doubt must not be taken for a
  /// failure.
  boolean writes() {
    return switch (this) {
      case CREATE_MIRROR, EDIT_MIRROR, DELETE_MIRROR -> true;
      case FIND_CLUSTER, READ_CLUSTER, LIST_MIRRORS, READ_MIRROR -> false;
    };
  }
}
