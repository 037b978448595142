package io.scstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.ingest.Topics;
import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.framing.SingleObjectFraming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedding job that dies between two checkpoints, and what readers see of it. */
class ExactlyOnceIT {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void readersOfCommittedMessagesSeeEveryCellOnce() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      String broker = kafka.bootstrap();
      Topics.ensure(Map.of("bootstrap.servers", broker));
      SmallModel.sendChunks(broker, 0, 20);
      try (EmbeddedFlink flink = EmbeddedFlink.start(folder.resolve("first"), 1)) {
        EmbeddedJob job = EmbedRun.start(flink, config(broker, 1), "small@latest");
        // It has been started before the model has a version, and waits.
        assertThat(job.checkpoint()).isFalse();
        SmallModel.publish(folder.resolve("store"), 100);
        until(() -> read(broker, "read_uncommitted").size() == 20 * SmallModel.CELLS);
        assertThat(read(broker, "read_committed")).isEmpty();
        until(job::checkpoint);
        until(() -> read(broker, "read_committed").size() == 20 * SmallModel.CELLS);
        SmallModel.sendChunks(broker, 20, 30);
        until(() -> read(broker, "read_uncommitted").size() == 30 * SmallModel.CELLS);
        job.cancel();
      }
      try (EmbeddedFlink flink = EmbeddedFlink.start(folder.resolve("second"), 2)) {
        EmbeddedJob job = EmbedRun.start(flink, config(broker, 2), "small@latest");
        SmallModel.sendChunks(broker, 30, 40);
        until(() -> read(broker, "read_uncommitted").size() == 50 * SmallModel.CELLS);
        until(job::checkpoint);
        until(() -> read(broker, "read_committed").size() >= 40 * SmallModel.CELLS);
        job.cancel();
      }
      assertThat(read(broker, "read_committed"))
          .hasSize(40 * SmallModel.CELLS)
          .doesNotHaveDuplicates();
      assertThat(read(broker, "read_uncommitted")).hasSize(50 * SmallModel.CELLS);
    }
  }

  /** Checkpoints are taken by hand only. */
  private ScstreamConfig config(String broker, int parallelism) {
    return ConfigLoader.load(
            Optional.empty(),
            List.of(
                "lineage.name=small",
                "train.device=cpu",
                "checkpoint.interval=12m",
                "checkpoint.timeout=1m",
                "checkpoint.backend=hashmap",
                "embed.parallelism=" + parallelism,
                "embed.delivery=exactly-once"))
        .config()
        .at(
            broker,
            folder.resolve("store").toString(),
            folder.resolve("checkpoints").toUri().toString());
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofMinutes(3)).until(condition);
  }

  /** Cell and version of every embedding that such a reader sees. */
  private static List<String> read(String broker, String isolation) {
    TopicPartition partition = new TopicPartition(Topics.EMBEDDINGS, 0);
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker, "isolation.level", isolation),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
          EmbeddingRecord record =
              SingleObjectFraming.of(EmbeddingRecord.class).read(message.value());
          seen.add(record.getCellId() + " " + record.getVersion());
        }
      }
    }
    return seen;
  }
}
