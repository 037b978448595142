package io.scstream.cli;

import io.scstream.serve.ApiServer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A command that goes on until it is stopped, by a signal, and then closes what it has opened:
 * opened before everything else, and so closed after it.
 */
final class Serving implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private Serving() {}

  /** Begins to listen for the signal. */
  static Serving begin() {
    Serving serving = new Serving();
    Runtime.getRuntime().addShutdownHook(new Thread(serving::stop));
    return serving;
  }

  private void stop() {
    stop.countDown();
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return; // The process ends with something still open.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the signal. */
  void untilStopped() throws InterruptedException {
    stop.await();
  }

  @Override
  public void close() {
    closed.countDown();
  }

  /**
   * Address of the page. A token stands in its fragment, which a browser sends nowhere: the page
   * takes it from there.
   */
  static String page(ApiServer server, Optional<String> token) {
    return server.url() + token.map(text -> "#token=" + text).orElse("");
  }
}
