package dev.imagemirrors.ocm;

/// The calls to OCM.
enum OcmCall {
  FIND_CLUSTER,
  READ_CLUSTER,
  LIST_MIRRORS,
  READ_MIRROR,
  CREATE_MIRROR,
  EDIT_MIRROR,
  DELETE_MIRROR;

  /// Whether it changes a cluster, so that an unclear answer must not be read as a failure.
  boolean writes() {
    return switch (this) {
      case CREATE_MIRROR, EDIT_MIRROR, DELETE_MIRROR -> true;
      case FIND_CLUSTER, READ_CLUSTER, LIST_MIRRORS, READ_MIRROR -> false;
    };
  }
}
