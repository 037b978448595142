package io.scstream.models.stream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the guard of a run remembers.
 *
 * @param reducedUntilStep below this step the learning rate is halved; 0 if it never was
 * @param rollbacks the steps at which the run went back without proof of the cause, oldest first,
 *     as far as they still count
 * @param isHalted whether the run takes in nothing
 * @param quarantined the last chunks shut out, oldest first, with the reason
 * @param cellsQuarantined cells of all chunks shut out so far
 * @param inARow steps in a row that were not as they should be
 */
public record GuardState(
    long reducedUntilStep,
    List<Long> rollbacks,
    boolean isHalted,
    Map<String, String> quarantined,
    long cellsQuarantined,
    Row inARow) {
  /**
   * Steps in a row up to the last one.
   *
   * @param refused that changed nothing
   * @param wild whose gradient was far longer than usual
   */
  public record Row(int refused, int wild) {
    static final Row NONE = new Row(0, 0);
  }

  /** Before anything was wrong. */
  public static final GuardState QUIET = new GuardState(0, List.of(), false, Map.of(), 0, Row.NONE);

  /** Copies; the order of the quarantine stays. */
  public GuardState {
    rollbacks = List.copyOf(rollbacks);
    quarantined = Collections.unmodifiableMap(new LinkedHashMap<>(quarantined));
  }
}
