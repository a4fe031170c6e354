package dev.imagemirrors.local.dynamodb;

import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.aws.Signature;
import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.http.Request;
import java.util.UUID;
import java.util.regex.Pattern;

/// The DynamoDB and DynamoDB Streams endpoints.
public final class DynamoApi implements Endpoint {
  private static final Pattern TARGET = Pattern.compile("DynamoDB(?:Streams)?_20120810\\.(\\w+)");
  private static final Pattern WRITE =
      Pattern.compile("(Put|Update|Delete|BatchWrite|TransactWrite)Items?|.*Execute.*");

  /// Hooks around a call.
  public interface Listener {
    /// Creates the tables, if the region has a stack.
    void before(Scope scope);

    void written(Scope scope);
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
  public boolean handles(Request request) {
    return TARGET.matcher(request.header("X-Amz-Target").orElse("")).matches();
  }

  @Override
  public Reply answer(Request request) {
    var scope = Signature.caller(request, homeRegion).scope();
    listener.before(scope);
    var operation = TARGET.matcher(request.header("X-Amz-Target").orElse("")).replaceFirst("$1");
    var answer = engine.call(scope, operation, request.body());
    if (WRITE.matcher(operation).matches()) {
      listener.written(scope);
    }
    return Reply.of(answer.status(), "application/x-amz-json-1.0", answer.body())
        .with("x-amzn-RequestId", UUID.randomUUID().toString());
  }
}
