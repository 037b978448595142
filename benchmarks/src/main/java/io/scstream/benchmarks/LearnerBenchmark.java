package io.scstream.benchmarks;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.lanes.Lanes;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a learner does, at small sizes and with one thread: a step, the score alone, which is one
 * way through the likelihood, codes, and its snapshot.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = Lanes.OPTION)
@State(Scope.Thread)
public class LearnerBenchmark {
  @Param({"200", "1000"})
  private int genes;

  @Param("64")
  private int batch;

  /** Null until it is made. */
  private @Nullable OnlineLearner learner;

  /** Null until it is made. */
  private @Nullable Minibatch minibatch;

  /** Null until it is made. */
  private @Nullable LearnerSnapshot snapshot;

  /** Makes a learner of the default family. */
  @Setup
  public void create() {
    EngineThreads.fix(1);
    List<Cell> cells = SparseCells.of(genes, batch);
    OnlineLearner created =
        new DjlLearnerFactory(TrainingOptions.defaults(), "cpu")
            .create(ContrastiveVaeSpec.of(genes), cells);
    minibatch = Minibatch.of(genes, cells);
    snapshot = created.snapshot();
    learner = created;
  }

  /** Gives its memory back. */
  @TearDown
  public void close() {
    there(learner).close();
  }

  /** A step of training. */
  @Benchmark
  public StepOutcome update() {
    return there(learner).update(there(minibatch));
  }

  /** The bound. */
  @Benchmark
  public ElboTerms score() {
    return there(learner).score(there(minibatch));
  }

  /** The codes. */
  @Benchmark
  public Embeddings embed() {
    return there(learner).embed(there(minibatch));
  }

  /** The state, off the engine. */
  @Benchmark
  public LearnerSnapshot takeSnapshot() {
    return there(learner).snapshot();
  }

  /** The bytes of a published version. */
  @Benchmark
  public byte[] encodeWeights() {
    return there(snapshot).weightsSafetensors();
  }

  /** All bytes of a checkpoint, and back. */
  @Benchmark
  public LearnerSnapshot encodeAndDecode() {
    LearnerSnapshot encoded = there(snapshot);
    return LearnerSnapshot.of(encoded.weightsSafetensors(), encoded.optimizerSafetensors());
  }

  private static <T> T there(@Nullable T made) {
    if (made == null) {
      throw new IllegalStateException("The harness calls create() first");
    }
    return made;
  }
}
