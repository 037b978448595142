package io.scstream.jobs.operator;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.connect.GeneSpaces;
import io.scstream.jobs.connect.LagProbe;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.connect.Valve;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.stream.ChunkReport;
import io.scstream.models.stream.DriftVerdict;
import io.scstream.models.stream.Incident;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.ChunkId;
import io.scstream.store.ModelVersion;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Trains one lineage on accepted chunks, at parallelism 1; the second input brings commands.
 *
 * <p>Versions are cut at step counts, so that a run with crashes cuts the same ones, and are sent
 * on before the barrier of a checkpoint, so that they belong to the same checkpoint as the weights
 * in the state and the offsets of the source. Nothing is sent after the end of the input: the
 * barrier of the last checkpoint comes later, and the sink would refuse it.
 */
public final class TrainOperator extends AbstractStreamOperator<VersionDraft>
    implements TwoInputStreamOperator<PlacedChunk, RawRecord, VersionDraft>, BoundedMultiInput {
  /** The one key of the state. Not the lineage: a state may begin another one. */
  public static final String KEY = "run";

  private static final long serialVersionUID = 1L;
  private static final double MILLIS = 1000;
  private static final int CHUNKS = 1;
  private static final String PAUSED = "paused";
  private static final String HALTED = "halted";

  private final ScstreamConfig settings;
  private final Surroundings outside;
  private final DeadLetters letters;
  private final Alerts alerts;
  private final Metrics numbers;
  private transient @Nullable Attempt attempt;
  private transient @Nullable LineageRun run;
  private transient List<VersionDraft> due = new ArrayList<>();
  private transient boolean inputEnded;
  private transient Optional<RolledBack> rolledBack = Optional.empty();

  /** A rollback of this attempt: versions up to a step must not be the latest any more. */
  private record RolledBack(ModelVersion to, long fromStep) {}

  /**
   * What a trainer meets outside of Flink.
   *
   * @param lag asked only if cells are thinned out
   */
  public record Surroundings(
      LearnerFactory learners, GeneSpaces geneSpaces, StoreFactory stores, LagProbe.Factory lag)
      implements Serializable {}

  /** Trains under these settings. */
  public TrainOperator(ScstreamConfig settings, Surroundings outside) {
    this.settings = settings;
    this.outside = outside;
    this.letters = new DeadLetters(settings.topics().deadLetters());
    this.alerts = new Alerts(settings.topics().alerts(), settings.lineage().name());
    this.numbers =
        new Metrics(
            settings.topics().metrics(),
            settings.lineage().name(),
            LearnerSettings.constraints(settings.model()),
            settings.train().learningRate());
  }

  /** What lives as long as this attempt of the job. */
  private record Attempt(
      RunState state,
      Valve valve,
      CrashLedger ledger,
      Commands commands,
      PublishedVersions versions,
      Strangers strangers,
      RecentChunks recent,
      TrainerGauges gauges) {}

  @Override
  public void open() throws Exception {
    super.open();
    due = new ArrayList<>();
    rolledBack = Optional.empty();
    String lineage = settings.lineage().name();
    setCurrentKey(KEY);
    RunState state = new RunState(getRuntimeContext());
    attempt =
        new Attempt(
            state,
            Valve.of(lineage),
            CrashLedger.here(lineage),
            new Commands(lineage, alerts),
            new PublishedVersions(outside.stores(), settings),
            new Strangers(LearnerSettings.groups(settings), letters, alerts),
            new RecentChunks(),
            new TrainerGauges(getMetricGroup(), lineage, settings.train().learningRate()));
    attempt.ledger().open();
    requireKnownForm();
    RunState.Saved saved = state.read();
    if (saved.begun().isPresent()) {
      run = LineageRun.restore(settings, outside, state, saved);
      attempt.gauges().held(saved.held().size());
      LOG.info("{} goes on: {}", lineage, run.trainer().counts());
    }
    attempt.valve().set(PAUSED, saved.isPaused());
    attempt.valve().set(HALTED, isHalted());
  }

  @Override
  public void processElement1(StreamRecord<PlacedChunk> element) throws Exception {
    if (isHalted()) {
      attempt().gauges().held(attempt().state().hold(element.getValue()));
      return;
    }
    take(element.getValue());
  }

  @Override
  public void processElement2(StreamRecord<RawRecord> element) throws Exception {
    send(attempt().commands().take(element.getValue(), new Obedience(), at()));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    if (run != null) {
      setCurrentKey(KEY);
      run.write(attempt().state());
    }
    if (!inputEnded) {
      sendDue();
    }
  }

  /** A version cut before a rollback may have been on its way to the store. */
  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    if (rolledBack.isPresent()) {
      try {
        attempt().versions().makeLatest(rolledBack.get().to(), rolledBack.get().fromStep());
      } catch (Commands.Refusal e) {
        LOG.warn("Cannot look whether {} is still the latest", rolledBack.get().to(), e);
      }
    }
  }

  @Override
  public void endInput(int input) throws Exception {
    if (input != CHUNKS) {
      return;
    }
    LineageRun current = run;
    if (current != null && !isHalted()) {
      setCurrentKey(KEY);
      long begin = now();
      ChunkReport report = current.finish();
      tell(current, report, 0, begin);
      act(report.incidents());
      current.cutAsDue().ifPresent(due::add);
      tellNotices(current);
    }
    sendDue();
    inputEnded = true;
  }

  @Override
  public void close() throws Exception {
    Valve valve = Valve.of(settings.lineage().name());
    valve.open(PAUSED);
    valve.open(HALTED);
    if (run != null) {
      run.close();
      run = null;
    }
    super.close();
  }

  private void take(PlacedChunk placed) throws Exception {
    CellChunkRecord chunk = placed.chunk();
    LineageRun current = run == null ? begin(chunk) : run;
    String id = ChunkId.of(chunk).toString();
    CrashLedger ledger = attempt().ledger();
    Optional<String> quarantined = attempt().state().quarantined(id);
    if (current.isReplayed(placed.raw().position())) {
      attempt().gauges().replayed();
    } else if (!chunk.getGeneSpace().equals(current.frame().geneSpace())) {
      reject(placed, DeadLetters.Reason.OTHER_GENE_SPACE, current.otherGeneSpace(chunk));
    } else if (quarantined.isPresent()) {
      reject(placed, DeadLetters.Reason.QUARANTINED, quarantined.get());
    } else if (ledger.isPoison(id)) {
      quarantine(placed, "Native code crashed twice while " + id + " was taken in");
    } else {
      long begin = now();
      ledger.begin(id);
      attempt().recent().add(placed);
      send(attempt().strangers().rejected(placed, at()));
      ChunkReport report = current.accept(placed);
      ledger.done();
      tell(current, report, chunk.getCellIds().size(), begin);
      act(report.incidents());
      current.cutIfDue(report).ifPresent(due::add);
      tellNotices(current);
    }
  }

  private void quarantine(PlacedChunk placed, String reason) throws Exception {
    attempt().state().quarantine(ChunkId.of(placed.chunk()).toString(), reason);
    attempt().gauges().quarantined();
    reject(placed, DeadLetters.Reason.QUARANTINED, reason);
    send(
        List.of(
            alerts.raise(AlertKind.QUARANTINED, reason, "dead-lettered; training goes on", at())));
  }

  /** Tells what the guard did, and keeps the chunks that it shut out as dead letters. */
  private void act(List<Incident> incidents) throws Exception {
    for (Incident incident : incidents) {
      for (String chunk : incident.chunks()) {
        if (attempt().state().quarantined(chunk).isEmpty()) {
          attempt().state().quarantine(chunk, incident.detail());
          attempt().gauges().quarantined();
          attempt()
              .recent()
              .find(chunk)
              .ifPresent(
                  placed -> reject(placed, DeadLetters.Reason.QUARANTINED, incident.detail()));
        }
      }
      attempt().gauges().incident(incident);
      send(List.of(alerts.of(incident, at())));
    }
    attempt().valve().set(HALTED, isHalted());
  }

  /** What Flink's reporters see, for tests. */
  TrainerGauges gauges() {
    return attempt().gauges();
  }

  private LineageRun begin(CellChunkRecord chunk) {
    run = LineageRun.begin(settings, outside, attempt().state(), chunk);
    return run;
  }

  /** Does what people ask for, between two chunks. */
  private final class Obedience implements Commands.Executor {
    @Override
    public String pause() throws Exception {
      attempt().state().pause(true);
      attempt().valve().close(PAUSED);
      return "paused: no more cells are taken in";
    }

    @Override
    public String resume() throws Exception {
      attempt().state().pause(false);
      attempt().valve().open(PAUSED);
      boolean wasHalted = isHalted();
      if (run != null) {
        run.trainer().resume();
      }
      List<PlacedChunk> held = attempt().state().release();
      attempt().gauges().held(0);
      for (PlacedChunk chunk : held) {
        processElement1(new StreamRecord<>(chunk));
      }
      attempt().valve().set(HALTED, isHalted());
      return (wasHalted ? "training goes on after a halt" : "cells are taken in")
          + (held.isEmpty() ? "" : ", first the " + held.size() + " chunks that were held");
    }

    @Override
    public String publishNow() {
      requireInput();
      VersionDraft draft =
          begun().cut().orElseThrow(() -> new Commands.Refusal("No step since the last version"));
      due.add(draft);
      return "version " + draft.facts().step() + " is published with the next checkpoint";
    }

    @Override
    public String rollBack(long version) {
      requireInput();
      LineageRun current = begun();
      PublishedVersions versions = attempt().versions();
      PublishedVersions.Found found = versions.read(version);
      versions.makeLatest(found.manifest().version(), current.step());
      current.rollBackTo(found);
      due.clear(); // They were cut from what is left behind, and would be the latest again.
      rolledBack = Optional.of(new RolledBack(found.manifest().version(), current.step()));
      send(List.of(versions.rolledBack(found.manifest())));
      return "training goes on from version " + version + ", which is the latest again";
    }

    @Override
    public String onDrift(DriftAnswer answer) {
      return begun().drift().answer(answer);
    }

    private LineageRun begun() {
      if (run == null) {
        throw new Commands.Refusal("No cell has come yet");
      }
      return run;
    }

    private void requireInput() {
      if (inputEnded) {
        throw new Commands.Refusal("The input has ended");
      }
    }
  }

  private boolean isHalted() {
    return run != null && run.trainer().isHalted();
  }

  /** The first form was kept under the name of the lineage and does not say whose run it is. */
  private void requireKnownForm() {
    boolean isOther =
        getKeyedStateBackend()
            .getKeys(RunState.META, VoidNamespace.INSTANCE)
            .anyMatch(key -> !KEY.equals(key));
    if (isOther) {
      throw new SuppressRestartsException(
          new IllegalStateException(
              "Invalid saved state: of the first form, which does not say whose run it is;"
                  + " expected the second. Train from the start under another lineage.name"));
    }
  }

  private void reject(PlacedChunk placed, DeadLetters.Reason reason, String detail) {
    List<String> cells =
        ChunkCells.countedCells(placed.chunk()).stream().map(cell -> cell.id()).toList();
    send(List.of(letters.rejected(placed.raw(), reason, detail, cells, at())));
  }

  private void tell(LineageRun current, ChunkReport report, int cells, long begin) {
    double seconds = (now() - begin) / MILLIS;
    attempt().gauges().chunk(report, current.trainer().counts(), seconds);
    current.tell(attempt().gauges());
    send(numbers.ofChunk(report, cells, seconds, at()));
    report.forgetting().forEach(look -> send(OversightMessages.of(alerts, settings, look, at())));
    for (DriftVerdict verdict : current.drift().takeVerdicts()) {
      attempt().gauges().drift(verdict);
      send(numbers.ofDrift(verdict, report.step(), at()));
      send(DriftMessages.of(alerts, settings, verdict, at()));
    }
  }

  private void tellNotices(LineageRun current) {
    send(current.takeNotices(alerts, at()));
  }

  private void sendDue() {
    due.forEach(draft -> output.collect(new StreamRecord<>(draft)));
    due.clear();
  }

  private void send(List<Message> messages) {
    messages.forEach(message -> output.collect(SideOutputs.MESSAGES, new StreamRecord<>(message)));
  }

  private Attempt attempt() {
    return Objects.requireNonNull(attempt);
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  private Instant at() {
    return Instant.ofEpochMilli(now());
  }
}
