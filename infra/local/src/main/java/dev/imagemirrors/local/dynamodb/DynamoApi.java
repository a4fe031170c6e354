package dev.imagemirrors.local.dynamodb;

import dev.imagemirrors.local.aws.Place;
import dev.imagemirrors.local.aws.Signature;
import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.http.Request;
import java.util.UUID;
import java.util.regex.Pattern;

/// DynamoDB and DynamoDB Streams on the port.
public final class DynamoApi implements Endpoint {
  private static final Pattern TARGET = Pattern.compile("DynamoDB(?:Streams)?_20120810\\.(\\w+)");
  private static final Pattern WRITE =
      Pattern.compile("(Put|Update|Delete|BatchWrite|TransactWrite)Items?|.*Execute.*");

  /// What else there is to do around a call.
  public interface Listener {
    /// Sees to it that the tables are there, where a stack is.
    void before(Place place);

    void written(Place place);
  }

  private final DynamoEngine engine;
  private final Listener listener;
  private final String homeRegion;

  public DynamoApi(DynamoEngine engine, Listener listener, String homeRegion) {
    this.engine = engine;
    this.listener = listener;
    this.homeRegion = homeRegion;
  }

  @Override
  public boolean takes(Request request) {
    return TARGET.matcher(request.header("X-Amz-Target").orElse("")).matches();
  }

  @Override
  public Reply answer(Request request) {
    var place = Signature.caller(request, homeRegion).place();
    listener.before(place);
    var operation = TARGET.matcher(request.header("X-Amz-Target").orElse("")).replaceFirst("$1");
    var answer = engine.call(place, operation, request.body());
    if (WRITE.matcher(operation).matches()) {
      listener.written(place);
    }
    return Reply.of(answer.status(), "application/x-amz-json-1.0", answer.body())
        .with("x-amzn-RequestId", UUID.randomUUID().toString());
  }
}
