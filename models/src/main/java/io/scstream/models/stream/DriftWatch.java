package io.scstream.models.stream;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.drift.ClosedBatch;
import io.scstream.models.drift.DriftMonitor;
import io.scstream.models.drift.DriftReport;
import io.scstream.models.drift.MonitorOptions;
import io.scstream.models.drift.MonitorState;
import io.scstream.models.drift.OpenBatchState;
import io.scstream.models.drift.signal.InputQuality;
import io.scstream.models.learner.Embedder;
import io.scstream.models.memory.RememberedCell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the batches of a training run for drift. Chunks are gathered into batches; each is judged
 * once, when it is over, by a model that stands still: the version in use, or before the first one
 * the model as it was when it was first asked. What happens to the run, such as going back to a
 * safe point, takes nothing back here.
 *
 * <p>Decides by the chunks and their order alone. A batch that the model cannot read is left out.
 * Belongs to one thread at a time.
 */
public final class DriftWatch implements AutoCloseable {
  private final DriftWatchOptions options;
  private final Function<byte[], Embedder> models;
  private final Supplier<InputQuality> quality;
  private final OpenBatches batches;
  private Optional<MonitorState> restored;
  private Optional<byte[]> weights;
  private @Nullable DriftMonitor monitor;
  private @Nullable Embedder model;
  private long taken;
  private boolean monitorChanged;
  private boolean weightsChanged;

  private DriftWatch(
      DriftWatchOptions options,
      Function<byte[], Embedder> models,
      Supplier<InputQuality> quality,
      Saved saved) {
    this.options = options;
    this.models = models;
    this.quality = quality;
    this.batches =
        new OpenBatches(options.rules(), options.alarm().seed(), saved.course(), saved.open());
    this.restored = saved.monitor();
    this.weights = saved.weights();
    this.taken = saved.course().totals().taken();
  }

  /**
   * Everything needed to go on elsewhere.
   *
   * @param weights that batches are read by, as safetensors; not copied
   */
  public record Saved(
      BatchCourse course,
      Collection<OpenBatchState> open,
      Optional<MonitorState> monitor,
      Optional<byte[]> weights) {
    /** Of a watch that has seen nothing. */
    public static final Saved NOTHING =
        new Saved(BatchCourse.NONE, List.of(), Optional.empty(), Optional.empty());
  }

  /**
   * The watch that wrote this.
   *
   * @param models makes a model of the weights of a version, as safetensors
   * @param quality of the cells; asked for when the first batch is over
   */
  public static DriftWatch restore(
      DriftWatchOptions options,
      Function<byte[], Embedder> models,
      Supplier<InputQuality> quality,
      Saved saved) {
    return new DriftWatch(options, models, quality, saved);
  }

  /**
   * Takes in the cells of a chunk and judges the batches that are over by it.
   *
   * @param live weights of the model that learns, as safetensors; asked for if no version is in use
   *     yet
   */
  public List<DriftVerdict> accept(
      BatchPlace place, List<RememberedCell> cells, Supplier<Optional<byte[]>> live) {
    return judge(batches.add(place, cells), live);
  }

  /** The stream has ended: judges the batches that were still open. */
  public List<DriftVerdict> finish(Supplier<Optional<byte[]>> live) {
    return judge(batches.finish(), live);
  }

  private List<DriftVerdict> judge(List<ClosedBatch> over, Supplier<Optional<byte[]>> live) {
    List<DriftVerdict> verdicts = new ArrayList<>();
    for (ClosedBatch batch : over) {
      judge(batch, live).ifPresentOrElse(verdicts::add, batches::leaveOut);
    }
    return verdicts;
  }

  private Optional<DriftVerdict> judge(ClosedBatch batch, Supplier<Optional<byte[]>> live) {
    DriftMonitor judge = monitor();
    if (judge.isJudging() && weights.isEmpty()) {
      weights = live.get();
      weightsChanged = weights.isPresent();
      if (weights.isEmpty()) {
        return Optional.empty();
      }
    }
    boolean wasHeld = judge.isHeld();
    DriftReport report;
    try {
      report = judge.accept(withUnmapped(batch), cells -> new ModelReader(model()).read(cells));
    } catch (ModelException e) {
      return Optional.empty();
    }
    taken++;
    monitorChanged = true;
    boolean isHeld = judge.isHeld();
    return Optional.of(
        new DriftVerdict(
            report,
            batch.cells(),
            new DriftVerdict.Standing(
                isHeld, wasHeld && !isHeld, taken, batches.course(taken).totals().leftOut())));
  }

  private static ClosedBatch withUnmapped(ClosedBatch batch) {
    double[] shares = batch.sample().stream().mapToDouble(DriftWatch::unmapped).sorted().toArray();
    TreeMap<String, Double> known = new TreeMap<>();
    known.put(DriftWatchOptions.UNMAPPED, InputQuality.logit(shares[shares.length / 2]));
    return batch.with(known);
  }

  private static double unmapped(Cell cell) {
    return 1 - cell.totalCount() / cell.librarySize();
  }

  private DriftMonitor monitor() {
    if (monitor == null) {
      MonitorOptions follows = options.monitor(quality.get());
      monitor =
          restored
              .map(state -> DriftMonitor.restore(follows, state))
              .orElseGet(() -> DriftMonitor.start(follows));
      restored = Optional.empty();
    }
    return monitor;
  }

  private Embedder model() {
    if (model == null) {
      model = models.apply(weights.orElseThrow());
    }
    return model;
  }

  /**
   * Another version is in use: all batches that are kept are read by it, which is no drift. Where
   * it cannot read them, the one before goes on judging.
   *
   * @param version its weights as safetensors
   */
  public void promoted(byte[] version) {
    Embedder next = models.apply(version);
    try {
      monitor().promote(new ModelReader(next));
    } catch (ModelException e) {
      next.close();
      return;
    }
    close();
    model = next;
    weights = Optional.of(version);
    weightsChanged = true;
    monitorChanged = true;
  }

  /** Drift was looked at: nothing waits for it any longer. */
  public void acknowledge() {
    monitor().acknowledge();
    monitorChanged = true;
  }

  /** The next batches are the reference, and evidence begins anew. */
  public void reReference() {
    monitor().acceptDrift();
    monitorChanged = true;
  }

  /** Whether an alarm waits: no version should be promoted meanwhile. */
  public boolean isHeld() {
    return monitor != null
        ? monitor.isHeld()
        : restored.map(state -> state.alarm().isHeld()).orElse(false);
  }

  /** Writes what has changed since this was asked for last. */
  public void write(DriftStore store) {
    store.course(batches.course(taken));
    batches.tellChanges(store);
    if (monitorChanged && monitor != null) {
      store.monitor(monitor.state());
    }
    if (weightsChanged) {
      weights.ifPresent(store::weights);
    }
    monitorChanged = false;
    weightsChanged = false;
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
      model = null;
    }
  }
}
