package io.scstream.models.stream;

import io.scstream.models.drift.AlarmOptions;
import io.scstream.models.drift.MonitorOptions;
import io.scstream.models.drift.signal.InputQuality;
import java.util.List;
import java.util.Optional;

/**
 * How the batches of a run are watched.
 *
 * @param rules when a batch is over
 * @param alarm when to raise it
 * @param referenceBatches first batches, which later ones are compared with; 1 or more
 * @param stratumCells of a sketch that make a stratum count, 2 or more
 */
public record DriftWatchOptions(
    BatchRules rules, AlarmOptions alarm, int referenceBatches, int stratumCells) {
  /** Log odds of the median share of counts on genes that the model does not know. */
  static final String UNMAPPED = "input/unmapped-share";

  MonitorOptions monitor(InputQuality quality) {
    return new MonitorOptions(
        alarm,
        referenceBatches,
        stratumCells,
        quality,
        List.of(ModelReader.BACKGROUND, ModelReader.SALIENT),
        Optional.of(ModelReader.BACKGROUND),
        true,
        List.of(new MonitorOptions.Scalar(UNMAPPED, MonitorOptions.Sides.BOTH)));
  }
}
