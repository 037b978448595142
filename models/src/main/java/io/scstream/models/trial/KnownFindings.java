package io.scstream.models.trial;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.evaluate.ActiveUnits;
import io.scstream.models.evaluate.DomainLeakage;
import io.scstream.models.evaluate.Hsic;
import io.scstream.models.evaluate.SalientSilence;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a fitted model's codes tell of real cells that it has not seen. */
final class KnownFindings {
  private static final int CHUNK = 2000;

  private KnownFindings() {}

  /** Both codes of the cells of one role, in the cells' order. */
  private static final class Coded {
    private final List<Cell> cells;
    private final float[][] background;
    private final float[][] salient;

    private Coded(List<Cell> cells, float[][] background, float[][] salient) {
      this.cells = cells;
      this.background = background;
      this.salient = salient;
    }

    static Coded of(Embedder model, int genes, List<Cell> cells) {
      float[][] background = new float[cells.size()][];
      float[][] salient = new float[cells.size()][];
      int at = 0;
      for (Minibatch part : chunks(genes, cells)) {
        Embeddings embeddings = model.embed(part);
        for (int row = 0; row < part.cells(); row++) {
          background[at] = embeddings.backgroundMean(row);
          salient[at++] = embeddings.salientMean(row);
        }
      }
      return new Coded(cells, background, salient);
    }

    Readout.Labelled labelled(Map<String, String> labels) {
      return new Readout.Labelled(
          background,
          salient,
          cells.stream().map(cell -> labels.getOrDefault(cell.id(), "")).toArray(String[]::new));
    }
  }

  static KnownResult of(Embedder model, KnownCells cells, long seed) {
    Coded fittedB = coded(model, cells, cells.fitted(), Role.BACKGROUND);
    Coded fittedT = coded(model, cells, cells.fitted(), Role.TARGET);
    Coded heldOutB = coded(model, cells, cells.heldOut(), Role.BACKGROUND);
    Coded heldOutT = coded(model, cells, cells.heldOut(), Role.TARGET);
    Minibatch backgrounds = Minibatch.of(cells.genes(), heldOutB.cells);
    Minibatch targets = Minibatch.of(cells.genes(), heldOutT.cells);
    // A ratio of differences of variances wants many cells, and learns no label.
    List<Cell> all = Stream.concat(cells.fitted().stream(), cells.heldOut().stream()).toList();
    int[] order = CounterRandom.of(0, 0, "dependence/order").permutation(heldOutT.cells.size());
    return new KnownResult(
        model.score(backgrounds).negativeElbo(),
        model.score(targets).negativeElbo(),
        role(both(fittedB, fittedT), both(heldOutB, heldOutT), seed),
        Readout.of(fittedT.labelled(cells.labels()), heldOutT.labelled(cells.labels()), seed),
        Readout.of(fittedT.labelled(cells.shared()), heldOutT.labelled(cells.shared()), seed),
        DomainLeakage.auc(
            fittedB.background, fittedT.background, heldOutB.background, heldOutT.background),
        Hsic.of(heldOutT.background, heldOutT.salient).debiased(order),
        SalientSilence.ratio(heldOutB.salient, heldOutT.salient),
        Findings.decoded(model, chunks(cells.genes(), all)),
        new KnownResult.Active(
            ActiveUnits.count(heldOutT.background), ActiveUnits.count(heldOutT.salient)));
  }

  private static List<Minibatch> chunks(int genes, List<Cell> cells) {
    List<Minibatch> chunks = new ArrayList<>();
    for (int from = 0; from < cells.size(); from += CHUNK) {
      List<Cell> part = cells.subList(from, Math.min(cells.size(), from + CHUNK));
      chunks.add(Minibatch.of(genes, part));
    }
    return chunks;
  }

  private static Coded coded(Embedder model, KnownCells known, List<Cell> cells, Role role) {
    return Coded.of(model, known.genes(), KnownCells.of(cells, role));
  }

  private static Readout role(Readout.Labelled fitted, Readout.Labelled heldOut, long seed) {
    return Readout.of(fitted, heldOut, seed)
        .orElseThrow(
            () ->
                new ModelException(
                    ModelException.Category.BAD_INPUT, "Every role has held-out cells"));
  }

  private static Readout.Labelled both(Coded background, Coded target) {
    return new Readout.Labelled(
        stacked(background.background, target.background),
        stacked(background.salient, target.salient),
        Stream.concat(background.cells.stream(), target.cells.stream())
            .map(cell -> cell.role().name())
            .toArray(String[]::new));
  }

  private static float[][] stacked(float[][] first, float[][] second) {
    return Stream.concat(Stream.of(first), Stream.of(second)).toArray(float[][]::new);
  }
}
