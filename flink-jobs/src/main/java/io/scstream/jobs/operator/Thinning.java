package io.scstream.jobs.operator;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.LagProbe;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * Trains on a share of the cells while more come than can be trained on, if the settings say so.
 */
final class Thinning implements AutoCloseable {
  /** Messages that may wait: what a minute or so brings at a usual rate. */
  private static final long ALLOWED = 256;

  private final Optional<LagProbe> probe;
  private final ThinShare share = new ThinShare(ALLOWED);
  private long asked;

  private Thinning(Optional<LagProbe> probe) {
    this.probe = probe;
  }

  static Thinning of(ScstreamConfig.Input settings, LagProbe.Factory probes) {
    return new Thinning(
        settings.overload().equals("thin") ? Optional.of(probes.open()) : Optional.empty());
  }

  /** The share of the next chunk; looks at the lag as often as there is news of it. */
  double share(SortedMap<String, Long> trainedThrough) {
    if (probe.isPresent() && probe.get().asked() > asked) {
      asked = probe.get().asked();
      return share.look(probe.get().lag(trainedThrough));
    }
    return share.share();
  }

  /** The share for a manifest; nothing where cells are never thinned out. */
  OptionalDouble asMetric() {
    return probe.isPresent() ? OptionalDouble.of(share.share()) : OptionalDouble.empty();
  }

  @Override
  public void close() {
    probe.ifPresent(LagProbe::close);
  }
}
