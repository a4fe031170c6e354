package dev.imagemirrors.local.template;

import java.util.Set;

/// Values of `Ref` and `GetAtt`. A resource that the template does not name has its logical ID as
/// its name.
final class References {
  /// Types that are accepted and have no effect in the local stack.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "AWS::ApiGateway::Account",
          "AWS::ApiGateway::ApiKey",
          "AWS::ApiGateway::GatewayResponse",
          "AWS::ApiGateway::UsagePlan",
          "AWS::ApiGateway::UsagePlanKey",
          "AWS::CloudWatch::Alarm",
          "AWS::CloudWatch::CompositeAlarm",
          "AWS::CloudWatch::Dashboard",
          "AWS::Events::Archive",
          "AWS::Events::EventBusPolicy",
          "AWS::IAM::ManagedPolicy",
          "AWS::IAM::Policy",
          "AWS::IAM::Role",
          "AWS::KMS::Alias",
          "AWS::KMS::Key",
          "AWS::Lambda::Alias",
          "AWS::Lambda::Permission",
          "AWS::Logs::LogGroup",
          "AWS::Logs::MetricFilter",
          "AWS::Logs::QueryDefinition",
          "AWS::SNS::Subscription",
          "AWS::SNS::Topic",
          "AWS::SNS::TopicPolicy",
          "AWS::SQS::QueuePolicy",
          "AWS::SecretsManager::ResourcePolicy",
          "AWS::Serverless::LayerVersion");

  private final DeployTarget here;
  private final Intrinsics intrinsics;

  References(DeployTarget here, Intrinsics intrinsics) {
    this.here = here;
    this.intrinsics = intrinsics;
  }

  static boolean hasNoEffect(String type) {
    return WITHOUT_EFFECT.contains(type);
  }

  String ref(Resource resource) {
    return switch (resource.type()) {
      case "AWS::SQS::Queue" ->
          here.endpoint() + "/" + here.scope().account() + "/" + name(resource);
      case "AWS::SecretsManager::Secret" -> arn(resource);
      default -> name(resource);
    };
  }

  String attribute(Resource resource, String attribute) {
    return switch (attribute) {
      case "Arn" -> arn(resource);
      // In AWS it ends with the time at which the stream was enabled; triggers need only the
      // table's
      // name.
      case "StreamArn" -> arn(resource) + "/stream/local";
      case "Name", "QueueName", "TopicName" -> name(resource);
      case "QueueUrl" -> ref(resource);
      case "Id", "RootResourceId" -> ref(resource);
      default ->
          throw new TemplateFault(
              "GetAtt " + resource.id() + "." + attribute, "unsupported attribute");
    };
  }

  String name(Resource resource) {
    var property =
        switch (resource.type()) {
          case "AWS::DynamoDB::Table" -> "TableName";
          case "AWS::SQS::Queue" -> "QueueName";
          case "AWS::SecretsManager::Secret", "AWS::Events::EventBus" -> "Name";
          default -> "";
        };
    var given = resource.properties().path(property);
    if (!given.isMissingNode()) {
      return intrinsics.resolve(given).asText();
    }
    boolean fifo =
        resource.type().equals("AWS::SQS::Queue")
            && intrinsics.resolve(resource.properties().path("FifoQueue")).asBoolean();
    return fifo ? resource.id() + ".fifo" : resource.id();
  }

  private String arn(Resource resource) {
    var name = name(resource);
    return switch (resource.type()) {
      case "AWS::Serverless::Function" -> here.scope().arn("lambda", "function:" + name);
      case "AWS::DynamoDB::Table" -> here.scope().arn("dynamodb", "table/" + name);
      case "AWS::SQS::Queue" -> here.scope().arn("sqs", name);
      // Secrets Manager appends six random characters to the name.
      case "AWS::SecretsManager::Secret" ->
          here.scope().arn("secretsmanager", "secret:" + name + "-Local0");
      case "AWS::Events::EventBus" -> here.scope().arn("events", "event-bus/" + name);
      default ->
          here.scope()
              .arn(resource.type().split("::", -1)[1].toLowerCase(java.util.Locale.ROOT), name);
    };
  }
}
