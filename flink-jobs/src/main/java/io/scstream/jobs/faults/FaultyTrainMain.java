package io.scstream.jobs.faults;

import io.scstream.config.ConfigException;
import io.scstream.jobs.JobArguments;
import io.scstream.jobs.TrainMain;
import io.scstream.jobs.publish.StoreFactory;
import java.nio.file.Path;
import java.util.Arrays;

/** The training job whose store or learner fails when told to: {@code --faults FOLDER ...}. */
public final class FaultyTrainMain {
  private FaultyTrainMain() {}

  /** Defines and submits the job. */
  public static void main(String[] arguments) throws Exception {
    int at = Arrays.asList(arguments).indexOf("--faults");
    if (at < 0 || at + 1 == arguments.length) {
      throw new ConfigException("Missing --faults; expected the folder of the faults");
    }
    FaultFiles faults = new FaultFiles(Path.of(arguments[at + 1]));
    String[] rest = new String[arguments.length - 2];
    System.arraycopy(arguments, 0, rest, 0, at);
    System.arraycopy(arguments, at + 2, rest, at, rest.length - at);
    TrainMain.run(
        JobArguments.parse(rest).load(),
        outside ->
            outside
                .withStores(faulty(outside.stores(), faults))
                .withLearners(new CrashingLearners(outside.learners(), faults)));
  }

  private static StoreFactory faulty(StoreFactory stores, FaultFiles faults) {
    return () -> FaultyStore.around(stores.open(), faults);
  }
}
