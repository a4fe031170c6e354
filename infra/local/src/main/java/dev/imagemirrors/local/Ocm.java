package dev.imagemirrors.local;

import java.io.IOException;

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
  @SuppressWarnings("DoNotCallSuggester")
  static Ocm simulator(int port) throws IOException {
    throw new IOException(
        "The OCM simulator is not in this build: give --ocm-url and --ocm-token-url (port "
            + port
            + ")");
  }
}
