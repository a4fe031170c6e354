package dev.imagemirrors.wiring;

import com.amazonaws.services.lambda.runtime.Context;
import dev.imagemirrors.bus.BusAnnouncements;
import dev.imagemirrors.dynamo.DynamoCheckpoints;
import dev.imagemirrors.dynamo.DynamoHistory;
import dev.imagemirrors.dynamo.DynamoLanes;
import dev.imagemirrors.dynamo.DynamoOperations;
import dev.imagemirrors.dynamo.DynamoRecords;
import dev.imagemirrors.dynamo.TimedTables;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.lane.Pace;
import dev.imagemirrors.ocm.Ocm;
import dev.imagemirrors.ocm.OcmCredentials;
import dev.imagemirrors.operation.Announcements;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.sqs.SqsQueue;
import dev.imagemirrors.time.Time;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/// Connects the adapters to the ports, for one region and role at a time.
public final class Wiring {
  private final Environment environment;
  private final Settings settings;
  private final AwsClients clients;
  private final Time time;
  private final OcmMaker ocm;
  private final Map<Target, Ocm> ocms = new ConcurrentHashMap<>();
  private final Supplier<RandomGenerator> randomness;
  private @Nullable RandomGenerator random;

  public Wiring(Environment environment, Time time) {
    this(environment, time, AwsClients.connections(), Ocm::new);
  }

  public Wiring(Environment environment, Time time, SdkHttpClient aws, OcmMaker ocm) {
    this(
        environment,
        time,
        settings -> new AwsClients(environment, settings, aws),
        ocm,
        SecureRandom::new);
  }

  /// A wiring with other clients, OCM and randomness.
  Wiring(
      Environment environment,
      Time time,
      Function<Settings, AwsClients> clients,
      OcmMaker ocm,
      Supplier<RandomGenerator> randomness) {
    this.environment = environment;
    this.settings = Settings.of(environment);
    this.clients = clients.apply(settings);
    this.time = time;
    this.ocm = ocm;
    this.randomness = randomness;
  }

  /// Creates the OCM client of a target.
  public interface OcmMaker {
    Ocm make(
        URI url,
        URI tokenUrl,
        Supplier<OcmCredentials> credentials,
        Time time,
        RandomGenerator random);
  }

  /// Created on first use, so that every copy restored from a snapshot has its own seed.
  private synchronized RandomGenerator random() {
    if (random == null) {
      random = randomness.get();
    }
    return random;
  }

  public Environment environment() {
    return environment;
  }

  public Settings settings() {
    return settings;
  }

  public byte[] invoke(byte[] event, Context context, Answering answering) {
    return answer(event, Invocation.of(context, settings.stack(), time), answering);
  }

  /// Answers one invocation, and writes its telemetry.
  public static byte[] answer(byte[] event, Invocation invocation, Answering answering) {
    try {
      return JsonWriter.printable(
              ScopedValue.where(AssumedRole.REQUEST, invocation.requestId())
                  .call(() -> answering.answer(event, invocation)))
          .getBytes(StandardCharsets.UTF_8);
    } finally {
      invocation.telemetry().flush();
    }
  }

  /// Answers an event.
  public interface Answering {
    public Json answer(byte[] event, Invocation invocation);
  }

  public Services services(Target target, Invocation invocation) {
    var deadline = invocation.deadline();
    var telemetry = invocation.telemetry();
    var ocm = ocms.computeIfAbsent(target, this::ocm);
    var dynamo = new TimedTables(clients.dynamo(target), deadline);
    var tables = settings.tables();
    var callDeadline = deadline.keeping(Pace.RESERVED);
    return new Services(
        new Ports(
            ocm.clusters(callDeadline, telemetry),
            ocm.mirrors(callDeadline, telemetry),
            new DynamoLanes(dynamo, tables),
            new DynamoOperations(dynamo, tables, settings.keysKept()),
            new DynamoRecords(dynamo, tables),
            new SqsQueue(() -> clients.sqs(target), settings.queues()),
            telemetry),
        new Pace(deadline, random(), settings.operationLifetime()),
        new DynamoHistory(dynamo, tables),
        new DynamoCheckpoints(dynamo, tables),
        () -> announcements(target));
  }

  /// OCM with the token of a caller.
  public Callers callers(Target target, Invocation invocation, String token) {
    var callDeadline = invocation.deadline().keeping(Pace.RESERVED);
    var callersOcm = ocms.computeIfAbsent(target, this::ocm).with(token);
    var telemetry = invocation.telemetry();
    return new Callers(
        callersOcm.clusters(callDeadline, telemetry),
        callersOcm.mirrors(callDeadline, telemetry),
        callersOcm.relay(callDeadline, telemetry));
  }

  public void forgetSession(Target target) {
    clients.forgetSession(target);
  }

  public Announcements announcements(Target target) {
    return new BusAnnouncements(clients.bus(target), settings.bus());
  }

  private Ocm ocm(Target target) {
    return ocm.make(
        settings.ocmUrl(), settings.ocmTokenUrl(), () -> credentials(target), time, random());
  }

  private OcmCredentials credentials(Target target) {
    try {
      var secret =
          clients.secrets(target).getSecretValue(get -> get.secretId(settings.ocmSecret()));
      return OcmCredentials.parse(secret.secretString());
    } catch (ResourceNotFoundException _) {
      throw new OcmCredentials.Unusable(
          "The secret '%s' in %s has no value yet; store the OCM credentials in it"
              .formatted(settings.ocmSecret(), target.region()));
    } catch (SdkException failure) {
      if (isTransient(failure)) {
        throw new OcmCredentials.Unavailable("Secrets Manager is unavailable", failure);
      }
      throw failure;
    }
  }

  /// Whether the same call may succeed later.
  private static boolean isTransient(SdkException failure) {
    return !(failure instanceof SdkServiceException service)
        || service.isThrottlingException()
        || service.statusCode() >= 500;
  }
}
