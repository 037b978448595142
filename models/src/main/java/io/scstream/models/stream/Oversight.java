package io.scstream.models.stream;

import io.scstream.models.evaluate.ActiveUnits;
import io.scstream.models.forgetting.Difference;
import io.scstream.models.forgetting.ForgettingMeter;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.forgetting.ScoredCell;
import io.scstream.models.gate.Evidence;
import io.scstream.models.gate.Finding;
import io.scstream.models.gate.GateReport;
import io.scstream.models.gate.PromotionGate;
import io.scstream.models.gauge.Panel;
import io.scstream.models.gauge.PanelCodes;
import io.scstream.models.leakage.LeakageReport;
import io.scstream.models.learner.Embedder;
import io.scstream.models.memory.RememberedCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Keeps a run on its way: how fast it learns, whether it forgets, and which of its versions are
 * promoted. Decides by steps and held-out cells alone.
 */
final class Oversight {
  private final OversightOptions options;
  private RatePolicy.Clocks clocks;
  private ForgettingMeter meter;
  private Optional<OversightState.Promoted> promoted;
  private final List<ForgettingReport> untold = new ArrayList<>();
  private OptionalDouble share = OptionalDouble.empty();

  Oversight(OversightOptions options, OversightState state) {
    this.options = options;
    this.clocks = state.clocks();
    this.meter = ForgettingMeter.restore(options.forgetting(), state.forgetting());
    this.promoted = options.gate().flatMap(gate -> state.promoted());
  }

  /** The share of the learning rate for the next step. */
  double rateShare(long step, double reduction) {
    double now = options.rate().share(clocks, step, reduction);
    share = OptionalDouble.of(now);
    return now;
  }

  /** The share of the last step; empty before the first one since the run began or was restored. */
  OptionalDouble lastRateShare() {
    return share;
  }

  void rewarm(long step) {
    clocks = clocks.rewarmed(options.rate(), step);
  }

  /** Further steps on replay alone, while a stratum counts as forgotten. */
  int repairSteps() {
    return meter.isAlarmed() ? options.forgetting().repairSteps() : 0;
  }

  /** Looks for strata that are forgotten if it is time to. */
  void lookIfDue(Embedder model, Supplier<List<RememberedCell>> heldOut) {
    if (meter.isDue(model.step())) {
      untold.add(meter.look(model.step(), Scores.perCell(model, heldOut.get())));
    }
  }

  /** What looks have found since this was asked for. */
  List<ForgettingReport> tell() {
    List<ForgettingReport> told = List.copyOf(untold);
    untold.clear();
    return told;
  }

  /**
   * Judges a version, and takes note if it is promoted.
   *
   * @param further findings of others
   */
  Optional<GateReport> judge(
      Embedder model,
      VersionCut cut,
      List<RememberedCell> heldOut,
      Evidence.Leakage leakage,
      List<Finding> further) {
    if (isOff()) {
      return Optional.empty();
    }
    List<ScoredCell> cells = Scores.perCell(model, heldOut);
    Optional<GateReport> report =
        options
            .gate()
            .map(
                limits ->
                    new PromotionGate(limits).judge(evidence(model, cut, cells, leakage), further));
    if (report.map(GateReport::isPassed).orElse(true)) {
      promote(model.step(), cells, cut.alignment().panel());
    }
    return report;
  }

  /** A version is promoted by somebody's decision. */
  void promoted(Embedder model, List<RememberedCell> heldOut, Optional<Panel> panel) {
    if (!isOff()) {
      promote(model.step(), Scores.perCell(model, heldOut), panel);
    }
  }

  private boolean isOff() {
    return options.gate().isEmpty() && options.forgetting().everySteps() == 0;
  }

  private void promote(long step, List<ScoredCell> cells, Optional<Panel> panel) {
    meter.promoted(step, cells);
    SortedMap<String, Double> bounds = new TreeMap<>();
    cells.stream()
        .filter(cell -> Double.isFinite(cell.bound()))
        .forEach(cell -> bounds.put(cell.id(), cell.bound()));
    promoted = options.gate().map(gate -> new OversightState.Promoted(step, bounds, panel));
  }

  private Evidence evidence(
      Embedder model, VersionCut cut, List<ScoredCell> cells, Evidence.Leakage leakage) {
    Map<String, Double> before =
        promoted.map(OversightState.Promoted::bounds).orElseGet(TreeMap::new);
    return new Evidence(
        cut.learner().isFinite(),
        Optional.of(Difference.between(cells, before)).filter(it -> it.cells() > 0),
        meter.alarmed(),
        leakage,
        cut.alignment().panel().map(Oversight::active),
        promoted
            .flatMap(OversightState.Promoted::panel)
            .flatMap(panel -> Alignment.movement(model, panel, cut.alignment().gauge())));
  }

  /** Units in use among the cells of the panel, in the coordinates of the model. */
  private static LeakageReport.Active active(Panel panel) {
    PanelCodes codes = panel.gauge().inverse().publish(panel.published());
    float[][] salient = codes.salient();
    return new LeakageReport.Active(
        ActiveUnits.count(codes.background()),
        salient.length == 0 ? OptionalInt.empty() : OptionalInt.of(ActiveUnits.count(salient)));
  }

  /** As it was then. What was not told yet is not told: it will be looked at again. */
  void goBack(OversightState then) {
    clocks = then.clocks();
    meter = ForgettingMeter.restore(options.forgetting(), then.forgetting());
    promoted = then.promoted();
    untold.clear();
  }

  /** Everything needed to go on, but for leakage, which others know. */
  OversightState state() {
    return new OversightState(clocks, meter.state(), Evidence.Leakage.UNKNOWN, promoted);
  }
}
