package dev.imagemirrors.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.lambda.AsyncInvocations;
import dev.imagemirrors.local.lambda.FailureDestination;
import java.io.PrintStream;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// On-failure destinations: queues and functions of the stack. For others, failures are printed.
final class Destinations implements FailureDestination {
  private static final Pattern ARN =
      Pattern.compile("arn:aws:(\\w+):([a-z0-9-]+):(\\d{12}):(?:function:)?([^:]+)(?::live)?");

  private final Sites sites;
  private final Supplier<AsyncInvocations> async;
  private final PrintStream out;

  Destinations(Sites sites, Supplier<AsyncInvocations> async, PrintStream out) {
    this.sites = sites;
    this.async = async;
    this.out = out;
  }

  @Override
  public void send(String arn, JsonNode failure) {
    var parts = ARN.matcher(arn);
    if (!parts.matches()
        || !deliver(
            parts.group(1), new Scope(parts.group(3), parts.group(2)), parts.group(4), failure)) {
      out.println("Undelivered failure: " + arn + " is not in the local stack: " + failure);
    }
  }

  private boolean deliver(String service, Scope scope, String name, JsonNode failure) {
    var site = sites.at(scope);
    return switch (service) {
      case "sqs" -> {
        var queue = site.flatMap(s -> s.queues().find(name));
        queue.ifPresent(q -> site.get().queues().send(q, failure.toString()));
        yield queue.isPresent();
      }
      case "lambda" -> {
        var function = site.flatMap(s -> s.functions().named(name));
        function.ifPresent(f -> async.get().invoke(f, Json.bytes(failure)));
        yield function.isPresent();
      }
      default -> false;
    };
  }
}
