package dev.imagemirrors.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DirectFailureTest {
  @ParameterizedTest
  @CsvSource({
    "invalid-input,400,InvalidInput",
    "region-not-allowed,400,RegionNotAllowed",
    "profile-unknown,400,ProfileUnknown",
    "denied,403,Denied",
    "cluster-not-found,404,ClusterNotFound",
    "mirror-not-found,404,MirrorNotFound",
    "operation-not-found,404,OperationNotFound",
    "cluster-ambiguous,409,ClusterAmbiguous",
    "cluster-not-ready,409,ClusterNotReady",
    "source-exists,409,SourceExists",
    "version-mismatch,412,VersionMismatch",
    "cluster-not-hosted,422,ClusterNotHosted",
    "source-immutable,422,SourceImmutable",
    "refused-by-ocm,422,RefusedByOcm",
    "too-many-mirrors,422,TooManyMirrors",
    "operation-not-waiting,409,OperationNotWaiting",
    "operation-cancelled,409,OperationCancelled",
    "history-altered,409,HistoryAltered",
    "idempotency-key-reused,422,IdempotencyKeyReused",
    "confirmation-needed,428,ConfirmationNeeded",
    "internal-error,500,InternalError",
    "credentials-rejected,502,CredentialsRejected",
    "cluster-busy,503,ClusterBusy",
    "upstream-unavailable,503,UpstreamUnavailable",
  })
  void hasAClassForEveryProblem(String name, int status, String className) {
    var type =
        Arrays.stream(ProblemType.values())
            .filter(each -> each.urn().equals("urn:image-mirrors:problem:" + name))
            .findFirst()
            .orElseGet(() -> fail("there is no problem " + name));

    var failure = type.failure("why");

    assertThat(type.status()).isEqualTo(status);
    assertThat(failure.getClass().getName()).isEqualTo("dev.imagemirrors.event." + className);
    assertThat(failure).hasMessage("why").hasNoCause().hasNoSuppressedExceptions();
    assertThat(failure.getStackTrace()).isEmpty();
  }

  @Test
  void coversEveryProblem() {
    assertThat(ProblemType.values()).hasSize(24);
  }

  @ParameterizedTest
  @EnumSource
  void retriesOnlyTransientProblems(ProblemType type) {
    assertThat(type.isTransient()).isEqualTo(type.status() >= 500);
  }

  @Test
  void hasUniqueClassNames() {
    var classes =
        Arrays.stream(ProblemType.values())
            .collect(Collectors.groupingBy(type -> type.failure("").getClass()));

    assertThat(classes).hasSize(ProblemType.values().length);
    assertThat(
            Arrays.stream(ProblemType.values())
                .collect(Collectors.toMap(ProblemType::title, type -> Map.of(type, type))))
        .hasSize(ProblemType.values().length);
  }
}
