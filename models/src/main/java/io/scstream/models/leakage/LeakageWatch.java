package io.scstream.models.leakage;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Role;
import io.scstream.models.evaluate.DependenceStream;
import io.scstream.models.evaluate.LabelStream;
import io.scstream.models.evaluate.MatchStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Follows leakage between the two latent spaces over a stream. Cells are shown to it as the model
 * sees them before it is trained on them; at the end of every window it reports.
 *
 * <p>Dependence, match and both probes remember cells of earlier windows, and forget them by the
 * half-life; the other measures are of the window alone. Memory does not grow with the cells. Not
 * thread-safe.
 */
public final class LeakageWatch {

  private static final int BLOCKS = 7;

  private final LeakageSettings settings;
  private final DependenceStream dependence;
  private final MatchStream match;
  private final DomainProbe domain;
  private final LabelStream backgroundLabels;
  private final LabelStream salientLabels;
  private LeakageWindow window;

  private LeakageWatch(LeakageSettings settings) {
    this.settings = settings;
    LeakageSettings.Sizes sizes = settings.sizes();
    this.window = LeakageWindow.empty(sizes);
    this.dependence = DependenceStream.empty(settings.dependence());
    this.match = MatchStream.empty(settings.match());
    this.domain = DomainProbe.empty(sizes.background(), settings.halfLife());
    this.backgroundLabels = LabelStream.empty(settings.labels(sizes.background()));
    this.salientLabels = LabelStream.empty(settings.labels(sizes.salient()));
  }

  private LeakageWatch(LeakageSettings settings, LeakageState state) {
    List<double[]> blocks = state.blocks();
    checkInput(
        blocks.size() == BLOCKS, "Invalid state: %d blocks; expected %d", blocks.size(), BLOCKS);
    this.settings = settings;
    LeakageSettings.Sizes sizes = settings.sizes();
    this.window = LeakageWindow.restore(sizes, blocks.get(0));
    this.dependence = DependenceStream.restore(settings.dependence(), blocks.get(1));
    this.match = MatchStream.restore(settings.match(), blocks.get(2));
    this.domain =
        DomainProbe.restore(sizes.background(), settings.halfLife(), blocks.get(3), blocks.get(4));
    this.backgroundLabels =
        LabelStream.restore(settings.labels(sizes.background()), state.labels(), blocks.get(5));
    this.salientLabels =
        LabelStream.restore(settings.labels(sizes.salient()), state.labels(), blocks.get(6));
  }

  /** A watch that has seen nothing. */
  public static LeakageWatch empty(LeakageSettings settings) {
    return new LeakageWatch(settings);
  }

  /** The watch that had this state; window and half-life may be others. */
  public static LeakageWatch restore(LeakageSettings settings, LeakageState state) {
    return new LeakageWatch(settings, state);
  }

  /**
   * Takes in the cells of a chunk, role by role; those without finite codes are passed over.
   *
   * @return a report if a window ends with them
   */
  public Optional<LeakageReport> take(List<CodedCells> chunk) {
    for (CodedCells cells : chunk) {
      if (cells.isFinite()) {
        add(cells);
      }
    }
    return window.cells().all() >= settings.windowCells()
        ? Optional.of(endWindow())
        : Optional.empty();
  }

  private void add(CodedCells cells) {
    window.add(cells);
    double[][] phi = match.featuresOf(cells.background());
    match.addAll(cells.role(), phi);
    domain.add(cells.role(), cells.background());
    domain.update();
    if (cells.role() == Role.TARGET) {
      dependence.addAll(phi, cells.salient());
      readLabels(cells);
    }
  }

  private void readLabels(CodedCells cells) {
    List<String> labels = new ArrayList<>();
    List<float[]> background = new ArrayList<>();
    List<float[]> salient = new ArrayList<>();
    for (int row = 0; row < cells.size(); row++) {
      Optional<String> label = cells.labels().get(row);
      if (label.isPresent()) {
        labels.add(label.get());
        background.add(cells.background()[row]);
        salient.add(cells.salient()[row]);
      }
    }
    if (!labels.isEmpty()) {
      int ignored = backgroundLabels.update(background.toArray(float[][]::new), labels);
      window.addLabelled(labels.size(), ignored);
      salientLabels.update(salient.toArray(float[][]::new), labels);
    }
  }

  private LeakageReport endWindow() {
    LeakageReport.Cells cells = window.cells();
    OptionalDouble auc = domain.auc();
    LeakageReport report =
        new LeakageReport(
            cells,
            Optional.of(new LeakageReport.Estimate(dependence.hsic(), dependence.floor()))
                .filter(it -> cells.hasTargets()),
            Optional.of(new LeakageReport.Estimate(match.mmdSquared(), match.floor()))
                .filter(it -> cells.hasBoth()),
            auc,
            window.hasLabels() ? labels() : Optional.empty(),
            window.silence(),
            window.active(),
            window.decoded());
    backgroundLabels.forgetFaded();
    salientLabels.forgetFaded();
    window = LeakageWindow.empty(settings.sizes());
    return report;
  }

  private Optional<LeakageReport.LabelReading> labels() {
    OptionalDouble background = backgroundLabels.aboveChance();
    OptionalDouble salient = salientLabels.aboveChance();
    return background.isPresent() && salient.isPresent()
        ? Optional.of(
            new LeakageReport.LabelReading(
                background.getAsDouble(),
                salient.getAsDouble(),
                backgroundLabels.judgedLabels(),
                window.ignored()))
        : Optional.empty();
  }

  /** Everything but the settings. */
  public LeakageState state() {
    return LeakageState.of(
        backgroundLabels.labels(),
        List.of(
            window.state(),
            dependence.state(),
            match.state(),
            domain.learned(),
            domain.waitingCells(),
            backgroundLabels.state(),
            salientLabels.state()));
  }
}
