package dev.imagemirrors.priming;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.ocm.Ocm;
import dev.imagemirrors.time.Time;
import dev.imagemirrors.wiring.AwsClients;
import dev.imagemirrors.wiring.Environment;
import dev.imagemirrors.wiring.Invocation;
import dev.imagemirrors.wiring.Wiring;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// Runs a function once, on a sample event, before Lambda takes its SnapStart snapshot, so that
/// every restored copy has its classes loaded and compiled.
///
/// OCM and AWS are stand-ins within the process. Values that must be fresh or unique (tokens,
/// credentials, clients and random seeds) belong to the wiring of the priming, which is discarded.
/// The function's own wiring is first used after the restore.
public final class Priming implements Resource {
  private static final String FOLDER = "/priming/";
  private static final String COMPAT = "org.crac.Core.Compat";

  private final String event;
  private final Environment environment;
  private final Function<Wiring, Wiring.Answering> function;

  private Priming(
      String event, Environment environment, Function<Wiring, Wiring.Answering> function) {
    this.event = event;
    this.environment = environment;
    this.function = function;
  }

  /// Registers the function to be primed, when SnapStart is on.
  ///
  /// @param event the path of the sample event in the folder of sample events
  /// @param function makes the function's answering for another wiring
  /// @return the priming, to be kept for as long as the function exists
  public static Priming of(
      String event, Environment environment, Function<Wiring, Wiring.Answering> function) {
    var priming = new Priming(event, environment, function);
    if (environment.optional("AWS_LAMBDA_INITIALIZATION_TYPE").equals(Optional.of("snap-start"))) {
      if (System.getProperty(COMPAT) == null) {
        // Lambda's runtime sets this property; its runtime interface client alone does not.
        System.setProperty(COMPAT, "com.amazonaws.services.lambda.crac");
      }
      Core.getGlobalContext().register(priming);
    }
    return priming;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws Exception {
    var _ = perform();
    loadConnections();
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // The snapshot holds nothing that must be renewed.
  }

  byte[] perform() throws IOException {
    try (var sample = open(event)) {
      var forPriming = on(wiring());
      return Wiring.answer(sample.readAllBytes(), Invocation.silent(Time.SYSTEM), forPriming);
    }
  }

  /// A wiring with OCM and AWS within this process.
  private Wiring wiring() throws IOException {
    var credentials = Map.of("AWS_ACCESS_KEY_ID", "priming", "AWS_SECRET_ACCESS_KEY", "priming");
    return new Wiring(
        environment.with(credentials), Time.SYSTEM, new PrimingAws(item()), Ocm::forPriming);
  }

  /// The function over another wiring than its own.
  public Wiring.Answering on(Wiring wiring) {
    return function.apply(wiring);
  }

  static Json.Members item() throws IOException {
    try (var item = open("item.json")) {
      return (Json.Members) JsonReader.read(item.readAllBytes());
    } catch (JsonFault fault) {
      throw new IOException(fault);
    }
  }

  private static InputStream open(String name) throws IOException {
    var resource = Priming.class.getResourceAsStream(FOLDER + name);
    if (resource == null) {
      throw new IOException("there is no " + FOLDER + name);
    }
    return resource;
  }

  /// Loads the classes of connections. Nothing leaves this process: the TLS handshake is started
  /// and not sent, and HTTP requests go to a server within this process.
  private static void loadConnections() throws IOException, NoSuchAlgorithmException {
    var engine = SSLContext.getDefault().createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    engine.wrap(
        ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    URI.create("https://localhost").toURL().openConnection();
    try (var server = new Loopback()) {
      Ocm.primeConnections(server.url());
      AwsClients.primeConnections(server.url());
      AwsClients.primeCredentials(server.url());
    }
  }
}
