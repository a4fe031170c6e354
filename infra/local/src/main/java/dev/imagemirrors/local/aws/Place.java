package dev.imagemirrors.local.aws;

/// An account and a region: what AWS keeps everything apart by.
public record Place(String account, String region) {
  /// The account that any made-up credentials belong to.
  public static final String LOCAL_ACCOUNT = "000000000000";

  public String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
  }

  @Override
  public String toString() {
    return account + " in " + region;
  }
}
