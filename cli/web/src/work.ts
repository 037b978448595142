/** Every how manieth point a slice has. A stride of bytes has room for 63 points of four. */
export const SLICES = 32;

/** What a {@link Work} draws with. */
export interface Slices {
  /** Draws every `stride`th point from `first` on into the picture that is made. */
  slice(stride: number, first: number, isFirst: boolean): void;
  /** Shows what the picture that is made has so far. */
  publish(): void;
}

/**
 * A picture that is made slice by slice over several frames, each with no more points than it may
 * have; all points, if there are few, in one.
 */
export class Work {
  private readonly points: number;
  private readonly slices: number;
  private readonly showsParts: boolean;
  private done = 0;

  /** @param showsParts whether the picture is worth showing before it has all points */
  constructor(points: number, budget: number, showsParts: boolean) {
    this.points = points;
    this.slices = points <= budget ? 1 : SLICES;
    this.showsParts = showsParts;
  }

  get isDone(): boolean {
    return this.done === this.slices;
  }

  /** Draws as much as it may, one slice at least, and tells how many points that were. */
  go(budget: number, on: Slices): number {
    const each = Math.ceil(this.points / this.slices);
    let drawn = 0;
    do {
      on.slice(this.slices, this.done, this.done === 0);
      this.done++;
      drawn += each;
    } while (!this.isDone && drawn + each <= budget);
    if (this.isDone || this.showsParts) {
      on.publish();
    }
    return drawn;
  }
}

/** Every how manieth point is drawn while the view moves. */
export function strideFor(points: number, budget: number): number {
  let stride = 1;
  while (stride < SLICES && points / stride > budget) {
    stride *= 2;
  }
  return stride;
}
