package io.scstream.embedded;

import io.scstream.cli.SmallVersion;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.cells.GeneSpaceId;
import io.scstream.schema.framing.SingleObjectFraming;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A model that nobody trained, and cells for it. */
final class SmallModel {
  /** In each chunk. */
  static final int CELLS = 8;

  private static final int GENES = 24;
  private static final GeneSpaceRecord SPACE =
      GeneSpaceId.describe(IntStream.range(0, GENES).mapToObj(i -> "g" + i).toList(), List.of());

  private SmallModel() {}

  /** Publishes {@code small@version}. */
  static void publish(Path folder, long version) {
    SmallVersion.publish(folder, version, SPACE, Map.of(VersionFiles.WEIGHTS, weights(version)));
  }

  private static byte[] weights(long seed) {
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(
            new ContrastiveVaeSpec.Sizes(GENES, 8, 1, 2, 2),
            0.1,
            Normalization.LAYER,
            Noise.NEGATIVE_BINOMIAL);
    List<Cell> cells = List.of(Cell.of("a", Role.TARGET, 10, new int[] {1, 2}, new int[] {4, 6}));
    try (OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.of(seed, 0.001, 10), "cpu").create(spec, cells)) {
      return learner.snapshot().weightsSafetensors();
    }
  }

  /** Sends the chunks from one number to below another. */
  static void sendChunks(String broker, int from, int to) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int number = from; number < to; number++) {
        CellChunkRecord chunk = chunk(number);
        producer
            .send(
                new ProducerRecord<>(
                    "sc.cells.v1",
                    ChunkId.of(chunk).messageKey().getBytes(StandardCharsets.UTF_8),
                    SingleObjectFraming.of(CellChunkRecord.class).write(chunk)))
            .get();
      }
    }
  }

  /** Every chunk is a batch of its own, so that two subtasks have something to do. */
  private static CellChunkRecord chunk(int number) {
    ChunkBuilder builder = ChunkBuilder.of("screen", "lane" + number, SPACE.getId(), GENES);
    for (int cell = 0; cell < CELLS; cell++) {
      builder.add(
          CellContent.of(
              "c" + number + "-" + cell,
              cell % 2 == 0 ? io.scstream.schema.Role.BACKGROUND : io.scstream.schema.Role.TARGET,
              20,
              new int[] {cell, 10 + cell},
              new int[] {1 + cell, 3},
              CellContent.Annotations.NONE));
    }
    return builder.build(0, true, Instant.EPOCH);
  }
}
