/**
 * How many points may be drawn in one frame, so that the page follows the hand on this machine: it
 * is learned from the time between frames.
 */
export class Detail {
  /** Milliseconds between frames that still feel at once. */
  static readonly GOAL = 40;
  static readonly LEAST = 20_000;
  static readonly MOST = 4_000_000;

  private last: number | undefined;
  private points = 200_000;

  /** Points of one frame, over all views. */
  get budget(): number {
    return Math.round(this.points);
  }

  /**
   * Told at each of several frames in a row.
   *
   * @param drawn points of the frame before
   */
  frame(now: number, drawn: number): void {
    const took = this.last === undefined ? undefined : now - this.last;
    this.last = now;
    if (took === undefined || drawn === 0) {
      return;
    }
    if (took > Detail.GOAL) {
      this.points = Math.max(Detail.LEAST, 0.6 * this.points);
    } else if (took < Detail.GOAL / 2 && drawn > this.points / 2) {
      this.points = Math.min(Detail.MOST, 1.25 * this.points);
    }
  }

  /** No frame follows at once. */
  rest(): void {
    this.last = undefined;
  }
}
