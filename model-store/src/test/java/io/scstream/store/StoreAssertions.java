package io.scstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.store.StoreException.Category;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How failures of a store are asserted: by category and message. */
final class StoreAssertions {

  private StoreAssertions() {}

  static void assertFails(Category category, ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.category()).isEqualTo(category))
        .hasMessageContaining(message);
  }
}
