package dev.imagemirrors.event;

import java.util.Locale;
import java.util.function.Function;

/// Every problem that a caller can receive: its HTTP status, its title, and the exception class of
/// a direct invocation.
public enum ProblemType {
  INVALID_INPUT(400, "The request is invalid", InvalidInput::new),
  REGION_NOT_ALLOWED(400, "The region is not allowed", RegionNotAllowed::new),
  PROFILE_UNKNOWN(400, "The profile is unknown", ProfileUnknown::new),
  DENIED(403, "Not allowed", Denied::new),
  CLUSTER_NOT_FOUND(404, "Cluster not found", ClusterNotFound::new),
  MIRROR_NOT_FOUND(404, "Image mirror not found", MirrorNotFound::new),
  OPERATION_NOT_FOUND(404, "Operation not found", OperationNotFound::new),
  CLUSTER_AMBIGUOUS(409, "Several clusters match", ClusterAmbiguous::new),
  CLUSTER_NOT_READY(409, "The cluster is not ready", ClusterNotReady::new),
  SOURCE_EXISTS(409, "The source already has an image mirror", SourceExists::new),
  VERSION_MISMATCH(412, "The image mirror has changed", VersionMismatch::new),
  CLUSTER_NOT_HOSTED(422, "The cluster has no hosted control plane", ClusterNotHosted::new),
  SOURCE_IMMUTABLE(422, "A source cannot change", SourceImmutable::new),
  REFUSED_BY_OCM(422, "OCM rejected the request", RefusedByOcm::new),
  TOO_MANY_MIRRORS(422, "The cluster would have too many image mirrors", TooManyMirrors::new),
  IDEMPOTENCY_KEY_REUSED(
      422, "This key was already used with different fields", IdempotencyKeyReused::new),
  OPERATION_NOT_WAITING(409, "The operation is not waiting", OperationNotWaiting::new),
  OPERATION_CANCELLED(409, "The operation was cancelled", OperationCancelled::new),
  HISTORY_ALTERED(409, "The history has been altered", HistoryAltered::new),
  CONFIRMATION_NEEDED(428, "The request requires confirmation", ConfirmationNeeded::new),
  INTERNAL_ERROR(500, "An internal error occurred", InternalError::new),
  CREDENTIALS_REJECTED(502, "OCM rejected the credentials of the stack", CredentialsRejected::new),
  CLUSTER_BUSY(503, "Another write is in progress on the cluster", ClusterBusy::new),
  UPSTREAM_UNAVAILABLE(503, "An upstream service is unavailable", UpstreamUnavailable::new);

  private final int status;
  private final String title;

  // A constructor reference holds no state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<String, DirectFailure> failure;

  ProblemType(int status, String title, Function<String, DirectFailure> failure) {
    this.status = status;
    this.title = title;
    this.failure = failure;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String urn() {
    return "urn:image-mirrors:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether the same event may succeed later.
  public boolean isTransient() {
    return status >= 500;
  }

  public DirectFailure failure(String detail) {
    return failure.apply(detail);
  }
}

final class InvalidInput extends DirectFailure {
  private static final long serialVersionUID = 1L;

  InvalidInput(String detail) {
    super(detail);
  }
}

final class RegionNotAllowed extends DirectFailure {
  private static final long serialVersionUID = 1L;

  RegionNotAllowed(String detail) {
    super(detail);
  }
}

final class ProfileUnknown extends DirectFailure {
  private static final long serialVersionUID = 1L;

  ProfileUnknown(String detail) {
    super(detail);
  }
}

final class Denied extends DirectFailure {
  private static final long serialVersionUID = 1L;

  Denied(String detail) {
    super(detail);
  }
}

final class ClusterNotFound extends DirectFailure {
  private static final long serialVersionUID = 1L;

  ClusterNotFound(String detail) {
    super(detail);
  }
}

final class MirrorNotFound extends DirectFailure {
  private static final long serialVersionUID = 1L;

  MirrorNotFound(String detail) {
    super(detail);
  }
}

final class OperationNotFound extends DirectFailure {
  private static final long serialVersionUID = 1L;

  OperationNotFound(String detail) {
    super(detail);
  }
}

final class ClusterAmbiguous extends DirectFailure {
  private static final long serialVersionUID = 1L;

  ClusterAmbiguous(String detail) {
    super(detail);
  }
}

final class ClusterNotReady extends DirectFailure {
  private static final long serialVersionUID = 1L;

  ClusterNotReady(String detail) {
    super(detail);
  }
}

final class SourceExists extends DirectFailure {
  private static final long serialVersionUID = 1L;

  SourceExists(String detail) {
    super(detail);
  }
}

final class VersionMismatch extends DirectFailure {
  private static final long serialVersionUID = 1L;

  VersionMismatch(String detail) {
    super(detail);
  }
}

final class ClusterNotHosted extends DirectFailure {
  private static final long serialVersionUID = 1L;

  ClusterNotHosted(String detail) {
    super(detail);
  }
}

final class SourceImmutable extends DirectFailure {
  private static final long serialVersionUID = 1L;

  SourceImmutable(String detail) {
    super(detail);
  }
}

final class RefusedByOcm extends DirectFailure {
  private static final long serialVersionUID = 1L;

  RefusedByOcm(String detail) {
    super(detail);
  }
}

final class TooManyMirrors extends DirectFailure {
  private static final long serialVersionUID = 1L;

  TooManyMirrors(String detail) {
    super(detail);
  }
}

final class IdempotencyKeyReused extends DirectFailure {
  private static final long serialVersionUID = 1L;

  IdempotencyKeyReused(String detail) {
    super(detail);
  }
}

final class ConfirmationNeeded extends DirectFailure {
  private static final long serialVersionUID = 1L;

  ConfirmationNeeded(String detail) {
    super(detail);
  }
}

// The class name is the error type that a caller matches on.
@SuppressWarnings("AvoidCommonTypeNames")
final class InternalError extends DirectFailure {
  private static final long serialVersionUID = 1L;

  InternalError(String detail) {
    super(detail);
  }
}

final class CredentialsRejected extends DirectFailure {
  private static final long serialVersionUID = 1L;

  CredentialsRejected(String detail) {
    super(detail);
  }
}

final class ClusterBusy extends DirectFailure {
  private static final long serialVersionUID = 1L;

  ClusterBusy(String detail) {
    super(detail);
  }
}

final class UpstreamUnavailable extends DirectFailure {
  private static final long serialVersionUID = 1L;

  UpstreamUnavailable(String detail) {
    super(detail);
  }
}

final class OperationNotWaiting extends DirectFailure {
  private static final long serialVersionUID = 1L;

  OperationNotWaiting(String detail) {
    super(detail);
  }
}

final class OperationCancelled extends DirectFailure {
  private static final long serialVersionUID = 1L;

  OperationCancelled(String detail) {
    super(detail);
  }
}

final class HistoryAltered extends DirectFailure {
  private static final long serialVersionUID = 1L;

  HistoryAltered(String detail) {
    super(detail);
  }
}
