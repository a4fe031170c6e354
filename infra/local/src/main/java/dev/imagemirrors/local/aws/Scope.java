package dev.imagemirrors.local.aws;

/// An account and a region, which separate all AWS resources.
public record Scope(String account, String region) {
  /// The account of made-up credentials.
  public static final String LOCAL_ACCOUNT = "000000000000";

  public String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
  }

  @Override
  public String toString() {
    return account + " in " + region;
  }
}
