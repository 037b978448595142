package io.scstream.jobs.operator;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.catalogue.Metric;
import io.scstream.jobs.connect.LagProbe;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.jobs.publish.VersionDraftCodec;
import io.scstream.jobs.state.CodecSerializer;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.ControlCommand;
import io.scstream.schema.ControlRecord;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.RunOrigin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** A trainer of a small model; a saved state stands for a checkpoint. */
final class TrainHarness implements AutoCloseable {
  private final KeyedTwoInputStreamOperatorTestHarness<String, PlacedChunk, RawRecord, VersionDraft>
      flink;

  private TrainHarness(
      KeyedTwoInputStreamOperatorTestHarness<String, PlacedChunk, RawRecord, VersionDraft> flink) {
    this.flink = flink;
  }

  static ScstreamConfig config(String... further) {
    return loaded(further).config();
  }

  static ConfigLoader.Loaded loaded(String... further) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "model.hidden=8",
                "model.layers=1",
                "model.background-latent=2",
                "model.salient-latent=2",
                "train.minibatch-size=16",
                "train.new-cells=8",
                "train.replay-steps=1",
                "train.initial-cells=20",
                "train.device=cpu",
                "memory.capacity=40",
                "memory.floor=4",
                "input.holdout.share=0.2",
                "publish.every-steps=6"));
    settings.addAll(List.of(further));
    return ConfigLoader.load(Optional.empty(), settings);
  }

  static TrainOperator.Surroundings surroundings(ScstreamConfig config) {
    return surroundings(
        config,
        () -> {
          throw new AssertionError("no store is needed");
        });
  }

  static TrainOperator.Surroundings surroundings(ScstreamConfig config, StoreFactory stores) {
    return new TrainOperator.Surroundings(
        new DjlLearnerFactory(LearnerSettings.training(config), "cpu"),
        TestChunks.SPACES,
        stores,
        () -> LagProbe.NONE);
  }

  /** A trainer that begins, or goes on from a state. */
  static TrainHarness open(ScstreamConfig config, @Nullable OperatorSubtaskState from)
      throws Exception {
    return open(config, surroundings(config), new HashMapStateBackend(), from);
  }

  static TrainHarness open(
      ScstreamConfig config,
      TrainOperator.Surroundings surroundings,
      StateBackend backend,
      @Nullable OperatorSubtaskState from)
      throws Exception {
    var flink =
        new KeyedTwoInputStreamOperatorTestHarness<String, PlacedChunk, RawRecord, VersionDraft>(
            new TrainOperator(config, surroundings),
            chunk -> TrainOperator.KEY,
            command -> TrainOperator.KEY,
            Types.STRING,
            1,
            1,
            0);
    flink.setStateBackend(backend);
    flink.setup(new CodecSerializer<>(new VersionDraftCodec()));
    if (from != null) {
      flink.initializeState(from);
    }
    flink.open();
    return new TrainHarness(flink);
  }

  void chunk(long number, int cells) throws Exception {
    chunk(TestChunks.placed(TestChunks.chunk(number, cells)));
  }

  void chunk(PlacedChunk chunk) throws Exception {
    flink.processElement1(chunk, 0);
  }

  void command(ControlCommand command, @Nullable Long version) throws Exception {
    command("so-cvae", command, version);
  }

  void command(String lineage, ControlCommand command, @Nullable Long version) throws Exception {
    raw(
        SingleObjectFraming.of(ControlRecord.class)
            .write(
                ControlRecord.newBuilder()
                    .setLineage(lineage)
                    .setCommand(command)
                    .setVersion(version)
                    .setReason("a test")
                    .setIssuedBy("ada")
                    .setIssuedAt(Instant.EPOCH)
                    .build()));
  }

  void raw(byte[] command) throws Exception {
    flink.processElement2(
        RawRecord.of(new RawRecord.Position("sc.control.v1", 0, 7), null, command), 0);
  }

  /** The state at a barrier. */
  OperatorSubtaskState checkpoint(long number) throws Exception {
    flink.getOperator().prepareSnapshotPreBarrier(number);
    return flink.snapshot(number, 0);
  }

  /** A savepoint, in the form of the format. */
  OperatorSubtaskState savepoint(long number) throws Exception {
    flink.getOperator().prepareSnapshotPreBarrier(number);
    return flink
        .snapshotWithLocalState(number, 0, SavepointType.savepoint(SavepointFormatType.CANONICAL))
        .getJobManagerOwnedState();
  }

  void completed(long checkpoint) throws Exception {
    flink.notifyOfCompletedCheckpoint(checkpoint);
  }

  void end() throws Exception {
    flink.endInput1();
    flink.endInput2();
  }

  /** All versions sent so far. */
  List<VersionDraft> versions() {
    return flink.extractOutputValues();
  }

  Queue<StreamRecord<Message>> messages() {
    return flink.getSideOutput(SideOutputs.MESSAGES);
  }

  /** What Flink's reporters see. */
  double shown(Metric metric) {
    return ((TrainOperator) flink.getOperator()).gauges().shown(metric);
  }

  /** Severity, kind and action of every alert. */
  List<String> alerts() {
    return messages() == null
        ? List.of()
        : messages().stream()
            .map(StreamRecord::getValue)
            .filter(message -> message.topic().equals("sc.alerts.v1"))
            .map(message -> SingleObjectFraming.of(AlertRecord.class).read(message.value()))
            .map(alert -> alert.getSeverity() + " " + alert.getKind() + " " + alert.getAction())
            .toList();
  }

  /** Facts and content of versions, without the run that cut them. */
  static List<String> digests(List<VersionDraft> versions) {
    return versions.stream()
        .map(
            v ->
                withoutRun(v.facts())
                    + " "
                    + v.blobs().values().stream()
                        .map(Arrays::hashCode)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")))
        .toList();
  }

  private static VersionDraft.Facts withoutRun(VersionDraft.Facts facts) {
    return new VersionDraft.Facts(
        new RunOrigin("00000000-0000-0000-0000-000000000000", facts.origin().forked()),
        facts.step(),
        facts.counts(),
        facts.geneSpace(),
        facts.genes(),
        facts.trainedThrough(),
        facts.metrics(),
        facts.gauge());
  }

  @Override
  public void close() throws Exception {
    flink.close();
  }

  /**
   * The versions that chunks make of a new lineage.
   *
   * @param crashAfter the number of the chunk after which a new trainer goes on from the state; -1
   *     for none
   */
  static List<VersionDraft> versions(
      ScstreamConfig config, List<PlacedChunk> chunks, int crashAfter) throws Exception {
    TrainHarness harness = open(config, null);
    List<VersionDraft> versions = new ArrayList<>();
    for (int number = 0; number < chunks.size(); number++) {
      harness.chunk(chunks.get(number));
      if (number == crashAfter) {
        OperatorSubtaskState state = harness.checkpoint(1);
        versions.addAll(harness.versions());
        harness.close();
        harness = open(config, state);
      }
    }
    harness.end();
    versions.addAll(harness.versions());
    harness.close();
    return versions;
  }
}
