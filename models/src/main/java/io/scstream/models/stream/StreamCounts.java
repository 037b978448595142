package io.scstream.models.stream;

/**
 * How far a run has come. Cells seen are held out, trained on, thinned out, or waiting for their
 * first step. Cells of chunks shut out by the guard are not among them.
 *
 * @param cellsThinned neither held out nor trained on, because more came than could be trained on
 * @param draws minibatches put together so far; keys their random draws
 * @param lastCutStep the step of the last model version; sets the rhythm of the next
 * @param parentStep the version that the next one follows, 0 for none: the last one cut, or the one
 *     that the run was rolled back to since
 */
public record StreamCounts(
    long cellsSeen,
    long cellsTrained,
    long cellsHeldOut,
    long cellsThinned,
    long draws,
    long lastCutStep,
    long parentStep) {
  static final StreamCounts ZERO = new StreamCounts(0, 0, 0, 0, 0, 0, 0);

  StreamCounts seen(long cells) {
    return new StreamCounts(
        cellsSeen + cells,
        cellsTrained,
        cellsHeldOut,
        cellsThinned,
        draws,
        lastCutStep,
        parentStep);
  }

  StreamCounts trained(long cells) {
    return new StreamCounts(
        cellsSeen,
        cellsTrained + cells,
        cellsHeldOut,
        cellsThinned,
        draws,
        lastCutStep,
        parentStep);
  }

  StreamCounts heldOut(long cells) {
    return new StreamCounts(
        cellsSeen,
        cellsTrained,
        cellsHeldOut + cells,
        cellsThinned,
        draws,
        lastCutStep,
        parentStep);
  }

  StreamCounts thinned(long cells) {
    return new StreamCounts(
        cellsSeen,
        cellsTrained,
        cellsHeldOut,
        cellsThinned + cells,
        draws,
        lastCutStep,
        parentStep);
  }

  StreamCounts drawn() {
    return new StreamCounts(
        cellsSeen, cellsTrained, cellsHeldOut, cellsThinned, draws + 1, lastCutStep, parentStep);
  }

  StreamCounts cutAt(long step) {
    return new StreamCounts(cellsSeen, cellsTrained, cellsHeldOut, cellsThinned, draws, step, step);
  }

  StreamCounts after(long parent) {
    return new StreamCounts(
        cellsSeen, cellsTrained, cellsHeldOut, cellsThinned, draws, lastCutStep, parent);
  }
}
