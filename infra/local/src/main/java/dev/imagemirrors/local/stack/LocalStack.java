package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.apigateway.RestApi;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.aws.SessionTokens;
import dev.imagemirrors.local.dynamodb.DynamoApi;
import dev.imagemirrors.local.dynamodb.DynamoEngine;
import dev.imagemirrors.local.events.EventBridge;
import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Port;
import dev.imagemirrors.local.lambda.AsyncInvocations;
import dev.imagemirrors.local.lambda.LambdaApi;
import dev.imagemirrors.local.secrets.SecretsManager;
import dev.imagemirrors.local.sqs.Sqs;
import dev.imagemirrors.local.sts.Roles;
import dev.imagemirrors.local.sts.Sts;
import dev.imagemirrors.local.template.InvalidParameter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// Runs the template's stack on one port of 127.0.0.1. A process may run several.
public final class LocalStack implements AutoCloseable {
  private final StackOptions options;
  private final Port port;
  private final DataDirectory data;
  private final DynamoEngine engine;
  private final AsyncInvocations async;
  private final Sites sites;
  private final SessionTokens tokens;
  private final Clock clock = Clock.systemUTC();

  private LocalStack(StackOptions options, Port port, DataDirectory data) {
    this.options = options;
    this.port = port;
    this.data = data;
    this.tokens = new SessionTokens(options.sessionToken());
    this.engine = DynamoEngine.start(options.data());
    this.sites = new Sites(options.regions(), this::site);
    this.async =
        new AsyncInvocations(
            options.backoff(), new Destinations(sites, this::async, options.out()), clock);
  }

  /// Starts the stack. When this returns, it accepts requests.
  ///
  /// @throws IOException if the port is in use, or the data directory cannot be used
  /// @throws InvalidParameter if the template or the functions refuse a parameter
  /// @throws dev.imagemirrors.local.template.TemplateFault if the template is not supported
  public static LocalStack start(StackOptions options) throws IOException {
    var port = Port.bind(options.port(), options.allowedHosts());
    LocalStack stack;
    try {
      stack = new LocalStack(options, port, DataDirectory.lock(options.data()));
    } catch (IOException | RuntimeException e) {
      port.close();
      throw e;
    }
    try {
      stack.open();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /// Creates a data directory, if it is missing.
  ///
  /// @throws IOException that says why it cannot be used
  public static void prepareData(Path directory) throws IOException {
    DataDirectory.prepare(directory);
  }

  public String url() {
    return port.url();
  }

  /// Resumes in every account and region that the data directory has tables for.
  private void open() {
    var home = sites.at(options.home()).orElseThrow();
    checkSettings(home);
    port.open(endpoints(home));
    data.places().forEach(sites::at);
  }

  /// All functions have the same settings. One that refuses them would fail on every request.
  private static void checkSettings(Site home) {
    var functions = home.functions().all().iterator();
    try {
      if (functions.hasNext()) {
        functions.next().start();
      }
    } catch (RuntimeException e) {
      throw InvalidParameter.refused(String.valueOf(e.getMessage()));
    } catch (Throwable _) {
      // A handler that does not exist fails when it is invoked, as in Lambda.
    }
  }

  private List<Endpoint> endpoints(Site home) {
    var region = options.home().region();
    var roles = new Roles();
    return List.of(
        new DynamoApi(engine, listener(), region),
        EventBridge.service(
            scope -> sites.at(scope).map(Site::buses), region, clock, options.out()),
        Sqs.service(scope -> sites.at(scope).map(Site::queues), region, url()),
        SecretsManager.service(scope -> sites.at(scope).map(Site::secrets), tokens, region),
        new Sts(roles, tokens, clock),
        new LambdaApi(scope -> sites.at(scope).map(Site::functions), async, region),
        new Hooks(sites, options.home(), roles),
        new RestApi(
            home.template().routes(),
            home.functions(),
            options.home(),
            home.template().gatewayResponses(),
            options.apiTimeout(),
            clock,
            options.out()));
  }

  private DynamoApi.Listener listener() {
    return new DynamoApi.Listener() {
      @Override
      public void before(Scope scope) {
        sites.at(scope);
      }

      @Override
      public void written(Scope scope) {
        sites
            .at(scope)
            .ifPresent(site -> site.drivers().streams().forEach(stream -> stream.wake()));
      }
    };
  }

  private SiteBuilder builder() {
    return new SiteBuilder(
        options,
        url(),
        tokens.ofFunctions(),
        engine,
        this::async,
        () -> new Destinations(sites, this::async, options.out()),
        clock);
  }

  private Site site(Scope scope) {
    var site = builder().build(scope);
    data.makeFilesPrivate();
    return site;
  }

  private AsyncInvocations async() {
    return async;
  }

  @Override
  public void close() {
    port.close();
    sites.made().forEach(Site::close);
    async.close();
    engine.close();
    data.close();
  }
}
