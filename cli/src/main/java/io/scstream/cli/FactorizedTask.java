package io.scstream.cli;

import java.util.List;
import java.util.Map;

/** One task of {@code bench factorized}. */
interface FactorizedTask {

  /**
   * Does it once for every seed, which is that of cells and model.
   *
   * @throws io.scstream.models.ModelException if an option does not suit
   */
  Result run(List<Long> seeds);

  /**
   * What came out.
   *
   * @param text the same for people
   */
  record Result(Map<String, Object> json, String text) {}
}
