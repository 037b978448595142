package io.scstream.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.config.ConfigLoader;
import io.scstream.embedded.EmbeddedFlink;
import io.scstream.embedded.EmbeddedKafka;
import io.scstream.embedded.TrainRun;
import io.scstream.ingest.TopicScan;
import io.scstream.ingest.Topics;
import io.scstream.jobs.publish.ManifestWriter;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.Role;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.cells.GeneSpaceId;
import io.scstream.schema.cells.LittleEndian;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.VersionRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad messages among good ones: each ends where it should, and the job goes on. */
class BadInputIT {
  private static final int GENES = 40;
  private static final int GOOD_CHUNKS = 12;
  private static final GeneSpaceRecord SPACE =
      GeneSpaceId.describe(IntStream.range(0, GENES).mapToObj(i -> "g" + i).toList(), List.of());

  @TempDir Path folder;

  @Test
  void everyBadMessageEndsWithItsReasonAndTheOthersAreLearned() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrap());
      Topics.ensure(client);
      send(client);
      ConfigLoader.Loaded settings = settings(kafka.bootstrap());
      try (EmbeddedFlink flink = EmbeddedFlink.start(folder.resolve("tmp"), 1)) {
        new TrainRun(
                flink,
                folder.resolve("checkpoints"),
                settings,
                new ManifestWriter.Platform("test", "cpu", 1))
            .toTheEnd(() -> {});
      }
      assertThat(letters(client))
          .containsExactlyInAnyOrder(
              "undecodable -1",
              "undecodable -1",
              "unknown-schema -1",
              "invalid-content 8",
              "invalid-content 8",
              "empty-cells 1",
              "conflicting-duplicate 8",
              "other-gene-space 8");
      assertThat(alerts(client)).containsExactly("conflicting-duplicate");
      try (ModelStore store = FileModelStore.open(folder.resolve("store"))) {
        ModelManifest latest = store.find(VersionRef.latest("so-cvae")).orElseThrow();
        // The chunk with the empty cell has eight others.
        assertThat(latest.training().cellsTrained() + latest.training().cellsHeldOut())
            .isEqualTo(GOOD_CHUNKS * 8 + 8);
      }
    }
  }

  private ConfigLoader.Loaded settings(String bootstrap) {
    return ConfigLoader.load(
            Optional.empty(),
            List.of(
                "model.hidden=8",
                "model.background-latent=2",
                "model.salient-latent=2",
                "train.minibatch-size=16",
                "train.new-cells=16",
                "train.initial-cells=16"))
        .at(
            bootstrap,
            folder.resolve("store").toString(),
            folder.resolve("checkpoints").toUri().toString());
  }

  private static void send(Map<String, Object> client) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] space = SingleObjectFraming.of(GeneSpaceRecord.class).write(SPACE);
      producer.send(record(Topics.GENE_SPACES, SPACE.getId(), space)).get();
      for (byte[] message : messages()) {
        String key = ChunkId.messageKey("screen", "lane1");
        producer.send(record(Topics.CELLS, key, message)).get();
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
    return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
  }

  private static List<byte[]> messages() {
    CellChunkRecord negative = chunk(100, 8);
    int[] counts = LittleEndian.ints(negative.getCounts());
    counts[0] = -1;
    negative.setCounts(LittleEndian.of(counts));
    CellChunkRecord renamed = chunk(101, 8);
    renamed.setDataset("other");
    byte[] unknown = bytes(chunk(102, 8));
    unknown[4] ^= 0x5A;
    byte[] cut = Arrays.copyOf(bytes(chunk(103, 8)), 60);
    CellChunkRecord withEmpty =
        builder(104, 8).add(cell("empty", new int[0], new int[0])).build(104, false, Instant.EPOCH);
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < GOOD_CHUNKS; i++) {
      messages.add(bytes(chunk(i, 8)));
    }
    messages.add(3, "not avro".getBytes(StandardCharsets.UTF_8));
    messages.add(4, bytes(negative));
    messages.add(5, unknown);
    messages.add(6, cut);
    messages.add(7, bytes(renamed));
    messages.add(8, bytes(chunk(0, 8))); // A repetition, dropped without a word.
    messages.add(9, bytes(conflicting()));
    messages.add(10, bytes(withEmpty));
    messages.add(11, bytes(ofAnotherGeneSpace()));
    return messages;
  }

  private static CellChunkRecord ofAnotherGeneSpace() {
    ChunkBuilder builder = ChunkBuilder.of("screen", "lane1", "ffffffffffffffff", 5);
    for (int i = 0; i < 8; i++) {
      builder.add(cell("x" + i, new int[] {1, 3}, new int[] {3, 1}));
    }
    return builder.build(105, false, Instant.EPOCH);
  }

  /** The identity of chunk 1, and other cells. */
  private static CellChunkRecord conflicting() {
    return builder(999, 8).build(1, false, Instant.EPOCH);
  }

  private static CellChunkRecord chunk(int number, int cells) {
    return builder(number, cells).build(number, false, Instant.EPOCH);
  }

  private static ChunkBuilder builder(int number, int cells) {
    ChunkBuilder builder = ChunkBuilder.of("screen", "lane1", SPACE.getId(), GENES);
    for (int i = 0; i < cells; i++) {
      builder.add(
          cell(
              "c" + number + "-" + i,
              new int[] {(number + i) % 20, 20 + (number * 7 + i) % 20},
              new int[] {1 + i, 3}));
    }
    return builder;
  }

  private static CellContent cell(String id, int[] genes, int[] counts) {
    Role role = id.hashCode() % 2 == 0 ? Role.BACKGROUND : Role.TARGET;
    return CellContent.of(id, role, 50, genes, counts, CellContent.Annotations.NONE);
  }

  private static byte[] bytes(CellChunkRecord chunk) {
    return SingleObjectFraming.of(CellChunkRecord.class).write(chunk);
  }

  private static List<String> letters(Map<String, Object> client) {
    List<String> letters = new ArrayList<>();
    TopicScan.read(
        client,
        Topics.DEAD_LETTERS,
        message -> {
          DeadLetterRecord letter =
              SingleObjectFraming.of(DeadLetterRecord.class).read(message.value());
          letters.add(letter.getReason() + " " + letter.getCells());
        });
    return letters;
  }

  private static List<String> alerts(Map<String, Object> client) {
    List<String> alerts = new ArrayList<>();
    TopicScan.read(
        client,
        Topics.ALERTS,
        message ->
            alerts.add(SingleObjectFraming.of(AlertRecord.class).read(message.value()).getKind()));
    return alerts;
  }
}
