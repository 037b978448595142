package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Places are told from those that only look as if they could hold a store. */
interface ProbeContract extends StoreContract {

  @Test
  default void aPlaceThatKeepsItsPromisesPassesAndIsLeftAsItWas() {
    Fixtures.publish(store(), "vae", 5);
    AtomicLong clock = new AtomicLong();

    ProbeReport report = store().probe(() -> clock.getAndAdd(2_000_000));

    assertThat(report.operations()).isEqualTo(7);
    assertThat(report.medianMillis()).isEqualTo(2);
    assertThat(storage().list("staging/.probe")).isEmpty();
    assertThat(store().lineages()).containsExactly("vae");
    assertThat(store().verify().isClean()).isTrue();
  }

  @Test
  default void eachPromiseThatIsBrokenIsNamed() {
    Map.of(
            "createOnce", "If-None-Match: *",
            "refusesStale", "a put on the condition of other content (If-Match) overwrites",
            "list", "a list lacks what was written",
            "delete", "what was deleted is still there")
        .forEach(
            (method, told) -> {
              assertFails(Category.IO, () -> new StoreProbe(breaking(method), () -> 0).run(), told);
              storage()
                  .list("staging/.probe")
                  .forEach(it -> storage().delete("staging/.probe/" + it));
            });
  }

  /** This storage, but for one thing that it claims to do and does not. */
  private Storage breaking(String broken) {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              try {
                Object result =
                    broken.equals("delete") && method.getName().equals("delete")
                        ? null
                        : method.invoke(storage(), arguments);
                if (!method.getName().equals(broken)) {
                  return result;
                }
                return switch (broken) {
                  case "createOnce" -> true;
                  case "refusesStale" -> false;
                  case "list" -> List.of();
                  default -> result;
                };
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
