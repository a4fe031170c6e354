package dev.imagemirrors.local;

import dev.imagemirrors.local.ocm.OcmSimulator;
import java.io.IOException;
import java.net.InetAddress;

/// The OCM that the functions talk to.
interface Ocm extends AutoCloseable {
  String url();

  String tokenUrl();

  String banner();

  @Override
  void close();

  /// The service that somebody else runs.
  record Elsewhere(String url, String tokenUrl) implements Ocm {
    @Override
    public String banner() {
      return "OCM: " + url;
    }

    @Override
    public void close() {}
  }

  /// The simulator, on a port of this machine.
  record Simulated(OcmSimulator simulator) implements Ocm {
    @Override
    public String url() {
      return simulator.url();
    }

    @Override
    public String tokenUrl() {
      return simulator.tokenUrl();
    }

    @Override
    public String banner() {
      return simulator.banner();
    }

    @Override
    public void close() {
      simulator.close();
    }
  }

  static Ocm simulator(InetAddress host, int port) throws IOException {
    return new Simulated(OcmSimulator.start(host, port));
  }
}
