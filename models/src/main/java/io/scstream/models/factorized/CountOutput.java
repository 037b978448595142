package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Minibatch;
import io.scstream.models.likelihood.Evaluation;
import io.scstream.models.likelihood.Likelihood;
import io.scstream.models.likelihood.Observed;
import io.scstream.models.nn.Decoder;
import io.scstream.models.nn.Parameters;
import io.scstream.models.spec.FactorizedSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the decoder's last hidden units to the likelihood, and back in closed form. */
final class CountOutput {
  private final Decoder decoder;
  private final Likelihood likelihood;
  private final int genes;

  CountOutput(FactorizedSpec spec, Decoder decoder, Likelihood likelihood) {
    this.decoder = decoder;
    this.likelihood = likelihood;
    this.genes = spec.genes();
  }

  void addShapes(Map<String, Shape> shapes) {
    likelihood.geneParameter().ifPresent(it -> shapes.put(it.name(), new Shape(genes)));
  }

  /** The likelihood, and gradients of minus its sum over cells by units and parameters. */
  record Backward(Evaluation evaluation, NDArray byUnits, Map<String, NDArray> gradients) {}

  /**
   * Values and gradients.
   *
   * @param share by which every cell's loss is multiplied
   */
  Backward backward(
      Minibatch minibatch, NDArray units, double share, Parameters parameters, NDManager step) {
    NDList heads = heads(units, parameters);
    Evaluation evaluation =
        likelihood.evaluate(
            observed(minibatch, -share, step), heads, views(geneArrays(step), parameters, step));
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    List<String> ofGenes = geneArrays(step);
    for (int i = 0; i < ofGenes.size(); i++) {
      gradients.put(ofGenes.get(i), evaluation.geneGradients().get(i));
    }
    List<NDArray> byUnits = new ArrayList<>();
    for (int i = 0; i < likelihood.heads().size(); i++) {
      String head = likelihood.heads().get(i);
      NDArray byHead = evaluation.headGradients().get(i); // [n, G]
      byUnits.add(
          likelihood.addsBias(step.getDevice())
              ? decoder.backwardProduct(head, units, byHead, parameters, gradients)
              : decoder.backward(head, units, byHead, parameters, gradients));
    }
    return new Backward(evaluation, byUnits.stream().reduce(NDArray::add).orElseThrow(), gradients);
  }

  Evaluation score(Minibatch minibatch, NDArray units, Parameters parameters, NDManager step) {
    return likelihood.score(
        observed(minibatch, -1, step),
        heads(units, parameters),
        views(geneArrays(step), parameters, step));
  }

  private static Observed observed(Minibatch minibatch, double weight, NDManager step) {
    double[] weights = new double[minibatch.cells()];
    Arrays.fill(weights, weight);
    return Observed.of(minibatch, weights, step);
  }

  /** The decoder's first output before the link, [n, G]. */
  NDArray output(NDArray units, Parameters parameters) {
    return decoder.head(likelihood.heads().get(0), units, parameters);
  }

  private NDList heads(NDArray units, Parameters parameters) {
    NDList heads = new NDList();
    for (String head : likelihood.heads()) {
      heads.add(
          likelihood.addsBias(units.getDevice())
              ? decoder.product(head, units, parameters)
              : decoder.head(head, units, parameters));
    }
    return heads;
  }

  private List<String> geneArrays(NDManager step) {
    List<String> names = new ArrayList<>();
    likelihood.geneParameter().ifPresent(it -> names.add(it.name()));
    if (likelihood.addsBias(step.getDevice())) {
      likelihood.heads().forEach(head -> names.add(Decoder.bias(head)));
    }
    return names;
  }

  private static NDList views(List<String> names, Parameters parameters, NDManager step) {
    NDList views = new NDList();
    names.forEach(it -> views.add(parameters.view(it, step)));
    return views;
  }

  /** Brings free parameters back into their range after a step. */
  void project(Parameters parameters, NDManager step) {
    likelihood
        .geneParameter()
        .ifPresent(it -> parameters.clamp(it.name(), it.min(), it.max(), step));
  }
}
