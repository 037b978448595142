package io.scstream.models.stream;

import io.scstream.models.data.Role;
import io.scstream.models.leakage.CodedCells;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.learner.Reading;
import io.scstream.models.objective.ElboTerms;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Scores and codes of arriving cells from one look at them. */
final class Readings {
  private Readings() {}

  /**
   * Per role that is there the mean bound over its cells, as {@link Scores}.
   *
   * @param coded is added to: what the model makes of them, role by role
   */
  static Map<Role, ElboTerms> of(Embedder model, List<Arrival> arrivals, List<CodedCells> coded) {
    return Scores.of(
        arrivals,
        it -> it.remembered().cell(),
        ofRole -> {
          List<Arrival> rows = inRowOrder(ofRole);
          Reading reading =
              model.read(
                  Scores.minibatch(
                      model, rows.stream().map(it -> it.remembered().cell()).toList()));
          coded.add(coded(rows, reading));
          return reading.score();
        });
  }

  /** Group by group, as the rows of a minibatch, so that labels stay with their codes. */
  private static List<Arrival> inRowOrder(List<Arrival> ofRole) {
    return ofRole.stream()
        .sorted(Comparator.comparingInt(it -> it.remembered().cell().group()))
        .toList();
  }

  private static CodedCells coded(List<Arrival> ofRole, Reading reading) {
    Embeddings codes = reading.codes();
    float[][] background = new float[codes.cells()][];
    float[][] salient = new float[codes.cells()][];
    for (int row = 0; row < background.length; row++) {
      background[row] = codes.backgroundMean(row);
      salient[row] = codes.salientMean(row);
    }
    return CodedCells.of(
        ofRole.get(0).remembered().cell().role(),
        background,
        salient,
        reading.logExpression(),
        ofRole.stream().map(Arrival::label).toList());
  }
}
