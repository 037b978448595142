package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A device that has no memory for a step, nor for half of it. */
class DeviceMemoryTest {
  private static StreamTrainer trainer(LearnerFactory learners) {
    return StreamTrainer.start(
        ToyRun.options(ToyRun.guard(4, 2)),
        ToyRun.spec(Noise.NEGATIVE_BINOMIAL),
        learners,
        MemoryWatcher.NONE);
  }

  /** The cells are sound, so they wait and are learned once the memory suffices. */
  @Test
  void endsInAHaltThatLosesNothing() {
    List<ChunkArrival> stream = ToyRun.stream(40, 1);
    StreamState undisturbed;
    try (StreamTrainer trainer = trainer(ToyRun.LEARNERS)) {
      stream.forEach(trainer::accept);
      trainer.finish();
      undisturbed = trainer.state();
    }
    FaultyLearners learners = new FaultyLearners();
    try (StreamTrainer trainer = trainer(learners)) {
      int taken = 0;
      while (taken < 12) {
        trainer.accept(stream.get(taken++));
      }
      learners.cellsOfDevice = 8;
      List<Incident> incidents = new ArrayList<>();
      while (!trainer.isHalted()) {
        incidents.addAll(trainer.accept(stream.get(taken++)).incidents());
      }
      assertThat(incidents)
          .extracting(Incident::kind)
          .containsExactly(Incident.Kind.ROLLED_BACK, Incident.Kind.HALTED);
      assertThat(incidents).extracting(Incident::chunks).containsOnly(List.of());
      assertThat(incidents.get(1).detail()).isEqualTo("No memory on the device");
      learners.cellsOfDevice = Integer.MAX_VALUE;
      trainer.resume();
      stream.subList(taken, stream.size()).forEach(trainer::accept);
      trainer.finish();
      ToyRun.assertSame(trainer.state(), undisturbed);
    }
  }
}
