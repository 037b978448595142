package io.scstream.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.cli.DlqCommand;
import io.scstream.config.ConfigLoader;
import io.scstream.embedded.EmbeddedException;
import io.scstream.embedded.EmbeddedFlink;
import io.scstream.embedded.EmbeddedKafka;
import io.scstream.embedded.TrainRun;
import io.scstream.ingest.TopicScan;
import io.scstream.ingest.Topics;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.operator.DeadLetters;
import io.scstream.jobs.publish.ManifestWriter;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.MetricRecord;
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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
      train(kafka);
      requireEachReason(client);
      // The chunk with the empty cell has eight others.
      assertThat(learned()).isEqualTo(GOOD_CHUNKS * 8 + 8);

      sendAgain(kafka);
      train(kafka);
      assertThat(letters(client)).hasSize(10);
      assertThat(dlq(kafka, "list", "--reason", "conflicting-duplicate"))
          .contains("2  conflicting-duplicate", "attempt 1", "attempt 2");
      assertThat(learned()).isEqualTo(GOOD_CHUNKS * 8 + 8 + 8);
      assertThat(totals(client))
          .containsEntry("dup_chunks", 2)
          .containsEntry("dup_conflict", 2)
          .containsEntry("late_chunks", 1)
          .containsEntry("batch_incomplete", 1);

      requireAnEndToNoise(kafka, client);
    }
  }

  private static void requireEachReason(Map<String, Object> client) {
    assertThat(letters(client))
        .containsExactlyInAnyOrder(
            "undecodable -1",
            "undecodable -1",
            "unknown-schema -1",
            "unknown-schema -1",
            "invalid-content 8",
            "invalid-content 8",
            "empty-cells 1",
            "conflicting-duplicate 8",
            "other-gene-space 8");
    assertThat(alerts(client))
        .containsExactlyInAnyOrder(
            "conflicting-duplicate", "dead-letters-growing", "batch-incomplete");
    assertThat(totals(client))
        .isEqualTo(
            Map.of(
                "dup_chunks", 1,
                "dup_conflict", 1,
                "cells_empty", 1,
                "batch_incomplete", 1,
                "dlq_total.undecodable", 2,
                "dlq_total.unknown-schema", 1,
                "dlq_total.invalid-content", 2,
                "dlq_total.empty-cells", 1,
                "dlq_total.conflicting-duplicate", 1));
  }

  private void requireAnEndToNoise(EmbeddedKafka kafka, Map<String, Object> client)
      throws Exception {
    // 7 of the records so far were rejected. The job ends at the 14th of these, and at once.
    sendNoise(client, 30);
    assertThatThrownBy(() -> train(kafka))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageContaining("Invalid input: 21 of the last 100 chunks were rejected");
    assertThat(letters(client)).hasSizeLessThanOrEqualTo(10 + 30); // A restart adds 14.
  }

  /** A contradiction, which stays one, and what an older reader could not read, twice. */
  private void sendAgain(EmbeddedKafka kafka) throws Exception {
    String all = dlq(kafka, "list", "--json");
    assertThat(all).contains("\"conflicting-duplicate\":1", "\"unknown-schema\":2");
    String conflicting = id(kafka, "conflicting-duplicate", "sc.cells.v1");
    Path payload = folder.resolve("payload");
    assertThat(dlq(kafka, "show", conflicting, "--payload", payload.toString()))
        .contains("reason: conflicting-duplicate", "attempt: 1", "id=screen|lane1#1");
    assertThat(payload).hasBinaryContent(bytes(conflicting()));
    assertThat(dlq(kafka, "replay", "--all", "--dry-run"))
        .startsWith("Would send 9 records of 9 letters to [sc.cells.v1]");
    assertThat(run(kafka, new StringWriter(), "replay")).isEqualTo(2);
    assertThat(dlq(kafka, "replay", "--reason", "conflicting-duplicate"))
        .startsWith("Sent 1 records of 1 letters to [sc.cells.v1]");
    String upgraded = id(kafka, "unknown-schema", "sc.cells.v1-0@10000");
    for (int time = 0; time < 2; time++) {
      assertThat(dlq(kafka, "replay", upgraded)).startsWith("Sent 1 records");
    }
  }

  private static String id(EmbeddedKafka kafka, String reason, String source) {
    return dlq(kafka, "list", "--reason", reason)
        .lines()
        .filter(line -> line.contains("(") && line.contains(source))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst()
        .orElseThrow();
  }

  private static String dlq(EmbeddedKafka kafka, String... arguments) {
    StringWriter out = new StringWriter();
    assertThat(run(kafka, out, arguments)).as(out.toString()).isZero();
    return out.toString();
  }

  private static int run(EmbeddedKafka kafka, StringWriter out, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bootstrap", kafka.bootstrap()));
    return new CommandLine(new DlqCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute(all.toArray(String[]::new));
  }

  private void train(EmbeddedKafka kafka) {
    try (EmbeddedFlink flink = EmbeddedFlink.start(folder.resolve("tmp"), 1)) {
      new TrainRun(
              flink,
              folder.resolve("checkpoints"),
              settings(kafka.bootstrap()),
              new ManifestWriter.Platform("test", "cpu", 1))
          .toTheEnd(() -> {});
    }
  }

  private long learned() {
    try (ModelStore store = FileModelStore.open(folder.resolve("store"))) {
      ModelManifest latest = store.find(VersionRef.latest("so-cvae")).orElseThrow();
      return latest.training().cellsTrained() + latest.training().cellsHeldOut();
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
      // As a reader from before an upgrade wrote it.
      RawRecord newer =
          RawRecord.of(
              new RawRecord.Position(Topics.CELLS, 0, 10_000),
              ChunkId.messageKey("screen", "lane1").getBytes(StandardCharsets.UTF_8),
              bytes(chunk(106, 8)));
      Message letter =
          new DeadLetters(Topics.DEAD_LETTERS)
              .unreadable(newer, DeadLetters.Reason.UNKNOWN_SCHEMA, "then", Instant.EPOCH);
      producer.send(new ProducerRecord<>(letter.topic(), letter.key(), letter.value())).get();
    }
  }

  private static void sendNoise(Map<String, Object> client, int messages) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < messages; i++) {
        producer.send(record(Topics.CELLS, "noise", new byte[] {(byte) i})).get();
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

  /** The newest total of each name. */
  private static Map<String, Integer> totals(Map<String, Object> client) {
    Map<String, Integer> totals = new TreeMap<>();
    TopicScan.read(
        client,
        Topics.METRICS,
        message -> {
          MetricRecord metric = SingleObjectFraming.of(MetricRecord.class).read(message.value());
          if (metric
              .getMetric()
              .matches("(dup|cells|batch|late|dlq)_(chunks|conflict|empty|inc|tot).*")) {
            totals.put(metric.getMetric(), (int) metric.getValue());
          }
        });
    return totals;
  }
}
