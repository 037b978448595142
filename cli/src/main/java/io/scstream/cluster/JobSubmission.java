package io.scstream.cluster;

import io.scstream.jobs.EmbedMain;
import io.scstream.jobs.TrainMain;
import java.util.List;
import java.util.Optional;

/**
 * A job to be run.
 *
 * @param entryClass of the job jar
 * @param arguments of its {@code main}
 * @param parallelism of operators that do not set their own
 * @param from a savepoint or retained checkpoint
 */
public record JobSubmission(
    String entryClass, List<String> arguments, int parallelism, Optional<String> from) {
  /** Copies. */
  public JobSubmission {
    arguments = List.copyOf(arguments);
  }

  /** The training job with these arguments. */
  public static JobSubmission train(List<String> arguments) {
    return new JobSubmission(TrainMain.class.getName(), arguments, 1, Optional.empty());
  }

  /** The embedding job with these arguments. */
  public static JobSubmission embed(List<String> arguments) {
    return new JobSubmission(EmbedMain.class.getName(), arguments, 1, Optional.empty());
  }

  /** The same, from a saved state. */
  public JobSubmission from(String path) {
    return new JobSubmission(entryClass, arguments, parallelism, Optional.of(path));
  }

  /** The same with another default of parallelism. */
  public JobSubmission withParallelism(int number) {
    return new JobSubmission(entryClass, arguments, number, from);
  }
}
