package io.scstream.response;

import io.scstream.cli.SmallVersion;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.spec.FactorDesign;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.GeneSpaceId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Versions of the lineage {@code small} by a factorized model of three genes, with a canary of 160
 * cells: two lines, in each 40 controls and 40 cells treated by {@code drug}, which moves gene c.
 */
public final class FactorizedVersion {
  private static final GeneSpaceRecord SPACE =
      GeneSpaceId.describe(List.of("a", "b", "c"), List.of());

  private FactorizedVersion() {}

  /** Publishes one of the default design. */
  public static void publish(Path folder, long version) {
    publish(folder, version, FactorDesign.defaults());
  }

  /** Publishes one of a design, after one step. */
  public static void publish(Path folder, long version, FactorDesign design) {
    List<Cell> cells = new ArrayList<>();
    for (int number = 0; number < 160; number++) {
      cells.add(cell(number));
    }
    publish(folder, version, design, cells);
  }

  /**
   * Publishes one after a step on cells of the genes a, b and c, with all of them as its canary.
   */
  public static void publish(Path folder, long version, FactorDesign design, List<Cell> cells) {
    FactorizedSpec plain = FactorizedSpec.of(3, List.of("line"));
    FactorizedSpec spec =
        new FactorizedSpec(plain.sizes(), plain.noise(), design, plain.losses(), plain.labels());
    try (OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.of(3, 0.001, 10), "cpu").create(spec, cells)) {
      learner.meet(cells);
      learner.update(Minibatch.of(3, cells));
      SmallVersion.publish(
          folder,
          version,
          SPACE,
          Map.of(
              VersionFiles.WEIGHTS, learner.snapshot().weightsSafetensors(),
              VersionFiles.GENES, VersionFiles.genes(SPACE),
              VersionFiles.CANARY, Canary.of(learner, cells).write()));
    }
  }

  private static Cell cell(int number) {
    boolean isControl = number % 2 == 0;
    Condition control = Condition.of(Map.of("line", "x" + number / 2 % 2));
    return Cell.of(
            "c" + number,
            isControl ? Role.BACKGROUND : Role.TARGET,
            10,
            new int[] {0, 1, 2},
            new int[] {5 + number % 3, 4, isControl ? 1 : 9})
        .under(isControl ? control : control.treated("drug", 1));
  }
}
