package dev.imagemirrors.local;

/// What `serve` prints: a line to copy for each way in.
final class Welcome {
  private Welcome() {}

  static String text(String url) {
    return """

    API:          curl -s %1$s/clusters/mycluster/image-mirrors
    Lambda:       aws lambda invoke --endpoint-url %1$s --function-name ListImageMirrorsFunction \
    --payload '{"cluster":"mycluster"}' /dev/stdout
    EventBridge:  aws events put-events --endpoint-url %1$s --entries \
    '[{"Source":"me","DetailType":"Create Image Mirror","Detail":"{\\"cluster\\":\\"mycluster\\",\
    \\"source\\":\\"registry.redhat.io\\",\\"mirrors\\":[\\"mirror.example.com/redhat\\"]}"}]'
    The aws commands need a region and any credentials:
      export AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
    """
        .formatted(url);
  }
}
