package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A long run keeps nothing but its parameters. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
class EnduranceIT {

  private static final int STEPS = 10_000;
  private static final int WARM_UP = 4_000;
  private static final int WINDOW = 1_000;

  @Test
  @Tag("acceptance-7")
  @Tag("slow")
  void tenThousandStepsLeaveNoMemoryBehind() throws IOException {
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(
            new ContrastiveVaeSpec.Sizes(ToyStream.GENES, 8, 1, 2, 2),
            0.1,
            Normalization.LAYER,
            Noise.NEGATIVE_BINOMIAL);
    try (OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.defaults(), "cpu")
            .create(spec, ToyStream.cells(0, Role.BACKGROUND, 16))) {
      List<Minibatch> minibatches = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        minibatches.add(ToyStream.minibatch(i, 4, 4));
      }
      learner.update(minibatches.get(0));
      int arrays = ((DjlLearner) learner).longLivedArrays();
      long[] resident = new long[STEPS];
      for (int step = 0; step < STEPS; step++) {
        learner.update(minibatches.get(step % minibatches.size()));
        if (step >= WARM_UP && step % 10 == 0) {
          resident[step] = residentKilobytes();
        }
      }
      assertThat(((DjlLearner) learner).longLivedArrays()).isEqualTo(arrays);
      long early = median(resident, WARM_UP, WARM_UP + WINDOW);
      long late = median(resident, STEPS - WINDOW, STEPS);
      assertThat((double) late).as("kB, at first %d", early).isLessThan(1.02 * early);
    }
  }

  private static long median(long[] values, int from, int to) {
    long[] window = Arrays.stream(values, from, to).filter(value -> value > 0).sorted().toArray();
    return window[window.length / 2];
  }

  private static long residentKilobytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no VmRSS in /proc/self/status");
  }
}
