package io.scstream.embedded;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

final class Futures {
  private Futures() {}

  static <T> T get(CompletableFuture<T> future, String attempt) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedException("Interrupted while trying to " + attempt, e);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new EmbeddedException("Could not " + attempt + ": " + cause, cause);
    }
  }
}
