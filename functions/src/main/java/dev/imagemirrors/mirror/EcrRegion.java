package dev.imagemirrors.mirror;

import java.util.List;
import java.util.Optional;

/// The region in the name of an Amazon ECR registry: `ACCOUNT.dkr.ecr.REGION.amazonaws.com`, with
/// `ecr-fips` and in China `amazonaws.com.cn`, and the dual-stack `ACCOUNT.dkr-ecr.REGION.on.aws`.
public final class EcrRegion {
  private EcrRegion() {}

  /// The region of a registry or a repository; empty when it is not in Amazon ECR.
  public static Optional<String> of(String location) {
    var labels = List.of(location.split("/", 2)[0].split("\\.", -1));
    var account = labels.getFirst();
    if (account.length() != 12 || !account.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    if (labels.size() >= 6 && labels.get(1).equals("dkr") && labels.get(4).equals("amazonaws")) {
      return region(labels.get(2), "ecr", labels.get(3));
    }
    return labels.size() >= 5 && labels.get(3).equals("on")
        ? region(labels.get(1), "dkr-ecr", labels.get(2))
        : Optional.empty();
  }

  private static Optional<String> region(String service, String name, String region) {
    return service.equals(name) || service.equals(name + "-fips")
        ? Optional.of(region)
        : Optional.empty();
  }
}
