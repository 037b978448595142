package io.scstream.models.stream;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Movement;
import io.scstream.models.gauge.Panel;
import io.scstream.models.gauge.PanelCodes;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.spec.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a version publishes its codes: turned so that the cells of the panel lie as near as may be to
 * where the last version published them (Procrustes, a rotation for each space), or in a frame of
 * its own where nothing says how.
 *
 * @param gauge of the version
 * @param panel for the next version to be aligned with; empty if no cell can be embedded
 * @param movement how far the panel's published codes moved since the last version, which is what
 *     the rotation left over; empty in a new frame
 */
public record Alignment(Gauge gauge, Optional<Panel> panel, Optional<Movement> movement) {
  /** Most cells of each role in a panel, shared by groups, unless the spaces ask for more. */
  static final int CELLS = 128;

  private static final int CELLS_PER_DIMENSION = 4;
  private static final int EMBEDDED_AT_ONCE = 128;

  /**
   * Aligns a model with the last version.
   *
   * @param last where the last version published its panel; empty if there was none
   * @param reference cells that the panel may take in: it keeps those that it has, and takes the
   *     first ones here until it is full
   */
  static Alignment of(Embedder model, Optional<Panel> last, List<Cell> reference) {
    List<Cell> held = last.map(Panel::cells).orElse(List.of());
    Optional<PanelCodes> codes = codes(model, held);
    List<Cell> cells = filled(model, codes.isPresent() ? held : List.of(), reference);
    int groups = model.spec().groups().count();
    Optional<Gauge> kept =
        last.filter(panel -> codes.isPresent() && panel.holds(cells, groups))
            .map(panel -> next(panel, codes.orElseThrow(), model.spec()));
    Gauge gauge = kept.orElseGet(() -> Gauge.first(model.step(), model.spec()));
    return new Alignment(
        gauge,
        panel(model, cells, gauge),
        kept.map(
            it ->
                Movement.between(last.orElseThrow().published(), it.publish(codes.orElseThrow()))));
  }

  private static Gauge next(Panel panel, PanelCodes codes, ModelSpec spec) {
    List<Integer> blocks = spec.salientBlocks();
    return blocks.size() == 1
        ? panel.gauge().next(panel.published(), codes, panel.groups(), spec.groups().count())
        : panel.gauge().nextInBlocks(panel.published(), codes, blocks);
  }

  /**
   * How far a panel's published codes moved since another version of the same frame.
   *
   * @param then where that version published it
   * @param now how this model publishes
   * @return empty if the frame is another, or a cell cannot be embedded
   */
  static Optional<Movement> movement(Embedder model, Panel then, Gauge now) {
    return codes(model, then.cells())
        .filter(codes -> now.number() == then.gauge().number())
        .map(codes -> Movement.between(then.published(), now.publish(codes)));
  }

  /** These cells where a model publishes them; empty if there are none that it can embed. */
  static Optional<Panel> panel(Embedder model, List<Cell> cells, Gauge gauge) {
    return codes(model, cells)
        .filter(codes -> !cells.isEmpty())
        .map(codes -> new Panel(cells, gauge.publish(codes), gauge));
  }

  /**
   * Background cells first, then group by group. A cell with a code that is no finite number is
   * passed over.
   */
  private static List<Cell> filled(Embedder model, List<Cell> held, List<Cell> reference) {
    int groups = model.spec().groups().count();
    int widest = Math.max(model.spec().backgroundLatent(), model.spec().salientLatent());
    int least = CELLS_PER_DIMENSION * widest;
    Set<String> known = held.stream().map(Cell::id).collect(Collectors.toSet());
    List<Cell> filled = new ArrayList<>();
    for (int kind = -1; kind < groups; kind++) {
      Predicate<Cell> isOfKind = kind < 0 ? it -> it.role() == Role.BACKGROUND : inGroup(kind);
      List<Cell> here = held.stream().filter(isOfKind).toList();
      int most = Math.max(kind < 0 ? CELLS : CELLS / groups, least);
      List<Cell> further =
          reference.stream()
              .filter(isOfKind.and(cell -> !known.contains(cell.id())))
              .limit(Math.max(0, most - here.size()))
              .toList();
      boolean areSound = codes(model, further).isPresent();
      filled.addAll(here);
      further.stream()
          .filter(cell -> areSound || codes(model, List.of(cell)).isPresent())
          .forEach(filled::add);
    }
    return filled;
  }

  private static Predicate<Cell> inGroup(int group) {
    return cell -> cell.role() == Role.TARGET && cell.group() == group;
  }

  /** Posterior means; empty if one is no finite number. */
  private static Optional<PanelCodes> codes(Embedder model, List<Cell> cells) {
    List<float[]> background = new ArrayList<>();
    List<float[]> salient = new ArrayList<>();
    for (int from = 0; from < cells.size(); from += EMBEDDED_AT_ONCE) {
      List<Cell> some = cells.subList(from, Math.min(cells.size(), from + EMBEDDED_AT_ONCE));
      Embeddings codes = model.embed(Minibatch.of(model.spec().genes(), some));
      for (int row = 0; row < some.size(); row++) {
        background.add(codes.backgroundMean(row));
        if (some.get(row).role() == Role.TARGET) {
          salient.add(codes.salientMean(row));
        }
      }
    }
    boolean isFinite =
        Stream.concat(background.stream(), salient.stream()).allMatch(Alignment::isFinite);
    return isFinite
        ? Optional.of(
            PanelCodes.of(background.toArray(float[][]::new), salient.toArray(float[][]::new)))
        : Optional.empty();
  }

  private static boolean isFinite(float[] code) {
    for (float value : code) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
