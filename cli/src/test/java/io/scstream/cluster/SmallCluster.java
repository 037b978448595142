package io.scstream.cluster;

import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.TimeUnit;

/** A cluster of one TaskManager, and what it takes to train a tiny model on it. */
final class SmallCluster implements AutoCloseable {
  static final String MODEL = "tiny";
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

  private final LocalCluster cluster;
  private final Thread hook;

  private SmallCluster(LocalCluster cluster) {
    this.cluster = cluster;
    this.hook = new Thread(cluster::killAll); // Of a test that is itself killed.
  }

  /** Starts one and waits until it is ready. */
  static SmallCluster start(Path folder) {
    SmallCluster small =
        new SmallCluster(
            LocalCluster.at(
                folder,
                new Installation(root().resolve("deploy/target/cluster")),
                ClusterSettings.defaults().withTaskManagers(1).withTaskManagerMiB(1200)));
    Runtime.getRuntime().addShutdownHook(small.hook);
    small.cluster.up();
    return small;
  }

  LocalCluster processes() {
    return cluster;
  }

  /** Arguments of a training job: those of the model, then further settings. */
  static List<String> arguments(String... further) {
    List<String> settings = new ArrayList<>(SETTINGS);
    settings.addAll(List.of(further));
    List<String> arguments = new ArrayList<>();
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }

  /** Sends 640 cells as a data set of this name. */
  void ingest(String dataset) {
    new Ingest(cluster.client(), Clock.systemUTC(), Progress.QUIET, note -> {})
        .run(
            List.of(root().resolve("examples/perturb_cell_lines/perturb_cell_lines.h5ad")),
            ReadOptions.defaults().withLayer("layers/counts").withFirstCells(640),
            IngestOptions.defaults()
                .withObs("role=is_control,treatment=perturbation,batch=cell_line", "true")
                .withDataset(dataset));
  }

  long awaitVersionAfter(long step) {
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

  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("examples")) ? here : here.resolve("..").normalize();
  }

  @Override
  public void close() {
    cluster.killAll();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
