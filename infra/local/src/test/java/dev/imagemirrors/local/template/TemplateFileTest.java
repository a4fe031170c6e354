package dev.imagemirrors.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.local.aws.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateFileTest {
  private static final Scope HOME = new Scope("000000000000", "eu-west-1");

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain                                                  | plain
          "2010-09-09"                                           | 2010-09-09
          28                                                     | 28
          true                                                   | true
          !Ref Greeting                                          | hello
          !Ref "AWS::Region"                                     | eu-west-1
          !Ref AWS::AccountId                                    | 000000000000
          !Ref AWS::Partition                                    | aws
          !Ref AWS::URLSuffix                                    | amazonaws.com
          !Ref AWS::StackName                                    | image-mirrors
          !Ref Table                                             | Table
          !Ref Named                                             | named-table
          !Ref Queue                                             | http://127.0.0.1:1/000000000000/Queue.fifo
          !Ref Secret                                            | arn:aws:secretsmanager:eu-west-1:000000000000:secret:Secret-Local0
          !Ref Probe                                             | Probe
          !Ref Probe.Alias                                       | arn:aws:lambda:eu-west-1:000000000000:function:Probe
          !GetAtt Probe.Arn                                      | arn:aws:lambda:eu-west-1:000000000000:function:Probe
          !GetAtt Table.Arn                                      | arn:aws:dynamodb:eu-west-1:000000000000:table/Table
          !GetAtt [Queue, Arn]                                   | arn:aws:sqs:eu-west-1:000000000000:Queue.fifo
          !GetAtt Queue.QueueName                                | Queue.fifo
          !GetAtt Bus.Name                                       | Bus
          {"Fn::GetAtt": [Bus, Arn]}                             | arn:aws:events:eu-west-1:000000000000:event-bus/Bus
          !Sub "${Greeting}, ${!Greeting} in ${AWS::Region}"     | hello, ${Greeting} in eu-west-1
          !Sub "${Table.Arn}/index/*"                            | arn:aws:dynamodb:eu-west-1:000000000000:table/Table/index/*
          !Sub ["${a}-${Greeting}", {a: !Ref AWS::Region}]       | eu-west-1-hello
          {"Fn::Sub": "${Greeting}!"}                            | hello!
          !Join ["-", [a, !Ref Greeting, c]]                     | a-hello-c
          !Select [1, [a, b, c]]                                 | b
          !Select [0, !Split [",", "x,y"]]                       | x
          !Select [1, !Ref List]                                 | two
          !If [IsHello, yes-it-is, no]                           | yes-it-is
          !If [IsNotHello, "yes", not-at-all]                    | not-at-all
          !If [Both, both, not-both]                             | not-both
          !If [Either, either, neither]                          | either
          !FindInMap [Sizes, !Ref AWS::Region, memory]           | 512
          !Base64 hello                                          | aGVsbG8=
          !If [IsHello, {"Ref": "Greeting"}, !Ref AWS::NoValue]  | hello
          """)
  void resolvesTheValuesOfVariables(String written, String value) {
    var template = read(PROBE.replace("WRITTEN", written));

    assertThat(template.functions().getFirst().environment()).containsEntry("VALUE", value);
  }

  @Test
  void omitsNoValue() {
    var template = read(PROBE.replace("WRITTEN", "!Ref AWS::NoValue"));

    assertThat(template.functions().getFirst().environment()).containsOnlyKeys("GLOBAL", "OWN");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          !Ref Nowhere                 | Ref Nowhere: unknown parameter or resource
          !GetAtt Table.Colour         | GetAtt Table.Colour: unsupported attribute
          !Sub "${Nowhere}"            | Ref Nowhere: unknown parameter or resource
          !Cidr ["10.0.0.0/16", 1, 8]  | Fn::Cidr: unsupported intrinsic function
          !ImportValue other           | ImportValue other: the local stack has no exports of other stacks
          !If [Unknown, a, b]          | Conditions.Unknown: unknown condition
          !Select [3, [a]]             | Select 3: the list has 1 items
          !FindInMap [Sizes, us, x]    | no such entry
          """)
  void namesAnUnresolvableReference(String written, String reason) {
    assertThatThrownBy(() -> read(PROBE.replace("WRITTEN", written)))
        .isInstanceOf(TemplateFault.class)
        .hasMessageContaining(reason);
  }

  @Test
  void rejectsAnUnsupportedResource() {
    assertThatThrownBy(() -> read("Resources: {Bucket: {Type: AWS::S3::Bucket}}"))
        .isInstanceOf(TemplateFault.class)
        .hasMessage("template.yaml, Resources.Bucket: unsupported resource type AWS::S3::Bucket");
  }

  @Test
  void ignoresResourcesWithoutEffect() {
    assertThat(read("Resources: {Alarm: {Type: AWS::CloudWatch::Alarm}}").functions()).isEmpty();
  }

  @Test
  void omitsAResourceWhoseConditionIsFalse() {
    var template =
        read(
            """
            Conditions: {Never: !Equals [a, b]}
            Resources: {Queue: {Type: AWS::SQS::Queue, Condition: Never}}
            """);

    assertThat(template.queues()).isEmpty();
  }

  @Test
  void rejectsAnUnknownParameter() {
    var here = new DeployTarget(HOME, "s", "http://x", Map.of("OcmUlr", "x"));

    assertThatThrownBy(() -> TemplateFile.parse("Resources: {}").at(here))
        .isInstanceOf(InvalidParameter.class)
        .hasMessageStartingWith("parameter OcmUlr is unknown; template.yaml has ");
  }

  @Test
  void readsTheProjectsOwnTemplate() {
    var here = new DeployTarget(HOME, "image-mirrors", "http://x", Map.of("OcmUrl", "http://ocm"));

    var template = TemplateFile.ofThisProject().at(here);

    assertThat(template.routes())
        .contains(
            new ApiRoute(
                "CreateImageMirrorFunction",
                "Api",
                "v1",
                "POST",
                "/clusters/{cluster}/image-mirrors"));
    assertThat(template.rules()).extracting(BusRule::bus).containsOnly("default");
    assertThat(template.tables())
        .extracting(TableResource::name)
        .contains("image-mirrors-mirrors", "image-mirrors-history");
    assertThat(template.functions())
        .allSatisfy(f -> assertThat(f.environment()).containsEntry("OCM_URL", "http://ocm"));
  }

  @Test
  void readsQueuesTriggersSchedulesAndStreams() {
    var template =
        read(
            """
            Resources:
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: a.Worker::handleRequest
                  EventInvokeConfig:
                    MaximumRetryAttempts: 1
                    DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Dead.Arn}}
                  Events:
                    Queue:
                      Type: SQS
                      Properties:
                        Queue: !GetAtt Work.Arn
                        BatchSize: 1
                        FunctionResponseTypes: [ReportBatchItemFailures]
                    Often: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}
                    Nightly: {Type: ScheduleV2, Properties: {ScheduleExpression: "cron(0 3 * * ? *)", Input: "{}"}}
                    Never: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 hour), State: DISABLED}}
                    Changes:
                      Type: DynamoDB
                      Properties:
                        Stream: !GetAtt Table.StreamArn
                        StartingPosition: TRIM_HORIZON
                        MaximumRetryAttempts: 3
                        BisectBatchOnFunctionError: true
              Work:
                Type: AWS::SQS::Queue
                Properties:
                  FifoQueue: true
                  VisibilityTimeout: 180
                  RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5}
              Dead: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
              Table:
                Type: AWS::DynamoDB::Table
                Properties: {StreamSpecification: {StreamViewType: NEW_IMAGE}}
            """);

    assertThat(template.queueTriggers())
        .containsExactly(
            new QueueTrigger("Worker", "arn:aws:sqs:eu-west-1:000000000000:Work.fifo", 1, true));
    assertThat(template.schedules())
        .extracting(Schedule::expression)
        .containsExactly("rate(1 minute)", "cron(0 3 * * ? *)");
    assertThat(template.streamTriggers())
        .singleElement()
        .satisfies(trigger -> {
          assertThat(trigger.table()).isEqualTo("Table");
          assertThat(trigger.retries()).isEqualTo(3);
          assertThat(trigger.bisects()).isTrue();
        });
    assertThat(template.queues().getFirst().redrive())
        .contains(new QueueResource.Redrive("arn:aws:sqs:eu-west-1:000000000000:Dead.fifo", 5));
    assertThat(template.functions().getFirst().onFailure())
        .contains("arn:aws:sqs:eu-west-1:000000000000:Dead.fifo");
  }

  private static Template read(String yaml) {
    return TemplateFile.parse(yaml)
        .at(new DeployTarget(HOME, "image-mirrors", "http://127.0.0.1:1", Map.of()));
  }

  private static final String PROBE =
      """
      Parameters:
        Greeting: {Type: String, Default: hello}
        List: {Type: CommaDelimitedList, Default: "one, two"}
      Conditions:
        IsHello: !Equals [!Ref Greeting, hello]
        IsNotHello: !Not [!Condition IsHello]
        Both: !And [!Condition IsHello, !Condition IsNotHello]
        Either: !Or [!Condition IsHello, !Condition IsNotHello]
      Mappings:
        Sizes: {eu-west-1: {memory: 512}}
      Globals:
        Function:
          Environment: {Variables: {GLOBAL: everywhere}}
      Resources:
        Probe:
          Type: AWS::Serverless::Function
          Properties:
            Handler: a.Probe::handleRequest
            Environment:
              Variables:
                OWN: here
                VALUE: WRITTEN
        Table: {Type: AWS::DynamoDB::Table, Properties: {}}
        Named: {Type: AWS::DynamoDB::Table, Properties: {TableName: named-table}}
        Queue: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
        Secret: {Type: AWS::SecretsManager::Secret}
        Bus: {Type: AWS::Events::EventBus, Properties: {}}
      """;
}
