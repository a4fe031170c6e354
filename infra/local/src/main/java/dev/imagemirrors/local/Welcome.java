package dev.imagemirrors.local;

/// The lines that `serve` prints before its ready line: one to copy for each kind of client.
final class Welcome {
  private Welcome() {}

  /// Both versions of the AWS CLI take a payload from `fileb://` unchanged.
  static String text(String url, String region, Ocm ocm) {
    return """
    %4$s
    API:      curl -s %1$s/clusters/mycluster/image-mirrors
    AWS CLI:  export AWS_DEFAULT_REGION=%2$s AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
              aws lambda invoke --endpoint-url %1$s --function-name ListImageMirrorsFunction \\
                --payload fileb:///dev/stdin /dev/stdout <<< '{"cluster":"mycluster"}'
    rosa:     rosa login --env %1$s --client-id me --client-secret any \\
                --token-url %3$s
    More:     the command `help` has examples for EventBridge and Terraform

    """
        .formatted(url, region, ocm.tokenUrl(), ocm.summary());
  }
}
