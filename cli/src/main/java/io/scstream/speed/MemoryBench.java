package io.scstream.speed;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.OnlineLearner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The resident memory of this process while a learner takes many steps. */
public final class MemoryBench {

  /** Steps over which a median is taken, and after which the first one is. */
  public static final int WINDOW = 1000;

  private static final int READ_EVERY = 50;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double KIB = 1024;

  private final SpeedModel model;
  private final SimulatedCells cells;
  private final int steps;
  private final Consumer<String> progress;

  /** Prepares a bench; {@code progress} takes a line now and then. */
  public MemoryBench(SpeedModel model, SimulatedCells cells, int steps, Consumer<String> progress) {
    checkConfig(
        steps >= 3 * WINDOW, "Invalid total-steps: %d; expected %d or more", steps, 3 * WINDOW);
    this.model = model;
    this.cells = cells;
    this.steps = steps;
    this.progress = progress;
  }

  /** Takes the steps. */
  public MemoryReport run() {
    List<Minibatch> minibatches = cells.minibatches(StepBench.MINIBATCHES);
    try (OnlineLearner learner = model.learner(StepBench.firstCells(minibatches.get(0)))) {
      double first = 0;
      double last = 0;
      double[] window = new double[WINDOW / READ_EVERY];
      for (int step = 1; step <= steps; step++) {
        learner.update(minibatches.get(step % minibatches.size()));
        if (step % READ_EVERY == 0) {
          window[step % WINDOW / READ_EVERY] = residentMib();
        }
        if (step % WINDOW == 0 && step > WINDOW) {
          last = median(window);
          first = first == 0 ? last : first;
          progress.accept("%,d of %,d steps: %.1f MiB".formatted(step, steps, last));
        }
      }
      return new MemoryReport(model.name(), cells.genes(), cells.cells(), steps, first, last);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double residentMib() {
    try {
      return Files.readAllLines(STATUS).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow(() -> new IOException("No VmRSS in " + STATUS))
          / KIB;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + STATUS, e);
    }
  }
}
