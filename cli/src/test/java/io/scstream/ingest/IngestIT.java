package io.scstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.scstream.embedded.EmbeddedKafka;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.cells.ChunkRules;
import io.scstream.schema.framing.SingleObjectFraming;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class IngestIT {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

  private static EmbeddedKafka kafka;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path data) {
    kafka = EmbeddedKafka.start(data);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void comesBackFromTheTopicAsItWas(TestInfo test) {
    Path file = screen("round", 300);
    IngestReport report = ingest(test, file, IngestOptions.defaults().withObs("role=arm", "ctrl"));

    assertThat(report.cells()).isEqualTo(301);
    assertThat(report.chunks()).isEqualTo(5);
    assertThat(report.background()).isEqualTo(300);
    assertThat(report.target()).isEqualTo(1);
    List<CellChunkRecord> chunks = chunks(topic(test));
    assertThat(chunks).allSatisfy(chunk -> assertThat(ChunkRules.check(chunk)).isEmpty());
    List<CellContent> cells =
        chunks.stream().flatMap(chunk -> ChunkBuilder.cellsOf(chunk).stream()).toList();
    assertThat(cells).extracting(CellContent::id).startsWith("c0", "c1").endsWith("c299", "last");
    assertThat(cells.get(300).genes()).containsExactly(0, 2);
    assertThat(cells.get(300).counts()).containsExactly(7, 9);
    assertThat(geneSpaces())
        .filteredOn(genes -> genes.getId().equals(report.geneSpace()))
        .singleElement()
        .extracting(GeneSpaceRecord::getGeneIds)
        .isEqualTo(List.of("a", "b", "c"));
    assertThat(TopicCounts.of(client(), topic(test))).isEqualTo(new TopicCounts(301, 300, 5, 1, 0));
  }

  @Test
  void addsNothingTheSecondTime(TestInfo test) {
    Path file = screen("twice", 130);
    ingest(test, file, IngestOptions.defaults());
    IngestReport again = ingest(test, file, IngestOptions.defaults());
    assertThat(again.cells()).isZero();
    assertThat(again.chunks()).isZero();
    assertThat(again.skippedChunks()).isEqualTo(3);
    assertThat(chunks(topic(test))).hasSize(3);
    assertThat(geneSpaces()).extracting(GeneSpaceRecord::getId).doesNotHaveDuplicates();
  }

  @Test
  void refusesOtherCellsUnderTheSameNameBeforeItSendsAny(TestInfo test) {
    IngestOptions options = IngestOptions.defaults().withDataset("weekly");
    ingest(test, screen("weekly", 130), options);
    Path more = screen("weekly", 200);
    assertThatThrownBy(() -> ingest(test, more, options))
        .isInstanceOfSatisfying(
            IngestException.class,
            e -> assertThat(e.category()).isEqualTo(IngestException.Category.CONFLICT))
        .hasMessageContaining("Dataset weekly has other cells on the topic already")
        .hasMessageContaining("batch weekly")
        .hasMessageContaining("another --dataset name");
    assertThat(chunks(topic(test))).hasSize(3);
    assertThat(TopicScan.written(client(), topic(test))).isEqualTo(3);
    assertThat(TopicScan.written(client(), topic(test) + ".unheard-of")).isZero();
    assertThat(ingest(test, more, options.withDataset("weekly2")).cells()).isEqualTo(201);
  }

  @Test
  void goesOnWhereAKilledRunStopped(TestInfo test) throws Exception {
    Path file = screen("killed", 3000);
    String whole = topic(test) + ".whole";
    new Ingest(client(), NOON)
        .run(List.of(file), Tables.options(file), options(whole, IngestOptions.defaults()));
    Topics.ensure(client(), topic(test));

    Process child = IngestProcess.start(kafka.bootstrap(), topic(test), file, 1000);
    await()
        .atMost(1, TimeUnit.MINUTES)
        .until(() -> TopicCounts.of(client(), topic(test)).chunks() > 0);
    child.destroyForcibly().waitFor();
    long before = chunks(topic(test)).size();
    assertThat(before).isBetween(1L, 46L);

    IngestReport rest = ingest(test, file, IngestOptions.defaults());
    assertThat(rest.skippedChunks()).isEqualTo(before);
    assertThat(rest.chunks()).isEqualTo(47 - before);
    assertThat(identities(topic(test))).isEqualTo(identities(whole));
  }

  @Test
  void joinsTwoFilesIntoOneDataset(TestInfo test) {
    Path ctrl = Tables.withGenes("a", "b").cells("c", 70).write(folder, "ctrl");
    Path stim = Tables.withGenes("b", "a", "x").cells("c", 70).write(folder, "stim");
    List<String> notes = new ArrayList<>();
    IngestOptions options =
        options(
            topic(test),
            IngestOptions.defaults()
                .withDataset("two")
                .withObs("role=@file", "ctrl")
                .withCellIds(IngestOptions.CellIds.PREFIXED_BY_FILE));
    IngestReport report =
        new Ingest(client(), NOON, Progress.QUIET, notes::add)
            .run(List.of(ctrl, stim), Tables.options(ctrl), options);
    assertThat(notes).singleElement().asString().startsWith("stim: 1 of 3 genes are left out");
    assertThat(report.genes()).isEqualTo(2);
    assertThat(TopicCounts.of(client(), topic(test))).isEqualTo(new TopicCounts(140, 70, 4, 2, 0));
    assertThat(chunks(topic(test)))
        .extracting(chunk -> ChunkId.of(chunk).toString())
        .containsExactly("two|ctrl#0", "two|ctrl#1", "two|stim#0", "two|stim#1");
  }

  @Test
  void countsMessagesThatAreNoChunksApart(TestInfo test) {
    Path file = screen("mixed", 10);
    ingest(test, file, IngestOptions.defaults());
    CellChunkRecord chunk = chunks(topic(test)).get(0);
    byte[] message = SingleObjectFraming.of(CellChunkRecord.class).write(chunk);
    send(topic(test), "noise".getBytes(StandardCharsets.UTF_8));
    send(topic(test), message);
    assertThat(TopicCounts.of(client(), topic(test))).isEqualTo(new TopicCounts(11, 0, 1, 1, 1));
    assertThat(ingest(test, file, IngestOptions.defaults()).skippedChunks()).isEqualTo(1);
  }

  @Test
  void knowsChunksOfWritersWithoutHeaders(TestInfo test) {
    Path file = screen("foreign", 10);
    List<CellChunkRecord> chunks = new ArrayList<>();
    try (Dataset dataset =
        Dataset.open(List.of(file), Tables.options(file), IngestOptions.defaults())) {
      dataset.forEachChunk(NOON, chunks::add);
    }
    Topics.ensure(client(), topic(test));
    send(topic(test), SingleObjectFraming.of(CellChunkRecord.class).write(chunks.get(0)));
    assertThat(ingest(test, file, IngestOptions.defaults()).skippedChunks()).isEqualTo(1);
  }

  @Test
  void failsWithTheReasonOfTheBroker(TestInfo test) throws Exception {
    try (Admin admin = Admin.create(client())) {
      NewTopic narrow = new NewTopic(topic(test), 1, (short) 1);
      admin.createTopics(List.of(narrow.configs(Map.of("max.message.bytes", "100")))).all().get();
    }
    Path file = screen("narrow", 300);
    assertThatThrownBy(() -> ingest(test, file, IngestOptions.defaults()))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("Cannot write to topic " + topic(test) + ": RecordTooLargeException");
  }

  @Test
  void saysThatNoBrokerAnswers() {
    Map<String, Object> nobody =
        Map.of(
            "bootstrap.servers", "127.0.0.1:1",
            "default.api.timeout.ms", 1000,
            "request.timeout.ms", 1000);
    assertThatThrownBy(() -> Topics.ensure(nobody))
        .isInstanceOf(IngestException.class)
        .hasMessageStartingWith("Cannot make the topics on 127.0.0.1:1: ");
  }

  @Test
  void saysThatATopicIsMissing() {
    assertThatThrownBy(() -> TopicCounts.of(client(), "no-such-topic"))
        .hasMessage("Topic no-such-topic does not exist");
  }

  @Test
  void makesTopicsOnce() throws Exception {
    Topics.ensure(client());
    Topics.ensure(client());
    try (Admin admin = Admin.create(client())) {
      assertThat(admin.listTopics().names().get())
          .contains(
              "sc.cells.v1",
              "sc.control.v1",
              "sc.gene-spaces.v1",
              "sc.model-events.v1",
              "sc.embeddings.v1",
              "sc.metrics.v1",
              "sc.alerts.v1",
              "sc.dlq.v1");
    }
  }

  private Path screen(String name, int controls) {
    return Tables.withGenes("a", "b", "c")
        .cells("c", controls, "arm", "ctrl")
        .cell("last", 7, 0, 9)
        .obs("arm", "treated")
        .write(folder, name);
  }

  private static IngestReport ingest(TestInfo test, Path file, IngestOptions options) {
    return new Ingest(client(), NOON)
        .run(List.of(file), Tables.options(file), options(topic(test), options));
  }

  static IngestOptions options(String topic, IngestOptions options) {
    return new IngestOptions(
        options.dataset(),
        topic,
        options.columns(),
        options.background(),
        options.controls(),
        options.treatmentSeparator(),
        options.genes(),
        options.cellIds());
  }

  private static void send(String topic, byte[] message) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, message)).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<CellChunkRecord> chunks(String topic) {
    List<CellChunkRecord> chunks = new ArrayList<>();
    CellTopic.read(client(), topic, chunks::add, message -> {});
    return chunks;
  }

  private static List<String> identities(String topic) {
    return chunks(topic).stream()
        .map(chunk -> ChunkId.of(chunk) + " " + chunk.getSha256())
        .toList();
  }

  private static List<GeneSpaceRecord> geneSpaces() {
    SingleObjectFraming<GeneSpaceRecord> framing = SingleObjectFraming.of(GeneSpaceRecord.class);
    List<GeneSpaceRecord> spaces = new ArrayList<>();
    TopicScan.read(client(), Topics.GENE_SPACES, m -> spaces.add(framing.read(m.value())));
    return spaces;
  }

  private static String topic(TestInfo test) {
    return test.getTestMethod().orElseThrow().getName();
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", kafka.bootstrap());
  }
}
