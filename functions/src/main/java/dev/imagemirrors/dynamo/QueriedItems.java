package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.call;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The items of a query, of which each page is read when it is needed.
final class QueriedItems<T> implements Iterator<T> {
  private final DynamoDbClient client;
  private final Function<Map<String, AttributeValue>, T> read;
  private Iterator<Map<String, AttributeValue>> page =
      List.<Map<String, AttributeValue>>of().iterator();
  private QueryRequest next;
  private boolean hasMore = true;

  QueriedItems(
      DynamoDbClient client, QueryRequest query, Function<Map<String, AttributeValue>, T> read) {
    this.client = client;
    this.read = read;
    this.next = query;
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && hasMore) {
      var found = call(() -> client.query(next));
      page = found.items().iterator();
      hasMore = found.hasLastEvaluatedKey();
      next = next.toBuilder().exclusiveStartKey(found.lastEvaluatedKey()).build();
    }
    return page.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return read.apply(page.next());
  }
}
