package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The events that functions are invoked with, in the formats of AWS.
final class Events {
  private static final String ACCOUNT = "123456789012";

  private Events() {}

  /// @param key the idempotency key, in its header
  static Json api(
      String method,
      String path,
      Map<String, String> parameters,
      @Nullable String key,
      Json body,
      String id) {
    var headers = Json.object().put("Content-Type", "application/json");
    var named = Json.object();
    parameters.forEach(named::put);
    var identity =
        Json.object()
            .put("accountId", ACCOUNT)
            .put("userArn", "arn:aws:iam::" + ACCOUNT + ":user/pat")
            .build();
    return Json.object()
        .put("httpMethod", method)
        .put("path", path)
        .put("headers", headers.putPresent("Idempotency-Key", key).build())
        .put("pathParameters", named.build())
        .put(
            "requestContext",
            Json.object()
                .put("requestId", id)
                .put("path", "/v1" + path)
                .put("identity", identity)
                .build())
        .put("body", JsonWriter.write(body))
        .put("isBase64Encoded", Json.of(false))
        .build();
  }

  /// @param path relative to the clusters path of OCM
  static Json proxy(String method, String path, String token, @Nullable Json body, String id) {
    var headers =
        Json.object()
            .put("Authorization", "Bearer " + token)
            .put("Content-Type", "application/json")
            .build();
    return Json.object()
        .put("httpMethod", method)
        .put("path", "/api/clusters_mgmt/v1/clusters" + path)
        .put("headers", headers)
        .put("requestContext", Json.object().put("requestId", id).build())
        .put("body", body == null ? Json.Null.NULL : Json.of(JsonWriter.write(body)))
        .put("isBase64Encoded", Json.of(false))
        .build();
  }

  static Json bus(String type, String id, Json detail) {
    return Json.object()
        .put("version", "0")
        .put("id", id)
        .put("detail-type", type)
        .put("source", "com.example.pipeline")
        .put("account", ACCOUNT)
        .put("region", "us-east-1")
        .put("detail", detail)
        .build();
  }

  static Json schedule(String id) {
    return bus("Scheduled Event", id, Json.object().build());
  }

  static Json message(String id, String body, String receipt) {
    return records(
        List.of(
            Json.object()
                .put("messageId", id)
                .put("receiptHandle", receipt)
                .put("body", body)
                .put("eventSource", "aws:sqs")
                .build()));
  }

  /// A batch of a stream: the new items, each with its sequence number.
  static Json stream(List<Map<String, AttributeValue>> items, int first) {
    var records = new java.util.ArrayList<Json>();
    for (var item : items) {
      var image = Json.object();
      item.forEach((name, value) -> image.put(name, attribute(value)));
      records.add(
          Json.object()
              .put("eventName", "INSERT")
              .put("eventSource", "aws:dynamodb")
              .put(
                  "dynamodb",
                  Json.object()
                      .put("NewImage", image.build())
                      .put("SequenceNumber", Integer.toString(first + records.size()))
                      .build())
              .build());
    }
    return records(records);
  }

  private static Json attribute(AttributeValue value) {
    if (value.s() != null) {
      return Json.object().put("S", value.s()).build();
    }
    return value.n() != null
        ? Json.object().put("N", value.n()).build()
        : Json.object().put("SS", Json.strings(value.ss())).build();
  }

  private static Json records(List<Json> records) {
    return Json.object().put("Records", new Json.Items(records)).build();
  }
}
