package dev.imagemirrors.wiring;

import dev.imagemirrors.bus.BusAnnouncements;
import dev.imagemirrors.dynamo.DynamoHistory;
import dev.imagemirrors.dynamo.DynamoLanes;
import dev.imagemirrors.dynamo.DynamoOperations;
import dev.imagemirrors.dynamo.DynamoRecords;
import dev.imagemirrors.event.Announcements;
import dev.imagemirrors.event.Place;
import dev.imagemirrors.ocm.Ocm;
import dev.imagemirrors.ocm.OcmCredentials;
import dev.imagemirrors.operation.Deadline;
import dev.imagemirrors.operation.Pace;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Time;
import dev.imagemirrors.sqs.SqsQueue;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/// Puts the adapters behind the ports, for one region and role at a time.
final class Wiring {
  private final Settings settings;
  private final AwsClients clients;
  private final Time time;
  // Seeded anew in every restored copy of a snapshot, which a plain generator would not be.
  private final RandomGenerator random = new SecureRandom();
  private final Map<Place, Ocm> ocms = new ConcurrentHashMap<>();

  Wiring(Environment environment, Time time) {
    this.settings = Settings.of(environment);
    this.clients = new AwsClients(environment, settings);
    this.time = time;
  }

  Settings settings() {
    return settings;
  }

  Services services(Place place, Deadline deadline) {
    var ocm = ocms.computeIfAbsent(place, this::ocm);
    var dynamo = clients.dynamo(place);
    var tables = settings.tables();
    var asking = deadline.keeping(Pace.CLOSING);
    return new Services(
        new Ports(
            ocm.clusters(asking),
            ocm.mirrors(asking),
            new DynamoLanes(dynamo, tables),
            new DynamoOperations(dynamo, tables, settings.keysKept()),
            new SqsQueue(() -> clients.sqs(place), settings.queues())),
        new Pace(deadline, random, settings.patience()),
        new DynamoRecords(dynamo, tables),
        new DynamoHistory(dynamo, tables),
        () -> announcements(place));
  }

  void forgetSession(Place place) {
    clients.forgetSession(place);
  }

  Announcements announcements(Place place) {
    return new BusAnnouncements(clients.bus(place), settings.bus());
  }

  private Ocm ocm(Place place) {
    return new Ocm(
        settings.ocmUrl(), settings.ocmTokenUrl(), () -> credentials(place), time, random);
  }

  private OcmCredentials credentials(Place place) {
    try {
      var secret = clients.secrets(place).getSecretValue(get -> get.secretId(settings.ocmSecret()));
      return OcmCredentials.parse(secret.secretString());
    } catch (ResourceNotFoundException _) {
      throw new OcmCredentials.Unusable(
          "The secret '%s' has no value in %s yet: put the OCM credentials there"
              .formatted(settings.ocmSecret(), place.region()));
    }
  }
}
