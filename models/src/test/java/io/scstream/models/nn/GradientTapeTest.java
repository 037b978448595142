package io.scstream.models.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.device.EngineThreads;
import io.scstream.models.device.SecondLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GradientTapeTest {

  @Test
  void tapesOfTwoJobsInOneProcessWaitForEachOther() throws Exception {
    EngineThreads.engine();
    try (SecondLoader ofOtherJob = SecondLoader.ofJob()) {
      Class<?> other = ofOtherJob.loadClass(GradientTape.class.getName());
      assertThat(other).isNotEqualTo(GradientTape.class);
      CountDownLatch begun = new CountDownLatch(1);
      FutureTask<Boolean> otherTape =
          new FutureTask<>(
              () -> {
                begun.countDown();
                // The engine refuses a second open tape.
                try (AutoCloseable tape = (AutoCloseable) other.getMethod("open").invoke(null)) {
                  return tape != null;
                }
              });
      Thread thread = new Thread(otherTape, "other-job");
      try (GradientTape tape = GradientTape.open()) {
        thread.start();
        assertThat(begun.await(2, TimeUnit.MINUTES)).isTrue();
        thread.join(TimeUnit.SECONDS.toMillis(1));
        assertThat(otherTape).as("%s is open", tape).isNotDone();
      }
      assertThat(otherTape.get(2, TimeUnit.MINUTES)).isTrue();
    }
  }
}
