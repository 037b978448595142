package io.scstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.scstream.cluster.ClusterProcess.Kind;
import io.scstream.cluster.ClusterProcess.State;
import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.embedded.ConsumedOffsets;
import io.scstream.ingest.TopicScan;
import io.scstream.ingest.Topics;
import io.scstream.jobs.TrainJob;
import io.scstream.jobs.faults.FaultFiles;
import io.scstream.jobs.faults.FaultyTrainMain;
import io.scstream.jobs.operator.ChunkCells;
import io.scstream.letters.LetterBox;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.BlobRef;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.VersionRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chunk on which native code crashes whenever it is taken in. */
@SuppressWarnings("NullAway.Init")
@Tag("slow") // Starts a cluster of processes.
class NativeCrashIT {
  private static final ClusterProcess TRAINER = new ClusterProcess(Kind.TASK_MANAGER, 0);

  /** Some that come before it have been trained on, and some are still to come. */
  private static final int POISON = 6;

  private static final String OTHER_CELLS = "sc.cells.v2";

  @TempDir private Path folder;

  @Test
  void twoNativeCrashesOnAChunkShutItOutAndTheRestIsLearnedAsWithoutIt() throws IOException {
    try (SmallCluster small = SmallCluster.start(folder.resolve("cluster"))) {
      LocalCluster cluster = small.processes();
      small.ingest("first");
      List<ConsumerRecord<byte[], byte[]>> chunks = new ArrayList<>();
      TopicScan.read(cluster.client(), Topics.CELLS, chunks::add);
      CellChunkRecord poison =
          SingleObjectFraming.of(CellChunkRecord.class).read(chunks.get(POISON).value());
      FaultFiles faults = new FaultFiles(folder.resolve("faults"));
      faults.begin(
          FaultFiles.Fault.NATIVE_CRASH,
          ChunkCells.cellKey(poison.getDataset(), poison.getCellIds().get(0)));

      String job = train(cluster, Topics.CELLS, cluster.folder().store());
      awaitCrash(cluster, 1);
      assertThat(letters(cluster)).isEmpty();
      cluster.restart(Kind.TASK_MANAGER, 0);
      awaitCrash(cluster, 2);
      cluster.restart(Kind.TASK_MANAGER, 0);
      finish(cluster, job, Topics.CELLS);

      String what = "Native code crashed twice while " + ChunkId.of(poison) + " was taken in";
      assertThat(crashes(cluster)).isEqualTo(2);
      assertThat(letters(cluster))
          .extracting(LetterBox.Line::reason, LetterBox.Line::detail, LetterBox.Line::cells)
          .containsExactly(tuple("quarantined", what, poison.getCellIds().size()));
      assertThat(alerts(cluster)).containsExactly("quarantined: " + what);

      send(cluster, chunks.stream().filter(chunk -> chunk != chunks.get(POISON)).toList());
      Path store = folder.resolve("store");
      finish(cluster, train(cluster, OTHER_CELLS, store), OTHER_CELLS);
      assertThat(files(cluster.folder().store())).hasSizeGreaterThan(2).isEqualTo(files(store));
    }
  }

  private String train(LocalCluster cluster, String cells, Path store) {
    List<String> arguments =
        new ArrayList<>(List.of("--faults", folder.resolve("faults").toString()));
    arguments.addAll(SmallCluster.arguments("topics.cells=" + cells, "publish.store=" + store));
    return cluster.submit(
        new JobSubmission(FaultyTrainMain.class.getName(), arguments, 1, Optional.empty()));
  }

  /** Waits until the process is gone that trained, with the error file of Java beside its log. */
  private static void awaitCrash(LocalCluster cluster, int number) {
    await()
        .atMost(3, TimeUnit.MINUTES)
        .until(() -> cluster.state(TRAINER) == State.DEAD && crashes(cluster) == number);
  }

  private static long crashes(LocalCluster cluster) throws IOException {
    try (Stream<Path> files = Files.list(cluster.folder().log())) {
      return files.filter(file -> file.getFileName().toString().startsWith("hs_err_pid")).count();
    }
  }

  /** Waits until a job has read everything, and lets it take its last steps. */
  private static void finish(LocalCluster cluster, String job, String cells) {
    ScstreamConfig config =
        ConfigLoader.load(Optional.empty(), List.of("lineage.name=" + SmallCluster.MODEL)).config();
    Properties client = new Properties();
    client.putAll(cluster.client());
    try (ConsumedOffsets consumed = new ConsumedOffsets(client, TrainJob.consumerGroup(config))) {
      Map<TopicPartition, Long> ends = consumed.ends(cells);
      await().atMost(5, TimeUnit.MINUTES).until(() -> consumed.reached(ends));
    }
    cluster.flink().stop(job, cluster.folder().savepoints(), true, SavepointFormat.NATIVE);
    await()
        .atMost(3, TimeUnit.MINUTES)
        .until(() -> cluster.flink().job(job).map(JobStatus::isOver).orElse(false));
  }

  private static List<LetterBox.Line> letters(LocalCluster cluster) {
    return new LetterBox(cluster.client(), Topics.DEAD_LETTERS).list(letter -> true, 10).lines();
  }

  private static List<String> alerts(LocalCluster cluster) {
    List<String> alerts = new ArrayList<>();
    TopicScan.read(
        cluster.client(),
        Topics.ALERTS,
        message -> {
          AlertRecord alert = SingleObjectFraming.of(AlertRecord.class).read(message.value());
          alerts.add(alert.getKind() + ": " + alert.getMessage());
        });
    return alerts;
  }

  /** Closing the producer waits for all; what is missing would fail the comparison. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void send(LocalCluster cluster, List<ConsumerRecord<byte[], byte[]>> chunks) {
    Topics.ensure(cluster.client(), OTHER_CELLS);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      chunks.forEach(
          chunk -> producer.send(new ProducerRecord<>(OTHER_CELLS, chunk.key(), chunk.value())));
    }
  }

  /** The files of every version, by name. */
  private static SortedMap<Long, Map<String, BlobRef>> files(Path folder) {
    SortedMap<Long, Map<String, BlobRef>> files = new TreeMap<>();
    try (ModelStore store = FileModelStore.open(folder)) {
      store
          .versions(SmallCluster.MODEL)
          .forEach(
              version -> {
                ModelManifest manifest = store.find(VersionRef.exact(version)).orElseThrow();
                files.put(version.version(), manifest.blobs());
              });
    }
    return files;
  }
}
