package dev.imagemirrors.wiring;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.handler.BatchHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.handler.OcmProxyHandler;
import dev.imagemirrors.ocm.SimulatedConnection;
import dev.imagemirrors.priming.Priming;
import dev.imagemirrors.time.Time;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// A function as it is deployed, in one execution environment, over whatever a test has in place of
/// AWS, OCM, time and chance.

public final class SimulatedFunction {
  private final Wiring wiring;
  private final Wiring.Answering answering;

  /// What is around a function.
  public record Around(
      DynamoDbClient tables,
      SqsClient queue,
      EventBridgeClient bus,
      SecretsManagerClient secrets,
      SimulatedConnection.Wire ocm,
      Time time,
      RandomGenerator random) {}

  public SimulatedFunction(
      RequestStreamHandler function, Map<String, String> environment, Around around) {
    var variables = new Environment(environment);
    wiring =
        new Wiring(
            variables,
            around.time(),
            settings -> new Clients(variables, settings, around),
            (url, tokenUrl, credentials, time, random) ->
                SimulatedConnection.ocm(around.ocm(), url, tokenUrl, credentials, time, random),
            around::random);
    answering = priming(function).on(wiring);
  }

  private static Priming priming(RequestStreamHandler function) {
    try {
      var field = function.getClass().getDeclaredField("handler");
      field.setAccessible(true);
      return switch (field.get(function)) {
        case Handler handler -> handler.priming().orElseThrow();
        case BatchHandler handler -> handler.priming().orElseThrow();
        case OcmProxyHandler handler -> handler.priming().orElseThrow();
        default -> throw new IllegalStateException("no entry");
      };
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(changed);
    }
  }

  /// Handles an event; throws what the function throws.
  public byte[] handle(byte[] event, Context context) {
    var reply = new ByteArrayOutputStream();
    try {
      wiring.invoke(new ByteArrayInputStream(event), reply, context, answering);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return reply.toByteArray();
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
