package io.scstream.speed;

import io.scstream.ingest.Ingest;
import io.scstream.ingest.IngestOptions;
import io.scstream.ingest.IngestReport;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.OnlineLearner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Ingests of several copies of a file, each time as a dataset of another name, in turns with a
 * learner on the file's cells.
 */
public final class IngestBench {
  private final Map<String, Object> client;
  private final Source source;
  private final List<Path> copies;
  private final Clock clock;
  private final StepBench.Rhythm rhythm;
  private final Consumer<String> progress;

  /**
   * Prepares a bench; {@code progress} takes a line now and then.
   *
   * @param client settings of a Kafka client
   * @param copies of the source's file, which make up one dataset
   * @param rhythm whose steps are the ingests of a turn
   */
  public IngestBench(
      Map<String, Object> client,
      Source source,
      List<Path> copies,
      Clock clock,
      StepBench.Rhythm rhythm,
      Consumer<String> progress) {
    this.client = Map.copyOf(client);
    this.source = source;
    this.copies = List.copyOf(copies);
    this.clock = clock;
    this.rhythm = rhythm;
    this.progress = progress;
  }

  /** Reads and sends the whole dataset. */
  private final class Ingesting implements Side {
    private final Ingest ingest = new Ingest(client, clock);
    private int cells;
    private int passes;

    @Override
    public int cells() {
      return cells;
    }

    @Override
    public double seconds(int steps) {
      long begin = System.nanoTime();
      for (int i = 0; i < steps; i++) {
        IngestReport report =
            ingest.run(
                copies,
                source.read(),
                source
                    .columns()
                    .withCellIds(IngestOptions.CellIds.PREFIXED_BY_FILE)
                    .withDataset("pass-" + passes++));
        cells = Math.toIntExact(report.cells());
      }
      return (System.nanoTime() - begin) / 1e9;
    }
  }

  /**
   * Measures with the threads that this process is fixed to.
   *
   * @param model by name, with the sizes that its family has by default
   * @param perRole cells of each role in a step
   */
  public IngestSpeed run(String model, int perRole) {
    Source.Contents contents = source.contents();
    List<Minibatch> minibatches = contents.minibatches(StepBench.MINIBATCHES, perRole);
    SpeedModel learned = SpeedModel.named(model, contents.genes(), 128);
    try (OnlineLearner learner = learned.learner(StepBench.firstCells(minibatches.get(0)))) {
      Side ingesting = new Ingesting();
      Side learning = new MinibatchSide(learner::update, minibatches);
      double ofAStep = learning.warmUp(rhythm.warmUp());
      int ingests = rhythm.stepsAt(ingesting.warmUp(rhythm.warmUp()));
      double ofATurn = ingests * ingesting.seconds(1);
      Stretch equallyLong =
          new Stretch(learning, (int) Math.max(1, Math.round(ofATurn / ofAStep / ingests)));
      Turns turns =
          Turns.take(List.of(ingesting, equallyLong), ingests, rhythm.turns(), this::tell);
      return IngestSpeed.of(learned, minibatches.get(0), ingesting.cells(), turns);
    }
  }

  private void tell(int turn, List<Double> rates) {
    progress.accept(
        "%d of %d: %,.0f cells/s sent, %,.0f trained on"
            .formatted(turn, rhythm.turns(), rates.get(0), rates.get(1)));
  }
}
