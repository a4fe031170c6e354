package dev.imagemirrors.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterRulesTest {
  private static final TemplateFile TEMPLATE = TemplateFile.ofThisProject();

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Profiles             | notjson         | must be a JSON object
          LogLevel             | TRACE           | must be one of DEBUG, INFO, WARN, ERROR
          LogLevel             | info            | must be one of DEBUG, INFO, WARN, ERROR
          IdempotencyKeyHours  | 24              | must be a number of at least 25 and at most 8760
          IdempotencyKeyHours  | 8761            | must be a number of at least 25 and at most 8760
          IdempotencyKeyHours  | a day           | must be a number of at least 25 and at most 8760
          ApiRateLimit         | 0               | must be a number of at least 1
          ReadConcurrency      | -1              | must be a number of at least 0
          QueueConcurrency     | 1               | must be a number of at least 2 and at most 1000
          OcmUrl               | nonsense        | must be an http or https URL
          OcmTokenUrl          | ftp://a/b       | must be an http or https URL
          AllowedRegions       | us-east-1;x     | must be regions, separated by commas without spaces
          ApiAllowedCidrs      | 10.0.0.0/8,all  | must be CIDR ranges such as 203.0.113.0/24
          OcmProxyAllowedCidrs | everybody       | must be CIDR ranges such as 203.0.113.0/24
          ProfileRoleArns      | admin           | must be ARNs of IAM roles
          EventBusName         | my bus          | must be the name of an event bus
          AlarmTopicArn        | me@example.com  | must be the ARN of an SNS topic
          LogRetentionDays     | 2               | must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
          """)
  void namesTheParameterAndTheAllowedValues(String name, String value, String rule) {
    assertThatThrownBy(() -> TEMPLATE.check(Map.of(name, value)))
        .isInstanceOf(InvalidParameter.class)
        .hasMessage("parameter " + name + " " + rule + ", not '" + value + "'");
  }

  @Test
  void listsTheParametersWhenOneIsUnknown() {
    assertThatThrownBy(() -> TEMPLATE.check(Map.of("LogLevle", "INFO")))
        .isInstanceOf(InvalidParameter.class)
        .hasMessageStartingWith("parameter LogLevle is unknown; template.yaml has OcmUrl, ")
        .hasMessageContaining(", LogLevel, ");
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Profiles            | {"prod": {"role_arn": "arn:aws:iam::123456789012:role/mirrors"}}
          LogLevel            | DEBUG
          IdempotencyKeyHours | 25
          OcmUrl              | http://127.0.0.1:8081
          OcmUrl              | https://api.openshift.com/
          AllowedRegions      | us-east-1,eu-west-1
          ApiAllowedCidrs     | 10.0.0.0/8, 2001:db8::/32
          ProfileRoleArns     | arn:aws:iam::123456789012:role/a,arn:aws-us-gov:iam::123456789012:role/b
          """)
  void acceptsAllowedValues(String name, String value) {
    assertThatCode(() -> TEMPLATE.check(Map.of(name, value))).doesNotThrowAnyException();
  }

  /// A stack with nothing but defaults must deploy.
  @Test
  void acceptsTheDefaults() {
    var parameters = ProjectTemplate.ROOT.path("Parameters");
    assertThat(parameters.properties()).isNotEmpty();

    for (var each : parameters.properties()) {
      var value = each.getValue().path("Default").asText();
      assertThatCode(() -> TEMPLATE.check(Map.of(each.getKey(), value))).doesNotThrowAnyException();
    }
  }
}
