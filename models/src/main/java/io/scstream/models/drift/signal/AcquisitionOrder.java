package io.scstream.models.drift.signal;

import io.scstream.models.drift.detect.Adwin;
import java.util.Arrays;

/**
 * Whether library sizes change while a batch is acquired, as when a channel clogs. Cells of one
 * batch only: between batches every test of cells finds a change.
 */
public final class AcquisitionOrder {
  private static final double DELTA = 0.002;
  private static final int CLOCK = 32;

  private AcquisitionOrder() {}

  /**
   * The number of times that ADWIN drops old cells.
   *
   * @param librarySizes in the order of acquisition, positive
   */
  public static int cuts(double[] librarySizes) {
    double[] logs = Arrays.stream(librarySizes).map(Math::log).toArray();
    double mean = Arrays.stream(logs).average().orElse(0);
    double variance =
        Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).average().orElse(0);
    if (variance <= 0) {
      return 0;
    }
    Adwin adwin = Adwin.empty(DELTA, CLOCK);
    int cuts = 0;
    for (double log : logs) {
      cuts += adwin.accept((log - mean) / Math.sqrt(variance)) ? 1 : 0;
    }
    return cuts;
  }
}
