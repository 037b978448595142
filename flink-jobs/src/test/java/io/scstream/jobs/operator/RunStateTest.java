package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("acceptance-4")
class RunStateTest {
  private static final Set<String> READS =
      Set.of("get", "value", "entries", "iterator", "keys", "values");

  private final List<String> declared = new ArrayList<>();
  private final Set<String> read = new TreeSet<>();

  @Test
  void everyDeclaredStateIsReadBack() throws Exception {
    RunState state = new RunState(context());
    List<Field> fields =
        Stream.of(RunState.class, DriftState.class)
            .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
            .filter(field -> State.class.isAssignableFrom(field.getType()))
            .toList();
    assertThat(declared).hasSameSizeAs(fields).doesNotHaveDuplicates().contains("tensor", "meta");
    assertThat(read).as("before").isEmpty();
    state.read();
    assertThat(read).containsExactlyInAnyOrderElementsOf(declared);
  }

  private RuntimeContext context() {
    return (RuntimeContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RuntimeContext.class},
            (proxy, method, arguments) -> {
              StateDescriptor<?, ?> descriptor = (StateDescriptor<?, ?>) arguments[0];
              declared.add(descriptor.getName());
              return state(method, descriptor.getName());
            });
  }

  private Object state(Method getter, String name) {
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {getter.getReturnType()},
        (proxy, method, arguments) -> {
          if (READS.contains(method.getName())) {
            read.add(name);
          }
          if (method.getName().equals("value") && name.equals(RunState.META)) {
            return RunMetas.EMPTY;
          }
          if (Iterator.class.isAssignableFrom(method.getReturnType())) {
            return List.of().iterator();
          }
          return Iterable.class.isAssignableFrom(method.getReturnType()) ? List.of() : null;
        });
  }
}
