package dev.imagemirrors.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The instances of a function. As in Lambda, each handles one invocation at a time and a new one
/// is created if none is idle.
final class Instances {
  private final String className;
  private final Map<String, String> environment;
  private final ConcurrentLinkedDeque<RequestStreamHandler> free = new ConcurrentLinkedDeque<>();

  Instances(String className, Map<String, String> environment) {
    this.className = className;
    this.environment = Map.copyOf(environment);
  }

  /// @throws Throwable if the class cannot be loaded, or its constructor throws
  RequestStreamHandler take() throws Throwable {
    var instance = free.pollFirst();
    return instance == null ? make() : instance;
  }

  void giveBack(RequestStreamHandler instance) {
    free.addFirst(instance);
  }

  private RequestStreamHandler make() throws Throwable {
    try {
      return Class.forName(className)
          .asSubclass(RequestStreamHandler.class)
          .getConstructor(Map.class)
          .newInstance(environment);
    } catch (ClassNotFoundException e) {
      throw new ClassNotFoundException("Class not found: " + className, e);
    } catch (NoSuchMethodException e) {
      throw new NoSuchMethodException(
          className
              + " has no public constructor that takes its environment, a Map<String, String>");
    } catch (InvocationTargetException e) {
      var cause = e.getCause();
      throw cause == null ? e : cause;
    }
  }
}
