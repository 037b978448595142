package io.scstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.cluster.ClusterProcess.Kind;
import io.scstream.cluster.ClusterProcess.State;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training job on processes of their own, of which two are killed. */
@SuppressWarnings("NullAway.Init")
@Tag("slow") // Ten faults on a cluster are part of every build already.
class LocalClusterIT {
  @TempDir private Path folder;

  /** That jobs outlive the loss of each process is shown by {@code scstream bench faults}. */
  @Test
  void trainsUntilItIsTakenDownAndLeavesNoProcess() {
    try (SmallCluster small = SmallCluster.start(folder)) {
      LocalCluster cluster = small.processes();
      small.ingest("first");
      String job = cluster.submit(JobSubmission.train(SmallCluster.arguments()));
      long step = small.awaitVersionAfter(0);

      cluster.kill(Kind.TASK_MANAGER, 0);
      assertThat(cluster.state(new ClusterProcess(Kind.TASK_MANAGER, 0))).isEqualTo(State.DEAD);
      cluster.up();
      small.ingest("second");
      assertThat(small.awaitVersionAfter(step)).isGreaterThan(step);
      assertThat(cluster.flink().checkpoints(job, "restored")).isPositive();
      assertThat(cluster.flink().refusedCommits(job)).isZero();

      cluster.down();
      assertThat(cluster.processes()).extracting(cluster::state).containsOnly(State.DEAD);
      assertThat(processesOfTheFolder()).isEmpty();
      assertThat(cluster.retainedCheckpoint(job)).isPresent();
      try (ModelStore store = FileModelStore.open(cluster.folder().store())) {
        assertThat(store.verify().isClean()).isTrue();
      }
    }
  }

  private List<String> processesOfTheFolder() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }
}
