package dev.imagemirrors.local.dynamodb;

import dev.imagemirrors.local.aws.Place;
import dev.imagemirrors.local.aws.Signature;
import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.http.Request;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// DynamoDB and DynamoDB Streams on the port.
public final class DynamoApi implements Endpoint {
  private static final Pattern TARGET = Pattern.compile("DynamoDB(?:Streams)?_20120810\\.(\\w+)");

  private final Supplier<DynamoEngine> engine;
  private final Consumer<Place> ready;
  private final String homeRegion;

  /// Makes the endpoint over an engine that may still be starting.
  ///
  /// @param ready sees to it that the tables of an account and region are there, if a stack is
  public DynamoApi(Supplier<DynamoEngine> engine, Consumer<Place> ready, String homeRegion) {
    this.engine = engine;
    this.ready = ready;
    this.homeRegion = homeRegion;
  }

  @Override
  public boolean takes(Request request) {
    return TARGET.matcher(request.header("X-Amz-Target").orElse("")).matches();
  }

  @Override
  public Reply answer(Request request) {
    var place = Signature.caller(request, homeRegion).place();
    ready.accept(place);
    var operation = TARGET.matcher(request.header("X-Amz-Target").orElse("")).replaceFirst("$1");
    var answer = engine.get().call(place, operation, request.body());
    return Reply.of(answer.status(), "application/x-amz-json-1.0", answer.body())
        .with("x-amzn-RequestId", UUID.randomUUID().toString());
  }
}
