package dev.imagemirrors.priming;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.BatchHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.handler.HandlerTest;
import dev.imagemirrors.handler.OcmProxyHandler;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkClient;

/// What a function does before a snapshot is taken of it, and what is in that.
class PrimingTest {
  /// Of their own: a function that was called before holds clients.
  private static final Map<Class<?>, RequestStreamHandler> FUNCTIONS = HandlerTest.functions();

  static Stream<Class<?>> all() {
    return FUNCTIONS.keySet().stream();
  }

  private static RequestStreamHandler function(Class<?> type) {
    return requireNonNull(FUNCTIONS.get(type));
  }

  static Priming priming(Class<?> function) throws ReflectiveOperationException {
    var field = function.getDeclaredField("handler");
    field.setAccessible(true);
    return switch (field.get(function(function))) {
      case Handler entry -> entry.priming().orElseThrow();
      case BatchHandler entry -> entry.priming().orElseThrow();
      case OcmProxyHandler entry -> entry.priming().orElseThrow();
      default -> throw new AssertionError("no entry");
    };
  }

  private static Json perform(Class<?> function)
      throws ReflectiveOperationException, IOException, JsonFault {
    return Json.parse(priming(function).perform());
  }

  /// On an event of its own kind, all the way to its end: nothing listens at any address it has.
  @ParameterizedTest
  @MethodSource("all")
  void goesWellForEveryFunction(Class<?> function) throws Exception {
    var reply = perform(function);

    switch (function.getSimpleName()) {
      case "CreateImageMirrorFunction", "OcmProxyFunction" ->
          assertThat(reply.at("statusCode")).isEqualTo(Json.of(201));
      // What it has called off still waits, when it looks again.
      case "CancelOperationFunction" -> assertThat(reply.at("statusCode")).isEqualTo(Json.of(409));
      case "RunOperationFunction", "AnnounceChangesFunction" ->
          assertThat(reply).isEqualTo(Json.parse("{\"batchItemFailures\": []}"));
      case "ClusterReadyFunction", "WatchClustersFunction", "RecoverOperationsFunction" ->
          assertThat(reply.at("messages").items()).isNotEmpty();
      case "VerifyHistoryFunction" -> {
        assertThat(reply.at("statusCode")).isEqualTo(Json.of(200));
        assertThat(reply.at("body").asText()).contains("\"verified\":true", "\"entries\":1,");
      }
      default -> assertThat(reply.at("statusCode")).isEqualTo(Json.of(200));
    }
  }

  /// Clients hold connections and credentials, generators their seeds: none may be in two copies.
  @ParameterizedTest
  @MethodSource("all")
  void leavesNothingBehindThatMustBeFreshOrUnique(Class<?> function) throws Exception {
    priming(function).beforeCheckpoint(org.crac.Core.getGlobalContext());

    assertThat(reachable(function(function)))
        .isNotEmpty()
        .noneMatch(each -> each instanceof SdkClient)
        .noneMatch(each -> each instanceof AwsCredentialsProvider)
        .noneMatch(each -> each instanceof RandomGenerator)
        .noneMatch(
            each -> each instanceof String text && text.contains("priming") && !text.contains("/"))
        .noneMatch(each -> each.getClass().getName().startsWith("dev.imagemirrors.ocm.Ocm"));
  }

  /// Everything of ours that an object leads to, with the maps, lists and texts in between.
  private static List<Object> reachable(Object root) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    var open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      var next = open.pop();
      if (seen.add(next)) {
        parts(next).forEach(open::push);
      }
    }
    return List.copyOf(seen);
  }

  private static List<Object> parts(Object whole) throws IllegalAccessException {
    var parts = new ArrayList<Object>();
    switch (whole) {
      case Map<?, ?> map -> {
        parts.addAll(map.keySet());
        parts.addAll(map.values());
      }
      case Iterable<?> many -> many.forEach(parts::add);
      default -> {
        for (Class<?> type = whole.getClass();
            type != null && type.getName().startsWith("dev.imagemirrors.");
            type = type.getSuperclass()) {
          for (var field : type.getDeclaredFields()) {
            add(field, whole, parts);
          }
        }
      }
    }
    parts.removeIf(part -> part == null);
    return parts;
  }

  private static void add(Field field, Object whole, List<Object> parts)
      throws IllegalAccessException {
    if (!Modifier.isStatic(field.getModifiers())
        && !field.getType().isPrimitive()
        && !whole.getClass().isHidden()) {
      field.setAccessible(true);
      @Nullable Object value = field.get(whole);
      if (value != null) {
        parts.add(value);
      }
    }
  }
}
