package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.MessageCodec;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.PlacedChunkCodec;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.state.CodecSerializer;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.framing.SingleObjectFraming;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The intake from records to totals, one operator feeding the next. */
final class IntakeRun implements AutoCloseable {
  private final ScstreamConfig config;
  private final List<PlacedChunk> admitted = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private KeyedOneInputStreamOperatorTestHarness<String, Decoded, PlacedChunk> admit;
  private OneInputStreamOperatorTestHarness<Verdict, Message> watch;
  private WatermarkGenerator<Decoded> clock;
  private int verdicts;
  private int sideMessages;

  /** A run with these settings that differ from the defaults. */
  IntakeRun(String... settings) throws Exception {
    config = ConfigLoader.load(Optional.empty(), List.of(settings)).config();
    start(Optional.empty(), Optional.empty());
  }

  private void start(Optional<OperatorSubtaskState> chunks, Optional<OperatorSubtaskState> totals)
      throws Exception {
    Alerts alerts = new Alerts("alerts", "m");
    admit =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new AdmitFunction(new DeadLetters("letters"), alerts, config.input())),
            Decoded::key,
            Types.STRING);
    admit.setup(new CodecSerializer<>(new PlacedChunkCodec()));
    watch =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(
                new IntakeWatch(
                    new Metrics("metrics", "m"), alerts, config.input().deadLetterRatio())));
    watch.setup(new CodecSerializer<>(new MessageCodec()));
    if (chunks.isPresent()) {
      admit.initializeState(chunks.get());
      watch.initializeState(totals.orElseThrow());
    }
    admit.open();
    watch.open();
    clock = new ProducedAt(config.input().batches().outOfOrderness()).generator();
    verdicts = 0;
    sideMessages = 0;
  }

  /** One record through everything. */
  void send(RawRecord raw) throws Exception {
    Decoded decoded = Decoded.of(raw);
    admit.processElement(decoded, 0);
    List<Watermark> marks = new ArrayList<>();
    long producedAt =
        decoded.chunk().map(placed -> placed.chunk().getProducedAt().toEpochMilli()).orElse(0L);
    clock.onEvent(decoded, producedAt, into(marks));
    for (Watermark mark : marks) {
      admit.processWatermark(mark.getTimestamp());
    }
    collect();
  }

  private static WatermarkOutput into(List<Watermark> marks) {
    return new WatermarkOutput() {
      @Override
      public void emitWatermark(Watermark watermark) {
        marks.add(watermark);
      }

      @Override
      public void markIdle() {}

      @Override
      public void markActive() {}
    };
  }

  /** Moves the clock on the wall. */
  void waitUntil(long millis) throws Exception {
    admit.setProcessingTime(millis);
    collect();
  }

  /** As at the end of a bounded input. */
  void end() throws Exception {
    admit.processWatermark(Long.MAX_VALUE);
    collect();
  }

  /** What a checkpoint holds. */
  record State(OperatorSubtaskState chunks, OperatorSubtaskState totals) {}

  State checkpoint() throws Exception {
    return new State(admit.snapshot(1, 1), watch.snapshot(1, 1));
  }

  /** Everything that is in no checkpoint is lost. */
  void crash(State saved) throws Exception {
    close();
    start(Optional.of(saved.chunks()), Optional.of(saved.totals()));
  }

  private void collect() throws Exception {
    admit.extractOutputValues().forEach(admitted::add);
    admit.getOutput().clear();
    List<Message> said = values(SideOutputs.MESSAGES);
    messages.addAll(said.subList(sideMessages, said.size()));
    sideMessages = said.size();
    List<Verdict> passed = values(SideOutputs.VERDICTS);
    for (; verdicts < passed.size(); verdicts++) {
      watch.processElement(passed.get(verdicts), 0);
    }
    messages.addAll(watch.extractOutputValues());
    watch.getOutput().clear();
  }

  private <T> List<T> values(org.apache.flink.util.OutputTag<T> tag) {
    var records = admit.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(record -> record.getValue()).toList();
  }

  /** The chunks that went on. */
  List<PlacedChunk> admitted() {
    return admitted;
  }

  /** The newest total of each name on the topic of metrics. */
  SortedMap<String, Integer> totals() {
    SortedMap<String, Integer> totals = new TreeMap<>();
    messages.stream()
        .filter(message -> message.topic().equals("metrics"))
        .map(message -> SingleObjectFraming.of(MetricRecord.class).read(message.value()))
        .forEach(metric -> totals.put(metric.getMetric(), (int) metric.getValue()));
    return totals;
  }

  /** The alerts of a kind. */
  List<AlertRecord> alerts(String kind) {
    return messages.stream()
        .filter(message -> message.topic().equals("alerts"))
        .map(message -> SingleObjectFraming.of(AlertRecord.class).read(message.value()))
        .filter(alert -> alert.getKind().equals(kind))
        .peek(IntakeRun::requireKnownEvidence)
        .toList();
  }

  private static void requireKnownEvidence(AlertRecord alert) {
    assertThat(AlertKind.values())
        .filteredOn(kind -> kind.word().equals(alert.getKind()))
        .singleElement()
        .satisfies(kind -> assertThat(kind.evidence()).containsAll(alert.getEvidence().keySet()));
  }

  /** How many dead letters were written. */
  long letters() {
    return messages.stream().filter(message -> message.topic().equals("letters")).count();
  }

  @Override
  public void close() throws Exception {
    admit.close();
    watch.close();
  }
}
