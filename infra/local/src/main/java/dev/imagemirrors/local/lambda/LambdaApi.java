package dev.imagemirrors.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.aws.Signature;
import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.http.Request;
import dev.imagemirrors.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Lambda API: Invoke with its three types, GetFunction and ListFunctions.
public final class LambdaApi implements Endpoint {
  /// The only version.
  static final String VERSION = "$LATEST";

  private static final Pattern PATH =
      Pattern.compile("/2015-03-31/functions(?:/([^/]*)(/invocations)?)?/?");
  private static final int LARGEST_REQUEST = 6_291_456;
  private static final int LARGEST_ASYNC_REQUEST = 1_048_576;
  private static final int LOG_TAIL = 4096;

  /// Finds functions; empty for a region without a stack.
  public interface Directory {
    Optional<Functions> at(Scope scope);
  }

  private final Directory directory;
  private final AsyncInvocations async;
  private final String homeRegion;

  public LambdaApi(Directory directory, AsyncInvocations async, String homeRegion) {
    this.directory = directory;
    this.async = async;
    this.homeRegion = homeRegion;
  }

  @Override
  public boolean handles(Request request) {
    return request.path().startsWith("/2015-03-31/functions");
  }

  @Override
  public Reply answer(Request request) {
    var path = PATH.matcher(request.path());
    var scope = Signature.caller(request, homeRegion).scope();
    try {
      if (!path.matches()) {
        throw new AwsFault(
            404,
            "UnknownOperationException",
            "The local stack supports Invoke, GetFunction and ListFunctions");
      }
      return switch (request.method()) {
        case "POST" -> {
          var reference = reference(path, request, scope);
          yield invoke(function(reference, scope), reference.qualifier(), request);
        }
        case "GET" ->
            path.group(1) == null
                ? Reply.json(200, FunctionList.of(directory.at(scope)))
                : Reply.json(
                    200, FunctionList.one(function(reference(path, request, scope), scope)));
        default -> throw new AwsFault(405, "MethodNotAllowed", request.method());
      };
    } catch (AwsFault e) {
      return Reply.json(e.status(), Json.object().put("Type", "User").put("message", e.message()))
          .with("x-amzn-ErrorType", e.code())
          .with("x-amzn-RequestId", UUID.randomUUID().toString());
    }
  }

  private static FunctionReference reference(Matcher path, Request request, Scope scope) {
    var reference =
        FunctionReference.parse(path.group(1))
            .orElseThrow(() ->
                new AwsFault(400, "ValidationException", "Not a function name: " + path.group(1)))
            .or(qualifier(request));
    if (!reference.exists()) {
      throw new AwsFault(
          404,
          "ResourceNotFoundException",
          "Cannot find alias arn: "
              + arn(reference, scope)
              + ":"
              + reference.qualifier().orElse(""));
    }
    return reference;
  }

  private static String arn(FunctionReference reference, Scope scope) {
    return scope.arn("lambda", "function:" + reference.name());
  }

  private LocalFunction function(FunctionReference reference, Scope scope) {
    var arn = arn(reference, scope);
    return directory
        .at(scope)
        .orElseThrow(() ->
            new AwsFault(
                404,
                "ResourceNotFoundException",
                "Function not found: "
                    + arn
                    + " (no stack runs in this region; the local stack's own is "
                    + homeRegion
                    + ")"))
        .named(reference.name())
        .orElseThrow(
            () -> new AwsFault(404, "ResourceNotFoundException", "Function not found: " + arn));
  }

  private static Optional<String> qualifier(Request request) {
    return Optional.ofNullable(request.query())
        .filter(query -> query.startsWith("Qualifier="))
        .map(query -> query.substring("Qualifier=".length()).replace("%24", "$"));
  }

  private Reply invoke(LocalFunction function, Optional<String> qualifier, Request request) {
    var type =
        request.header("X-Amz-Invocation-Type").orElse("RequestResponse").toLowerCase(Locale.ROOT);
    var payload = payload(request, type.equals("event") ? LARGEST_ASYNC_REQUEST : LARGEST_REQUEST);
    return switch (type) {
      case "requestresponse" -> answered(function, qualifier, payload, request);
      case "event" ->
          Reply.empty(202).with("x-amzn-RequestId", async.invoke(function, payload, qualifier));
      case "dryrun" -> Reply.empty(204);
      default ->
          throw new AwsFault(
              400, "InvalidParameterValueException", "Unknown invocation type: " + type);
    };
  }

  private static byte[] payload(Request request, int limit) {
    if (request.body().length > limit) {
      throw new AwsFault(
          413,
          "RequestEntityTooLargeException",
          "Request must be smaller than " + limit + " bytes for the InvokeFunction operation");
    }
    if (request.body().length == 0) {
      return "{}".getBytes(StandardCharsets.UTF_8);
    }
    try {
      Json.read(request.body());
      return request.body();
    } catch (JsonProcessingException e) {
      throw new AwsFault(
          400,
          "InvalidRequestContentException",
          "Could not parse request body into json: Could not parse payload into json: "
              + e.getOriginalMessage());
    }
  }

  private static Reply answered(
      LocalFunction function, Optional<String> qualifier, byte[] payload, Request request) {
    var requestId = UUID.randomUUID().toString();
    var outcome = function.invoke(payload, requestId, qualifier);
    var reply =
        switch (outcome) {
          case Outcome.Answered answered -> Reply.of(200, "application/json", answered.payload());
          case Outcome.Failed failed ->
              Reply.json(200, failed.error()).with("X-Amz-Function-Error", "Unhandled");
        };
    reply = reply.with("X-Amz-Executed-Version", VERSION).with("x-amzn-RequestId", requestId);
    return request.header("X-Amz-Log-Type").orElse("").equals("Tail")
        ? reply.with("X-Amz-Log-Result", tail(outcome.log()))
        : reply;
  }

  private static String tail(String log) {
    var bytes = log.getBytes(StandardCharsets.UTF_8);
    int from = Math.max(0, bytes.length - LOG_TAIL);
    return Base64.getEncoder()
        .encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
  }
}
