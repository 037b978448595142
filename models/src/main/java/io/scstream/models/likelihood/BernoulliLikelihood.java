package io.scstream.models.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;

/** Whether each gene was seen at all: any positive count is a one. Logit link. */
final class BernoulliLikelihood implements Likelihood {

  @Override
  public List<String> heads() {
    return List.of("output");
  }

  @Override
  public Optional<GeneParameter> geneParameter() {
    return Optional.empty();
  }

  @Override
  public Evaluation evaluate(Observed observed, NDList heads, NDList geneParameters) {
    float[] entries = observed.gather(heads.get(0));
    double[] values = new double[observed.cells()];
    for (int row = 0; row < values.length; row++) {
      for (int entry = observed.start(row); entry < observed.start(row + 1); entry++) {
        values[row] += Bernoulli.logProbability(true, entries[entry]);
        entries[entry] = (float) Bernoulli.byLogit(true, entries[entry]);
      }
    }
    try (NDArray logit = observed.mask(heads.get(0), Float.NEGATIVE_INFINITY); // [n, G]
        NDArray softplus = logit.getNDArrayInternal().softPlus(); // [n, G]
        NDArray perCell = softplus.sum(new int[] {1}).muli(-1); // [n]
        NDArray unseen = logit.getNDArrayInternal().sigmoid().muli(-1)) { // [n, G]
      Observed.add(values, perCell);
      NDArray gradient = observed.put(unseen, entries).muli(observed.weightColumn()); // [n, G]
      return new Evaluation(values, new NDList(gradient), new NDList());
    }
  }
}
