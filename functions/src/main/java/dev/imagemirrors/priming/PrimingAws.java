package dev.imagemirrors.priming;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/// AWS services in this process that give each call one successful answer.
final class PrimingAws implements SdkHttpClient {
  /// The attributes that an update of a lane sets, and the names of their values in the request.
  private static final Map<String, String> SET =
      Map.of(
          "operation", ":operation",
          "operation_id", ":id",
          "holder_id", ":holder",
          "lease_until", ":lease",
          "progress", ":progress");

  private final Json.Members item;
  private boolean ended;

  /// @param item the attributes of every item that a call returns
  PrimingAws(Json.Members item) {
    this.item = item;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(request);
      }

      @Override
      public void abort() {}
    };
  }

  private HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
    var target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
    var body = JsonWriter.write(reply(target.substring(target.lastIndexOf('.') + 1), request));
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(200)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .build())
        .responseBody(
            AbortableInputStream.create(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
        .build();
  }

  private Json reply(String call, HttpExecuteRequest request) throws IOException {
    return switch (call) {
      case "UpdateItem" -> Json.object().put("Attributes", updated(request)).build();
      case "GetItem" -> ended ? Json.object().build() : Json.object().put("Item", item).build();
      case "Query" -> found(request);
      case "TransactWriteItems" -> {
        // The transaction ends the operation in the lane.
        ended = true;
        yield Json.object().build();
      }
      case "PutEvents" ->
          Json.object()
              .put("FailedEntryCount", 0)
              .put(
                  "Entries",
                  new Json.Items(List.of(Json.object().put("EventId", "priming").build())))
              .build();
      case "GetSecretValue" ->
          Json.object()
              .put("SecretString", "{\"client_id\": \"priming\", \"client_secret\": \"none\"}")
              .build();
      case "GetQueueUrl" -> Json.object().put("QueueUrl", "https://localhost/priming").build();
      default -> Json.object().build();
    };
  }

  private Json updated(HttpExecuteRequest request) throws IOException {
    var values = body(request).at("ExpressionAttributeValues");
    var updated = Json.object();
    item.values()
        .forEach((name, value) -> {
          var given = values.at(Objects.requireNonNullElse(SET.get(name), ""));
          updated.put(name, given == Json.Null.NULL ? value : given);
        });
    return updated.build();
  }

  /// The history has one entry; every other query finds nothing.
  private Json found(HttpExecuteRequest request) throws IOException {
    var key = body(request).at("KeyConditionExpression").asText();
    return key != null && key.startsWith("cluster_id")
        ? Json.object().put("Items", new Json.Items(List.of(item))).build()
        : Json.object().build();
  }

  private static Json body(HttpExecuteRequest request) throws IOException {
    var stream = request.contentStreamProvider();
    if (stream.isEmpty()) {
      return Json.Null.NULL;
    }
    try (InputStream body = stream.get().newStream()) {
      return JsonReader.read(body.readAllBytes());
    } catch (JsonFault fault) {
      throw new IOException(fault);
    }
  }

  @Override
  public void close() {}
}
