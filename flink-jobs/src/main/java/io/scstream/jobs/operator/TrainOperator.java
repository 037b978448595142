package io.scstream.jobs.operator;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.GeneSpaces;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.jobs.state.RunMeta;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.stream.Arrival;
import io.scstream.models.stream.ChunkArrival;
import io.scstream.models.stream.ChunkReport;
import io.scstream.models.stream.StreamState;
import io.scstream.models.stream.StreamTrainer;
import io.scstream.schema.CellChunkRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Trains one lineage on accepted chunks, at parallelism 1.
 *
 * <p>Versions are cut at step counts, so that a run with crashes cuts the same ones, and are sent
 * on before the barrier of a checkpoint, so that they belong to the same checkpoint as the weights
 * in the state and the offsets of the source. Nothing is sent after the end of the input: the
 * barrier of the last checkpoint comes later, and the sink would refuse it.
 */
public final class TrainOperator extends AbstractStreamOperator<VersionDraft>
    implements OneInputStreamOperator<PlacedChunk, VersionDraft>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final double MILLIS = 1000;

  private final ScstreamConfig settings;
  private final LearnerFactory learners;
  private final GeneSpaces geneSpaces;
  private final DeadLetters letters;
  private final Metrics numbers;
  private transient @Nullable RunState state;
  private transient @Nullable Run run;
  private transient List<VersionDraft> due = new ArrayList<>();
  private transient boolean inputEnded;

  /** Trains under these settings. */
  public TrainOperator(ScstreamConfig settings, LearnerFactory learners, GeneSpaces geneSpaces) {
    this.settings = settings;
    this.learners = learners;
    this.geneSpaces = geneSpaces;
    this.letters = new DeadLetters(settings.topics().deadLetters());
    this.numbers = new Metrics(settings.topics().metrics(), settings.lineage().name());
  }

  /** A run that has seen its gene space. */
  private record Run(
      StreamTrainer trainer, String geneSpace, int genes, SortedMap<String, Long> trainedThrough) {}

  @Override
  public void open() throws Exception {
    super.open();
    due = new ArrayList<>();
    setCurrentKey(settings.lineage().name());
    state = new RunState(getRuntimeContext());
    Optional<RunMeta> saved = state.meta();
    if (saved.isPresent()) {
      RunMeta meta = saved.get();
      StreamState before = state.read(meta);
      LearnerSettings.requireSame(settings, meta, before.learner());
      StreamTrainer trainer =
          StreamTrainer.restore(
              LearnerSettings.stream(settings),
              LearnerSettings.spec(settings.model(), meta.genes()),
              learners,
              state,
              before);
      run = new Run(trainer, meta.geneSpace(), meta.genes(), meta.trainedThrough());
      LOG.info("{} goes on: {}", settings.lineage().name(), meta.counts());
    }
  }

  @Override
  public void processElement(StreamRecord<PlacedChunk> element) {
    PlacedChunk placed = element.getValue();
    CellChunkRecord chunk = placed.chunk();
    long begin = now();
    Run current = run == null ? begin(chunk) : run;
    if (!chunk.getGeneSpace().equals(current.geneSpace())) {
      rejectGeneSpace(placed, current);
      return;
    }
    List<Arrival> arrivals = ChunkCells.arrivals(chunk, settings.memory().strataCovariates());
    ChunkReport report = current.trainer().accept(new ChunkArrival(chunkId(chunk), arrivals, 1));
    current
        .trainedThrough()
        .put(placed.raw().position().topicPartition(), placed.raw().position().offset() + 1);
    send(numbers.ofChunk(report, arrivals.size(), (now() - begin) / MILLIS, at()));
    if (report.isCutDue()) {
      cut(current);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    Run current = run;
    if (current != null) {
      setCurrentKey(settings.lineage().name());
      Objects.requireNonNull(state)
          .write(
              current.trainer().stateWithoutSlots(),
              new RunState.Frame(
                  current.geneSpace(), current.genes(), LearnerSettings.holdOutRule(settings)),
              current.trainedThrough());
    }
    if (!inputEnded) {
      sendDue();
    }
  }

  @Override
  public void endInput() {
    Run current = run;
    if (current != null) {
      setCurrentKey(settings.lineage().name());
      long begin = now();
      ChunkReport report = current.trainer().finish();
      send(numbers.ofChunk(report, 0, (now() - begin) / MILLIS, at()));
      cut(current);
    }
    sendDue();
    inputEnded = true;
  }

  @Override
  public void close() throws Exception {
    if (run != null) {
      run.trainer().close();
      run = null;
    }
    super.close();
  }

  private static String chunkId(CellChunkRecord chunk) {
    return chunk.getDataset() + "|" + chunk.getBatch() + "|" + chunk.getChunkSeq();
  }

  private Run begin(CellChunkRecord chunk) {
    String wanted = settings.input().geneSpace();
    String geneSpace = wanted.isEmpty() ? chunk.getGeneSpace() : wanted;
    int genes =
        geneSpace.equals(chunk.getGeneSpace())
            ? chunk.getGeneCount()
            : VersionDrafts.geneSpace(geneSpaces, geneSpace).getGeneIds().size();
    StreamTrainer trainer =
        StreamTrainer.start(
            LearnerSettings.stream(settings),
            LearnerSettings.spec(settings.model(), genes),
            learners,
            Objects.requireNonNull(state));
    run = new Run(trainer, geneSpace, genes, new TreeMap<>());
    return run;
  }

  private void rejectGeneSpace(PlacedChunk placed, Run current) {
    CellChunkRecord chunk = placed.chunk();
    String detail =
        "Invalid gene_space: "
            + chunk.getGeneSpace()
            + "; expected "
            + current.geneSpace()
            + ", which "
            + settings.lineage().name()
            + " learns";
    List<String> cells = ChunkCells.countedCells(chunk).stream().map(cell -> cell.id()).toList();
    send(
        List.of(
            letters.rejected(
                placed.raw(), DeadLetters.Reason.OTHER_GENE_SPACE, detail, cells, at())));
  }

  private void cut(Run current) {
    current
        .trainer()
        .cut()
        .map(
            cut ->
                VersionDrafts.draft(
                    Objects.requireNonNull(state).origin(),
                    cut,
                    VersionDrafts.geneSpace(geneSpaces, current.geneSpace()),
                    current.trainedThrough()))
        .ifPresent(due::add);
  }

  private void sendDue() {
    due.forEach(draft -> output.collect(new StreamRecord<>(draft)));
    due.clear();
  }

  private void send(List<Message> messages) {
    messages.forEach(message -> output.collect(SideOutputs.MESSAGES, new StreamRecord<>(message)));
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  private Instant at() {
    return Instant.ofEpochMilli(now());
  }
}
