package dev.imagemirrors.local.openapi;

/// A valid request to each operation, for a cluster with the image mirror of the ROSA guide.
enum Requests {
  CREATE("createImageMirror", "POST", "/image-mirrors", Requests.CREATION),
  LIST("listImageMirrors", "GET", "/image-mirrors", ""),
  DESCRIBE("describeImageMirror", "GET", "/image-mirrors/" + Requests.KEY, ""),
  EDIT("editImageMirror", "PATCH", "/image-mirrors/" + Requests.KEY, Requests.EDITING),
  DELETE("deleteImageMirror", "DELETE", "/image-mirrors/" + Requests.KEY, ""),
  DESCRIBE_BY_SOURCE(
      "describeImageMirrorBySource", "GET", "/image-mirror?source=" + Requests.KEY, ""),
  EDIT_BY_SOURCE(
      "editImageMirrorBySource",
      "PATCH",
      "/image-mirrors?source=" + Requests.KEY,
      Requests.EDITING),
  DELETE_BY_SOURCE(
      "deleteImageMirrorBySource", "DELETE", "/image-mirrors?source=" + Requests.KEY, ""),
  APPLY("applyImageMirrors", "PUT", "/image-mirrors", Requests.SET),
  RESTORE("restoreImageMirrors", "POST", "/restore", Requests.RESTORATION),
  EXPLAIN("explainImage", "GET", "/explain", ""),
  OPERATIONS("listOperations", "GET", "/operations", ""),
  HISTORY("showHistory", "GET", "/history", ""),
  VERIFY("verifyHistory", "GET", "/history/verify", ""),
  MIRROR_HISTORY(
      "showImageMirrorHistory", "GET", "/image-mirrors/" + Requests.KEY + "/history", "");

  static final String KEY = "registry.example.com%2Fteam";
  static final String CREATION =
      "{\"source\": \"registry.example.com/team\","
          + " \"mirrors\": [\"mirror.corp.com/team\", \"backup.corp.com/team\"]}";
  static final String IMAGE =
      "registry.example.com/team/app@sha256:" + "0123456789abcdef".repeat(4);
  static final String BREAKING_CREATION =
      "{\"source\": \"registry.example.com/team/app\", \"mirrors\": \"mirror.corp.com\"}";
  static final String SET =
      "{\"image_mirrors\": [{\"source\": \"registry.example.com/team\","
          + " \"mirrors\": [\"mirror.corp.com/team\"]}, {\"source\": \"quay.io/team\","
          + " \"mirrors\": \"mirror.corp.com/quay\"}]}";
  static final String RESTORATION = "{\"to\": 0}";
  static final String OTHER_CREATION =
      "{\"source\": \"registry.example.com/team\", \"mirrors\": \"new-mirror.corp.com/team\"}";
  static final String EDITING = "{\"mirrors\": \"mirror.corp.com/team,new-mirror.corp.com/team\"}";

  private final String operationId;
  private final String method;
  private final String path;
  private final String body;

  Requests(String operationId, String method, String path, String body) {
    this.operationId = operationId;
    this.method = method;
    this.path = path;
    this.body = body;
  }

  String operationId() {
    return operationId;
  }

  boolean writes() {
    return !method.equals("GET");
  }

  boolean needsMirror() {
    return path.contains(KEY) && !path.endsWith("history");
  }

  /// Sends the request; a deletion is confirmed.
  ReceivedReply send(ApiFixture fixture, String cluster, String query, String... headers) {
    return sendBody(fixture, cluster, query, body, headers);
  }

  ReceivedReply sendBody(
      ApiFixture fixture, String cluster, String query, String other, String... headers) {
    var needed =
        switch (this) {
          case DELETE, DELETE_BY_SOURCE, RESTORE -> "yes=true&";
          case EXPLAIN -> "image=" + IMAGE + "&";
          default -> "";
        };
    return unconfirmed(fixture, cluster, needed + query, other, headers);
  }

  ReceivedReply unconfirmed(
      ApiFixture fixture, String cluster, String query, String other, String... headers) {
    var separator = path.contains("?") ? "&" : "?";
    return fixture.send(method, "/clusters/" + cluster + path + separator + query, other, headers);
  }
}
