package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.data.Cell;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.stream.Arrival;
import io.scstream.schema.Role;
import io.scstream.schema.Treatment;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** A factorized model in the training job, with labels that come while it runs. */
class FactorizedTrainTest {
  private static final ScstreamConfig CONFIG =
      TrainHarness.config(
          "model.family=fcr",
          "model.objective.factorized.covariates=[line]",
          "model.objective.factorized.embedding=4",
          "model.objective.factorized.covariate-latent=3",
          "model.objective.factorized.interaction-latent=2",
          "model.objective.factorized.treatment-latent=2");
  private static final int LATE = 9;

  /** From the tenth chunk on there are a new treatment and a new line. */
  private static PlacedChunk placed(long number, int cells) {
    CounterRandom random = CounterRandom.of(7, number, "factorized");
    ChunkBuilder builder =
        ChunkBuilder.of("screen", "lane1", TestChunks.SPACE.getId(), TestChunks.GENES);
    int kinds = number < LATE ? 2 : 3;
    for (int i = 0; i < cells; i++) {
      int treatment = i % kinds;
      int[] genes = {random.nextInt(8), 8 + random.nextInt(8), 16 + random.nextInt(8)};
      int[] counts = {1 + random.nextInt(4), 1 + random.nextInt(40), 1 + random.nextInt(4)};
      builder.add(
          CellContent.of(
              "c" + number + "-" + i,
              treatment == 0 ? Role.BACKGROUND : Role.TARGET,
              120,
              genes,
              counts,
              new CellContent.Annotations(
                  Map.of("line", "line" + random.nextInt(kinds)),
                  treatment == 0 ? List.of() : List.of(new Treatment("t" + treatment, 0.5)),
                  Optional.empty())));
    }
    return TestChunks.placed(builder.build(number, false, Instant.EPOCH));
  }

  private static List<VersionDraft> run(int crashAfter) throws Exception {
    List<PlacedChunk> chunks =
        IntStream.range(0, 16).mapToObj(number -> placed(number, 4 + number % 7)).toList();
    return TrainHarness.versions(CONFIG, chunks, crashAfter);
  }

  @Test
  void goesOnFromItsCheckpointToTheByteBeforeAndAfterLabelsCame() throws Exception {
    List<String> uninterrupted = TrainHarness.digests(run(-1));
    assertThat(uninterrupted).hasSizeGreaterThan(1);
    assertThat(TrainHarness.digests(run(6))).isEqualTo(uninterrupted);
    assertThat(TrainHarness.digests(run(12))).isEqualTo(uninterrupted);
  }

  @Test
  void aVersionKnowsTheLabelsThatCameAndItsCanaryIsMadeWithThem() throws Exception {
    List<VersionDraft> versions = run(-1);
    VersionDraft last = versions.get(versions.size() - 1);
    byte[] weights = file(last, VersionFiles.WEIGHTS);
    try (Embedder model = DjlLearnerFactory.restoreForInference(weights, "cpu")) {
      FactorizedSpec spec = (FactorizedSpec) model.spec();
      assertThat(spec.labels().treatments()).containsExactly("t1", "t2");
      assertThat(spec.labels().values().get(0))
          .containsExactlyInAnyOrder("line0", "line1", "line2");
      Canary canary = Canary.read(file(last, VersionFiles.CANARY));
      assertThat(canary.cells())
          .anySatisfy(cell -> assertThat(cell.condition().treatments()).isNotEmpty())
          .allSatisfy(cell -> assertThat(cell.condition().covariates()).containsKey("line"));
      assertThat(canary.maxDifference(model)).isLessThan(1e-5);
    }
  }

  private static byte[] file(VersionDraft version, String name) {
    return version.blobs().getOrDefault(name, new byte[0]);
  }

  @Test
  void covariatesDivideTheMemoryAndStayWhatTheyAre() throws Exception {
    List<Arrival> arrivals =
        ChunkCells.arrivals(
            placed(LATE, 9).chunk(),
            new ChunkCells.Told(
                List.of(), LearnerSettings.groups(CONFIG), "", List.of("line", "donor")));
    Cell treated = arrivals.get(1).remembered().cell();
    assertThat(treated.condition().treatments().get(0).treatment()).isEqualTo("t1");
    assertThat(treated.condition().treatments().get(0).amount()).isEqualTo(0.5);
    assertThat(arrivals.get(1).remembered().stratum()).matches("TARGET.line\\d..t1");
    OperatorSubtaskState saved;
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      for (int number = 0; number < 6; number++) {
        harness.chunk(placed(number, 8));
      }
      saved = harness.checkpoint(1);
    }
    ScstreamConfig other =
        TrainHarness.config("model.family=fcr", "model.objective.factorized.covariates=[donor]");
    assertThatThrownBy(() -> TrainHarness.open(other, saved))
        .rootCause()
        .hasMessageStartingWith("Invalid settings of model: ");
  }
}
