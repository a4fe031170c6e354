package dev.imagemirrors.priming;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
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

/// Runs a function once, on an event of its kind, before a snapshot is taken of it (SnapStart), so
/// that what it needs is loaded and warm in every copy that is restored.
///
/// OCM and AWS are stood in for within the process. What is fresh or unique, tokens, credentials,
/// clients and random seeds, belongs to the wiring of the priming and is thrown away with it; that
/// of the function itself is first used after the restore.
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

  /// Primes the function before a snapshot is taken, where one will be.
  ///
  /// @param event the sample event, by its place in the folder of those
  /// @param function what answers events, with another wiring than the function's own
  /// @return what must be kept for as long as the function lives
  public static Priming of(
      String event, Environment environment, Function<Wiring, Wiring.Answering> function) {
    var priming = new Priming(event, environment, function);
    if (environment.optional("AWS_LAMBDA_INITIALIZATION_TYPE").equals(Optional.of("snap-start"))) {
      if (System.getProperty(COMPAT) == null) {
        // Where Lambda's runtime has its hooks. It says so itself; its client, run alone, does not.
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
    // Nothing was kept that would have to be made anew.
  }

  byte[] perform() throws IOException {
    try (var sample = open(event)) {
      var forPriming = on(wiring());
      return Wiring.answer(sample.readAllBytes(), Invocation.unseen(Time.SYSTEM), forPriming);
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
      return (Json.Members) Json.parse(item.readAllBytes());
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

  /// What a connection needs besides. Nothing leaves this process: the first words of TLS are put
  /// together and sent to nobody, and HTTP is spoken with a server of its own.
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
