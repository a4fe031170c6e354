package dev.imagemirrors.local.http;

/// One of the services behind the port.
public interface Endpoint {
  boolean takes(Request request);

  Reply answer(Request request);
}
