package dev.imagemirrors.local.http;

/// A service behind the port.
public interface Endpoint {
  boolean takes(Request request);

  Reply answer(Request request);
}
