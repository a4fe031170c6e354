package dev.imagemirrors.priming;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandlerTest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
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

class PrimingTest {
  /// New ones: a function that was called before holds clients.
  private static final Map<Class<?>, LambdaHandler> FUNCTIONS = RequestHandlerTest.functions();

  static Stream<Class<?>> all() {
    return FUNCTIONS.keySet().stream();
  }

  private static LambdaHandler function(Class<?> type) {
    return requireNonNull(FUNCTIONS.get(type));
  }

  private static Json perform(Class<?> function) throws IOException, JsonFault {
    return JsonReader.read(function(function).priming().perform());
  }

  /// Nothing listens at the addresses of the functions, so a call outside this process would fail.
  @ParameterizedTest
  @MethodSource("all")
  void succeedsForEveryFunction(Class<?> function) throws Exception {
    var reply = perform(function);

    switch (function.getSimpleName()) {
      case "CreateImageMirrorFunction", "OcmProxyFunction" ->
          assertThat(reply.at("statusCode")).isEqualTo(Json.of(201));
      // The stand-in for DynamoDB still returns the cancelled operation as waiting.
      case "CancelOperationFunction" -> assertThat(reply.at("statusCode")).isEqualTo(Json.of(409));
      case "RunOperationFunction", "AnnounceChangesFunction" ->
          assertThat(reply).isEqualTo(JsonReader.read("{\"batchItemFailures\": []}"));
      case "ClusterReadyFunction", "WatchClustersFunction", "RecoverOperationsFunction" ->
          assertThat(reply.at("messages").items()).isNotEmpty();
      case "VerifyHistoryFunction" -> {
        assertThat(reply.at("statusCode")).isEqualTo(Json.of(200));
        assertThat(reply.at("body").asText()).contains("\"verified\":true", "\"entries\":1,");
      }
      default -> assertThat(reply.at("statusCode")).isEqualTo(Json.of(200));
    }
  }

  /// Clients hold connections and credentials, and generators their seeds: no two copies may share
  /// them.
  @ParameterizedTest
  @MethodSource("all")
  void leavesNothingInTheSnapshotThatMustBeFreshOrUnique(Class<?> function) throws Exception {
    function(function).priming().beforeCheckpoint(org.crac.Core.getGlobalContext());

    assertThat(reachable(function(function)))
        .isNotEmpty()
        .noneMatch(each -> each instanceof SdkClient)
        .noneMatch(each -> each instanceof AwsCredentialsProvider)
        .noneMatch(each -> each instanceof RandomGenerator)
        .noneMatch(
            each -> each instanceof String text && text.contains("priming") && !text.contains("/"))
        .noneMatch(each -> each.getClass().getName().startsWith("dev.imagemirrors.ocm.Ocm"));
  }

  /// All objects of this project that are reachable from an object, with maps, lists and strings
  /// between them.
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
