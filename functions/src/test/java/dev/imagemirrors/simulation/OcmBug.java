package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.ocm.SimulatedConnection.Received;
import dev.imagemirrors.ocm.SimulatedConnection.Sent;
import dev.imagemirrors.ocm.SimulatedConnection.Unreached;
import dev.imagemirrors.ocm.SimulatedConnection.Wire;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Bugs in the interpretation of OCM responses.
enum OcmBug implements Bug {
  DOUBT_IS_SUCCESS("a lost response counts as success", Invariant.CORRECT_OUTCOMES) {
    @Override
    public Wire ocm(Wire wire) {
      return (request, deadline, lifetime) -> {
        try {
          return wire.carry(request, deadline, lifetime);
        } catch (Unreached unreached) {
          throw unreached;
        } catch (IOException lost) {
          if (writes(request)) {
            return success(request);
          }
          throw lost;
        }
      };
    }
  },

  DOUBT_IS_FAILURE("a lost response counts as failure", Invariant.NO_NEEDLESS_WRITES) {
    @Override
    public Wire ocm(Wire wire) {
      return (request, deadline, lifetime) -> {
        try {
          return wire.carry(request, deadline, lifetime);
        } catch (IOException lost) {
          if (writes(request)) {
            throw new Unreached();
          }
          throw lost;
        }
      };
    }
  },

  EXISTING_IS_DONE("'already exists' counts as success", Invariant.CORRECT_OUTCOMES) {
    @Override
    public Wire ocm(Wire wire) {
      return (request, deadline, lifetime) -> {
        var answer = wire.carry(request, deadline, lifetime);
        return answer.status() == 400 && answer.body().contains("already exists")
            ? success(request)
            : answer;
      };
    }
  },

  USES_SERVICE_CREDENTIALS(
      "a caller's write is sent with our own token", Invariant.CALLER_CREDENTIALS) {
    @Override
    public Wire ocm(Wire wire) {
      var ours = new AtomicReference<@Nullable String>();
      return (request, deadline, lifetime) -> {
        var isOfApi = request.uri().getPath().startsWith("/api/");
        if (isOfApi && OcmTokens.user(request.authorization()).equals(OcmTokens.SERVICE_ACCOUNT)) {
          ours.set(request.authorization());
        }
        return wire.carry(
            writes(request) && ours.get() != null
                ? new Sent(request.method(), request.uri(), ours.get(), request.body())
                : request,
            deadline,
            lifetime);
      };
    }
  },

  SENDS_TWICE("an edit is sent twice", Invariant.NO_NEEDLESS_WRITES) {
    @Override
    public Wire ocm(Wire wire) {
      return (request, deadline, lifetime) -> {
        var answer = wire.carry(request, deadline, lifetime);
        return request.method().equals("PATCH")
            ? wire.carry(request, deadline, lifetime.dividedBy(2))
            : answer;
      };
    }
  },

  READS_FROM_A_CACHE("reads come from a stale cache", Invariant.NO_NEEDLESS_WRITES) {
    @Override
    public Wire ocm(Wire wire) {
      Map<String, Received> cache = new HashMap<>();
      return (request, deadline, lifetime) -> {
        var key = request.uri().toString();
        if (request.method().equals("GET")
            && key.contains("image_mirrors")
            && cache.containsKey(key)) {
          return cache.get(key);
        }
        var answer = wire.carry(request, deadline, lifetime);
        if (answer.status() == 200) {
          cache.put(key, answer);
        }
        return answer;
      };
    }
  };

  private final String description;
  private final Invariant violates;

  OcmBug(String description, Invariant violates) {
    this.description = description;
    this.violates = violates;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Invariant violates() {
    return violates;
  }

  private static boolean writes(Sent request) {
    return request.uri().getPath().contains("image_mirrors") && !request.method().equals("GET");
  }

  /// The response that OCM would have sent for a successful request.
  private static Received success(Sent request) {
    return switch (request.method()) {
      case "DELETE" -> new Received(204, "", null);
      case "PATCH" -> new Received(200, mirror(request), null);
      default -> new Received(201, mirror(request), null);
    };
  }

  private static String mirror(Sent request) {
    try {
      var body = JsonReader.read(String.valueOf(request.body()));
      var path = request.uri().getPath();
      return JsonWriter.write(
          Json.object()
              .put("id", path.substring(path.lastIndexOf('/') + 1))
              .put("source", body.at("source").asText() == null ? Json.of("?") : body.at("source"))
              .put("mirrors", body.at("mirrors"))
              .build());
    } catch (JsonFault broken) {
      throw new IllegalStateException(broken);
    }
  }
}
