package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Role;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.leakage.LeakageReport;
import io.scstream.models.leakage.LeakageState;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamLeakageTest {

  private static final StreamOptions OPTIONS = options(60, ToyRun.guard(1000, 3));

  private static StreamOptions options(int window, StreamOptions.Guard guard) {
    StreamOptions toy = ToyRun.options(guard);
    return new StreamOptions(
        toy.seed(),
        toy.steps(),
        toy.holdOut(),
        toy.memories(),
        toy.guard(),
        toy.canaryCells(),
        new StreamOptions.Leakage(window, 100),
        OversightOptions.NONE);
  }

  /** Target cells with their stratum as label. */
  private static List<ChunkArrival> stream(int chunks) {
    return ToyRun.stream(chunks, 1).stream()
        .map(
            chunk ->
                new ChunkArrival(
                    chunk.id(),
                    chunk.cells().stream()
                        .map(
                            it ->
                                new Arrival(
                                    it.remembered(),
                                    it.donor(),
                                    Optional.of(it.remembered().stratum())
                                        .filter(
                                            label -> it.remembered().cell().role() == Role.TARGET)))
                        .toList(),
                    1))
        .toList();
  }

  private static StreamTrainer trainer(StreamOptions options, LearnerFactory learners) {
    return StreamTrainer.start(
        options, ToyRun.spec(Noise.NEGATIVE_BINOMIAL), learners, MemoryWatcher.NONE);
  }

  private static List<LeakageReport> accept(StreamTrainer trainer, List<ChunkArrival> chunks) {
    List<LeakageReport> reports = new ArrayList<>();
    chunks.forEach(chunk -> trainer.accept(chunk).leakage().ifPresent(reports::add));
    return reports;
  }

  @Test
  void everyCellCountsOnceFromTheFirstModelOn() {
    List<ChunkArrival> stream = stream(60);
    try (StreamTrainer trainer = trainer(options(1, ToyRun.guard(1000, 3)), ToyRun.LEARNERS)) {
      for (ChunkArrival chunk : stream) {
        boolean hasModel = trainer.step() > 0;
        Optional<LeakageReport> report = trainer.accept(chunk).leakage();
        assertThat(report.isPresent()).isEqualTo(hasModel);
        report.ifPresent(it -> assertThat(it.cells().all()).isEqualTo(chunk.cells().size()));
      }
      assertThat(trainer.finish().leakage()).isEmpty();
    }
  }

  @Test
  void windowsEndAtChunksAndSayWhatTheyCan() {
    try (StreamTrainer trainer = trainer(OPTIONS, ToyRun.LEARNERS)) {
      List<LeakageReport> reports = accept(trainer, stream(60));
      assertThat(reports).hasSizeGreaterThan(3);
      for (LeakageReport report : reports) {
        assertThat(report.cells().all()).isBetween(60, 71);
        assertThat(report.dependence().orElseThrow().value()).isPositive();
        assertThat(report.match()).isPresent();
        assertThat(report.domainAuc().orElseThrow()).isBetween(0.0, 1.0);
        assertThat(report.labels().orElseThrow().labels()).isEqualTo(2);
        assertThat(report.silence()).isPresent();
        assertThat(report.decoded().orElseThrow().full()).isPositive();
      }
    }
  }

  @Test
  void aRestoreChangesNoReport() {
    List<ChunkArrival> stream = stream(40);
    List<LeakageReport> uninterrupted;
    LeakageState end;
    try (StreamTrainer trainer = trainer(OPTIONS, ToyRun.LEARNERS)) {
      uninterrupted = accept(trainer, stream);
      end = trainer.state().leakage().orElseThrow();
    }
    for (int stop : new int[] {1, 13, 27}) {
      List<LeakageReport> reports;
      StreamState half;
      try (StreamTrainer trainer = trainer(OPTIONS, ToyRun.LEARNERS)) {
        reports = accept(trainer, stream.subList(0, stop));
        half = trainer.state();
      }
      try (StreamTrainer trainer = restore(OPTIONS, half)) {
        reports.addAll(accept(trainer, stream.subList(stop, stream.size())));
        assertThat(trainer.state().leakage()).contains(end);
      }
      assertThat(reports).isEqualTo(uninterrupted);
    }
  }

  private static StreamTrainer restore(StreamOptions options, StreamState state) {
    return StreamTrainer.restore(
        options, ToyRun.spec(Noise.NEGATIVE_BINOMIAL), ToyRun.LEARNERS, MemoryWatcher.NONE, state);
  }

  @Test
  void measuringChangesNoModelAndCanBeginLater() {
    List<ChunkArrival> stream = stream(30);
    StreamState without;
    try (StreamTrainer trainer = trainer(ToyRun.options(ToyRun.guard(1000, 3)), ToyRun.LEARNERS)) {
      assertThat(accept(trainer, stream)).isEmpty();
      without = trainer.state();
      assertThat(without.leakage()).isEmpty();
    }
    try (StreamTrainer trainer = trainer(OPTIONS, ToyRun.LEARNERS)) {
      accept(trainer, stream);
      ToyRun.assertSame(trainer.state(), without);
    }
    try (StreamTrainer trainer = restore(OPTIONS, without)) {
      assertThat(accept(trainer, stream(60).subList(30, 60))).isNotEmpty();
    }
  }

  @Test
  void chunksThatAreShutOutDoNotCount() {
    List<ChunkArrival> stream = stream(30);
    LeakageState without = end(stream);
    for (int position : new int[] {5, 15, 30}) {
      ChunkArrival refused = ToyRun.odd("odd", 1e300, 1);
      assertThat(end(ToyRun.with(stream, position, refused))).isEqualTo(without);
    }
  }

  private static LeakageState end(List<ChunkArrival> stream) {
    try (StreamTrainer trainer = trainer(OPTIONS, ToyRun.LEARNERS)) {
      accept(trainer, stream);
      return trainer.state().leakage().orElseThrow();
    }
  }

  @Test
  void goingBackCountsNoCellTwiceAndTakesOutTheCulprits() {
    // One window for all: its state then tells which cells were counted.
    StreamOptions options = options(100_000, ToyRun.guard(1000, 3));
    List<ChunkArrival> stream = stream(40);
    ChunkArrival poison = ToyRun.odd("odd", 100, 5);
    for (int position : new int[] {10, 22}) {
      List<ChunkArrival> poisoned = ToyRun.with(stream, position, poison);
      FaultyLearners learners = new FaultyLearners();
      try (StreamTrainer trainer = trainer(options, learners);
          StreamTrainer sound = trainer(options, ToyRun.LEARNERS)) {
        List<Incident> incidents = new ArrayList<>();
        poisoned.forEach(it -> incidents.addAll(trainer.accept(it).incidents()));
        assertThat(incidents).hasSize(1);
        assertThat(incidents.get(0).chunks()).containsExactly("odd");
        accept(sound, stream);
        assertThat(cells(trainer)).isEqualTo(cells(sound));
      }
    }
  }

  /** How many cells of both roles the open window has. */
  private static List<Double> cells(StreamTrainer trainer) {
    double[] window = trainer.state().leakage().orElseThrow().blocks().get(0);
    return List.of(window[0], window[1]);
  }

  @Test
  void anotherModelBeginsAnew() {
    try (StreamTrainer trainer = trainer(OPTIONS, ToyRun.LEARNERS)) {
      accept(trainer, stream(20));
      VersionCut cut = trainer.cut().orElseThrow();
      trainer.accept(stream(21).get(20));
      trainer.rollBackTo(cut.learner(), Gauge.first(0, 2, 2));
      assertThat(cells(trainer)).containsExactly(0.0, 0.0);
    }
  }
}
