package io.scstream.models.onnx;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.LearnerSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the file of a model and lets none out that does not give the model's own codes. */
public final class EncoderExport {
  /**
   * How far a code of a checked file may be from the model's, as a share of it where it exceeds 1.
   */
  public static final double TOLERANCE = 1e-5;

  /** So many cells, written out in full, are small beside the model. */
  private static final int AT_ONCE = 16;

  private EncoderExport() {}

  /**
   * The file of {@link EncoderGraph}, after ONNX Runtime has run it on the canary's cells.
   *
   * @param canary of this model, in raw codes
   * @throws io.scstream.models.ModelException if there is no canary, if the file cannot be run
   *     here, or if a code is off by more than {@link #TOLERANCE}
   */
  public static byte[] checked(LearnerSnapshot model, Gauge gauge, Optional<Canary> canary) {
    checkInput(
        canary.isPresent(),
        "Cannot check the encoder of step %d: the version has no canary; expected one cell or more",
        model.step());
    byte[] graph = EncoderGraph.of(model, gauge);
    double difference = difference(graph, model.spec().genes(), gauge, canary.orElseThrow());
    checkInput(
        difference <= TOLERANCE,
        "Invalid encoder of step %d: a code of its canary is off by %s; expected at most %s",
        model.step(),
        difference,
        TOLERANCE);
    return graph;
  }

  /** The largest difference of a code of the canary under a file; infinite if one is no number. */
  static double difference(byte[] graph, int genes, Gauge gauge, Canary canary) {
    double largest = 0;
    List<Cell> cells = canary.cells();
    try (OnnxEncoder encoder = OnnxEncoder.open(graph, genes)) {
      for (int from = 0; from < cells.size(); from += AT_ONCE) {
        int to = Math.min(cells.size(), from + AT_ONCE);
        Map<String, float[][]> codes = encoder.run(cells.subList(from, to));
        for (int row = from; row < to; row++) {
          largest =
              Math.max(
                  largest,
                  Math.max(
                      difference(
                          codes(codes, EncoderGraph.BACKGROUND)[row - from],
                          gauge.background().apply(canary.backgroundMean(row))),
                      difference(
                          codes(codes, EncoderGraph.SALIENT)[row - from],
                          gauge.salient().apply(canary.salientMean(row)))));
        }
      }
    }
    return largest;
  }

  private static float[][] codes(Map<String, float[][]> outputs, String block) {
    return outputs.getOrDefault(block + EncoderGraph.MEAN, new float[0][]);
  }

  private static double difference(float[] found, float[] expected) {
    double largest = found.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(found.length, expected.length); i++) {
      double difference =
          Math.abs((double) found[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
      largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
    }
    return largest;
  }
}
