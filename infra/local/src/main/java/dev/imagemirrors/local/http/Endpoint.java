package dev.imagemirrors.local.http;

/// A service behind the port.
public interface Endpoint {
  boolean handles(Request request);

  Reply answer(Request request);
}
