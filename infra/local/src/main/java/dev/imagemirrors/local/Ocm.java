package dev.imagemirrors.local;

import dev.imagemirrors.local.ocm.OcmSimulator;
import java.io.IOException;

/// The OCM that the functions call.
interface Ocm extends AutoCloseable {
  String url();

  String tokenUrl();

  /// One line that says which OCM this is.
  String summary();

  @Override
  void close();

  /// An OCM that runs elsewhere.
  record External(String url, String tokenUrl) implements Ocm {
    @Override
    public String summary() {
      return "OCM:      " + url;
    }

    @Override
    public void close() {}
  }

  /// The simulator, in this process.
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
    public String summary() {
      return "OCM:      simulator at " + url() + ", clusters " + OcmSimulator.CLUSTERS;
    }

    @Override
    public void close() {
      simulator.close();
    }
  }

  static Ocm simulator(OcmSimulator.Options options) throws IOException {
    return new Simulated(OcmSimulator.start(options));
  }
}
