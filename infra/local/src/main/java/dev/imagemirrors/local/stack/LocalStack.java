package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.apigateway.RestApi;
import dev.imagemirrors.local.aws.Place;
import dev.imagemirrors.local.dynamodb.DynamoApi;
import dev.imagemirrors.local.dynamodb.DynamoEngine;
import dev.imagemirrors.local.dynamodb.Tables;
import dev.imagemirrors.local.events.EventBridge;
import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Port;
import dev.imagemirrors.local.lambda.AsyncInvocations;
import dev.imagemirrors.local.lambda.LambdaApi;
import dev.imagemirrors.local.secrets.SecretsManager;
import dev.imagemirrors.local.sts.Roles;
import dev.imagemirrors.local.sts.Sts;
import dev.imagemirrors.local.template.Surroundings;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/// The template's stack on one port of 127.0.0.1, for real clients; several may run in one process.
public final class LocalStack implements AutoCloseable {
  private static final String NAME = "image-mirrors";

  private final StackOptions options;
  private final Port port;
  private final DynamoEngine engine;
  private final AsyncInvocations async;
  private final Sites sites;
  private final DataDirectory data;

  private LocalStack(StackOptions options, Port port, DataDirectory data) {
    this.options = options;
    this.port = port;
    this.data = data;
    this.engine = DynamoEngine.start(options.data());
    this.async = new AsyncInvocations(options.backoff(), (arn, failure) -> {}, Clock.systemUTC());
    this.sites = new Sites(options.regions(), this::site);
  }

  /// Starts the stack; when this returns, it answers.
  ///
  /// @throws IOException when the port is taken, or the data directory cannot be used
  /// @throws dev.imagemirrors.local.template.TemplateFault when the template asks for what cannot
  ///   be played
  public static LocalStack start(StackOptions options) throws IOException {
    var port = Port.bind(options.port());
    try {
      var stack = new LocalStack(options, port, DataDirectory.lock(options.data()));
      stack.open();
      return stack;
    } catch (IOException | RuntimeException e) {
      port.close();
      throw e;
    }
  }

  public String url() {
    return port.url();
  }

  private void open() {
    var home = sites.at(options.home()).orElseThrow();
    port.open(endpoints(home));
  }

  private List<Endpoint> endpoints(Site home) {
    var region = options.home().region();
    var clock = Clock.systemUTC();
    var roles = new Roles();
    return List.of(
        new DynamoApi(() -> engine, sites::at, region),
        EventBridge.service(
            place -> sites.at(place).map(Site::buses), region, clock, options.out()),
        SecretsManager.service(place -> sites.at(place).map(Site::secrets), region),
        new Sts(roles, clock),
        new LambdaApi(place -> sites.at(place).map(Site::functions), async, region),
        new Hooks(sites, roles),
        new RestApi(
            home.template().routes(),
            home.functions(),
            options.home(),
            options.apiTimeout(),
            clock,
            options.out()));
  }

  private Site site(Place place) {
    var template =
        options.template().at(new Surroundings(place, NAME, url(), options.parameters()));
    Tables.make(template.tables(), place, engine);
    return Site.of(place, template, async, url(), options);
  }

  @Override
  public void close() {
    port.close();
    async.close();
    engine.close();
    data.close();
  }
}
