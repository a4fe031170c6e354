package dev.imagemirrors.wiring;

import com.amazonaws.services.lambda.runtime.Context;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.ocm.SimulatedConnection;
import dev.imagemirrors.time.Time;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// A function as it is deployed, in one execution environment, over a test's stand-ins for AWS,
/// OCM, time and randomness.
public final class SimulatedFunction {
  private final Wiring wiring;
  private final Wiring.Answering answering;

  /// The stand-ins for a function's surroundings.
  public record Around(
      DynamoDbClient tables,
      SqsClient queue,
      EventBridgeClient bus,
      SecretsManagerClient secrets,
      SimulatedConnection.Wire ocm,
      Time time,
      RandomGenerator random) {}

  public SimulatedFunction(LambdaHandler function, Map<String, String> environment, Around around) {
    var variables = new Environment(environment);
    wiring =
        new Wiring(
            variables,
            around.time(),
            settings -> new Clients(variables, settings, around),
            (url, tokenUrl, credentials, time, random) ->
                SimulatedConnection.ocm(around.ocm(), url, tokenUrl, credentials, time, random),
            around::random);
    answering = function.handler().on(wiring);
  }

  /// Handles an event; throws what the function throws.
  public byte[] handle(byte[] event, Context context) {
    return wiring.invoke(event, context, answering);
  }

  private static final class Clients extends AwsClients {
    /// Nothing is ever sent over it.
    private static final SdkHttpClient UNUSED = connections();

    private final Around around;

    Clients(Environment environment, Settings settings, Around around) {
      super(environment, settings, UNUSED);
      this.around = around;
    }

    @Override
    DynamoDbClient dynamo(Target target) {
      return around.tables();
    }

    @Override
    EventBridgeClient bus(Target target) {
      return around.bus();
    }

    @Override
    SqsClient sqs(Target target) {
      return around.queue();
    }

    @Override
    SecretsManagerClient secrets(Target target) {
      return around.secrets();
    }
  }
}
