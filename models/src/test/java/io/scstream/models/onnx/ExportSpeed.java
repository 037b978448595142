package io.scstream.models.onnx;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.TrainingOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints what making and checking the file of a default model takes: {@code ExportSpeed GENES}. */
final class ExportSpeed {
  private static final int CELLS = 512;
  private static final int TIMES = 5;

  private ExportSpeed() {}

  public static void main(String[] arguments) {
    int genes = Integer.parseInt(arguments[0]);
    ContrastiveVaeSpec spec = ContrastiveVaeSpec.of(genes);
    List<Cell> cells = cells(genes);
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    try (OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.defaults(), "cpu").create(spec, cells)) {
      Canary canary = Canary.of(learner, cells);
      for (int i = 0; i < TIMES; i++) {
        long begin = clock.getCurrentThreadCpuTime();
        byte[] file =
            EncoderExport.checked(learner.snapshot(), Gauge.first(1, spec), Optional.of(canary));
        long millis = (clock.getCurrentThreadCpuTime() - begin) / 1_000_000;
        double away = EncoderExport.difference(file, genes, Gauge.first(1, spec), canary);
        System.out.printf(
            "%,d genes, %d cells: %,d bytes, %d ms of one thread, %.1e away%n",
            genes, CELLS, file.length, millis, away);
      }
    }
  }

  /** Cells with a count in one gene of twenty. */
  private static List<Cell> cells(int genes) {
    CounterRandom random = CounterRandom.of(1, 0, "cells");
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < CELLS; i++) {
      int[] places = new int[genes / 20];
      int[] counts = new int[places.length];
      for (int entry = 0; entry < places.length; entry++) {
        places[entry] = 20 * entry + random.nextInt(20);
        counts[entry] = 1 + random.nextInt(9);
      }
      Role role = i % 2 == 0 ? Role.BACKGROUND : Role.TARGET;
      cells.add(Cell.of("c" + i, role, 10.0 * places.length, places, counts));
    }
    return cells;
  }
}
