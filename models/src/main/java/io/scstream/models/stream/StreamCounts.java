package io.scstream.models.stream;

/**
 * How far a run has come. Cells seen are held out, trained on, or waiting for their first step.
 *
 * @param draws minibatches put together so far; keys their random draws
 * @param lastCutStep the step of the last model version
 */
public record StreamCounts(
    long cellsSeen, long cellsTrained, long cellsHeldOut, long draws, long lastCutStep) {
  static final StreamCounts ZERO = new StreamCounts(0, 0, 0, 0, 0);

  StreamCounts seen(long cells) {
    return new StreamCounts(cellsSeen + cells, cellsTrained, cellsHeldOut, draws, lastCutStep);
  }

  StreamCounts heldOut(long cells) {
    return new StreamCounts(cellsSeen, cellsTrained, cellsHeldOut + cells, draws, lastCutStep);
  }

  StreamCounts trained(long cells) {
    return new StreamCounts(cellsSeen, cellsTrained + cells, cellsHeldOut, draws, lastCutStep);
  }

  StreamCounts drawn() {
    return new StreamCounts(cellsSeen, cellsTrained, cellsHeldOut, draws + 1, lastCutStep);
  }

  StreamCounts cutAt(long step) {
    return new StreamCounts(cellsSeen, cellsTrained, cellsHeldOut, draws, step);
  }
}
