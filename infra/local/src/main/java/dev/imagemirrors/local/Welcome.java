package dev.imagemirrors.local;

/// What `serve` prints: a line to copy for each way in. Payloads are read with `fileb://`, which
/// both versions of the AWS CLI take as they are.
final class Welcome {
  private Welcome() {}

  static String text(String url, String region, String tokenUrl) {
    return """

    API:          curl -s %1$s/clusters/mycluster/image-mirrors
    Lambda:       aws lambda invoke --endpoint-url %1$s --function-name ListImageMirrorsFunction \
    --payload fileb:///dev/stdin /dev/stdout <<< '{"cluster":"mycluster"}'
    EventBridge:  aws events put-events --endpoint-url %1$s --entries \
    '[{"Source":"me","DetailType":"Create Image Mirror","Detail":"{\\"cluster\\":\\"mycluster\\",\
    \\"source\\":\\"registry.redhat.io\\",\\"mirrors\\":[\\"mirror.example.com/redhat\\"]}"}]'
    The aws commands need a region and any credentials:
      export AWS_DEFAULT_REGION=%2$s AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
    rosa:         rosa login --env %1$s --token-url %3$s --client-id me --client-secret any
                  rosa create image-mirror -c mycluster --source quay.io/team --mirrors mirror.example.com/team
    Terraform:    provider "rhcs" {
                    url           = "%1$s"
                    token_url     = "%3$s"
                    client_id     = "me"
                    client_secret = "any"
                  }
    """
        .formatted(url, region, tokenUrl);
  }
}
