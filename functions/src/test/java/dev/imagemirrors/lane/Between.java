package dev.imagemirrors.lane;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An interceptor between a caller and a port: it sees each call, and makes it or does something
/// else.
interface Between {
  /// Makes each call.
  Between NOTHING = Call::make;

  /// Returns the result for the caller.
  @Nullable Object answer(Call call) throws Throwable;

  /// A call of a port, which can be made any number of times.
  record Call(String name, List<Object> arguments, Making making) {
    @Nullable Object make() throws Throwable {
      try {
        return making.make();
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
    }
  }

  /// Makes the call.
  interface Making {
    @Nullable Object make() throws ReflectiveOperationException;
  }

  default <T> T put(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) ->
                answer(
                    new Call(
                        method.getName(),
                        arguments == null ? List.of() : Arrays.asList(arguments),
                        () -> method.invoke(real, arguments)))));
  }
}
