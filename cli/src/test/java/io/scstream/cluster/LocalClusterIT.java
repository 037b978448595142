package io.scstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scstream.cluster.ClusterProcess.Kind;
import io.scstream.cluster.ClusterProcess.State;
import io.scstream.ingest.Ingest;
import io.scstream.ingest.IngestOptions;
import io.scstream.ingest.Progress;
import io.scstream.matrix.ReadOptions;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training job on processes of their own, of which two are killed. */
@SuppressWarnings("NullAway.Init")
@Tag("slow") // Ten faults on a cluster are part of every build already.
class LocalClusterIT {
  private static final String MODEL = "tiny";
  private static final List<String> SETTINGS =
      List.of(
          "lineage.name=" + MODEL,
          "model.hidden=8",
          "model.background-latent=2",
          "model.salient-latent=2",
          "train.minibatch-size=32",
          "train.new-cells=16",
          "train.initial-cells=64",
          "publish.every-steps=10",
          "checkpoint.interval=1s");

  @TempDir private Path folder;
  private LocalCluster cluster;
  private Thread hook;

  @BeforeEach
  void start() {
    cluster =
        LocalCluster.at(
            folder,
            new Installation(root().resolve("deploy/target/cluster")),
            ClusterSettings.defaults().withTaskManagers(1).withTaskManagerMiB(1200));
    hook = new Thread(cluster::killAll); // Of a test that is itself killed.
    Runtime.getRuntime().addShutdownHook(hook);
    cluster.up();
  }

  @AfterEach
  void leaveNothing() {
    cluster.killAll();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  /** That jobs outlive the loss of each process is shown by {@code scstream bench faults}. */
  @Test
  void trainsUntilItIsTakenDownAndLeavesNoProcess() {
    ingest("first");
    String job = cluster.submit(JobSubmission.train(arguments()));
    long step = awaitVersionAfter(0);

    cluster.kill(Kind.TASK_MANAGER, 0);
    assertThat(cluster.state(new ClusterProcess(Kind.TASK_MANAGER, 0))).isEqualTo(State.DEAD);
    cluster.up();
    ingest("second");
    assertThat(awaitVersionAfter(step)).isGreaterThan(step);
    assertThat(cluster.flink().checkpoints(job, "restored")).isPositive();

    cluster.down();
    assertThat(cluster.processes()).extracting(cluster::state).containsOnly(State.DEAD);
    assertThat(processesOfTheFolder()).isEmpty();
    assertThat(cluster.retainedCheckpoint(job)).isPresent();
    try (ModelStore store = FileModelStore.open(cluster.folder().store())) {
      assertThat(store.verify().isClean()).isTrue();
    }
  }

  private void ingest(String dataset) {
    IngestOptions columns =
        IngestOptions.defaults()
            .withObs("role=is_control,treatment=perturbation,batch=cell_line", "true");
    new Ingest(cluster.client(), Clock.systemUTC(), Progress.QUIET, note -> {})
        .run(
            List.of(root().resolve("examples/perturb_cell_lines/perturb_cell_lines.h5ad")),
            ReadOptions.defaults().withLayer("layers/counts").withFirstCells(640),
            new IngestOptions(
                Optional.of(dataset),
                columns.topic(),
                columns.columns(),
                columns.background(),
                columns.controls(),
                columns.treatmentSeparator(),
                columns.genes(),
                columns.cellIds()));
  }

  private long awaitVersionAfter(long step) {
    return await().atMost(3, TimeUnit.MINUTES).until(this::newestStep, newest -> newest > step);
  }

  private long newestStep() {
    if (!Files.isDirectory(cluster.folder().store().resolve("manifests"))) {
      return 0;
    }
    try (ModelStore store = FileModelStore.open(cluster.folder().store())) {
      return store.versions(MODEL).stream().mapToLong(ModelVersion::version).max().orElse(0);
    }
  }

  private static List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    SETTINGS.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }

  private List<String> processesOfTheFolder() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }

  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("examples")) ? here : here.resolve("..").normalize();
  }
}
