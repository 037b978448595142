/** A closed line, x and y in turn. */
export type Polygon = ArrayLike<number>;

/** Whether a point is within a polygon, by the even-odd rule. */
export function contains(polygon: Polygon, x: number, y: number): boolean {
  let isInside = false;
  const corners = polygon.length / 2;
  for (let i = 0, j = corners - 1; i < corners; j = i++) {
    const xi = polygon[2 * i] ?? 0;
    const yi = polygon[2 * i + 1] ?? 0;
    const xj = polygon[2 * j] ?? 0;
    const yj = polygon[2 * j + 1] ?? 0;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) {
      isInside = !isInside;
    }
  }
  return isInside;
}

const SIDE = 256;

/** Points sorted into squares, so that a region asks few of them. */
export class Grid {
  private readonly places: Int16Array;
  private readonly begins: Uint32Array;
  private readonly order: Uint32Array;
  private readonly low: [number, number];
  private readonly width: number;

  /** @param places x and y in turn, of which the first size points count */
  constructor(places: Int16Array, size: number) {
    this.places = places;
    const box = bounds(places, 2 * size);
    this.low = [box.left, box.bottom];
    this.width = Math.max(1, box.right - box.left, box.top - box.bottom) / SIDE;
    this.begins = new Uint32Array(SIDE * SIDE + 1);
    this.order = new Uint32Array(size);
    this.sort(size);
  }

  /** Slots of the points within a polygon, ascending. */
  within(polygon: Polygon): Uint32Array {
    if (polygon.length < 6 || this.order.length === 0) {
      return new Uint32Array(0);
    }
    const border = this.border(polygon);
    const box = bounds(polygon, polygon.length);
    const found: number[] = [];
    for (let row = this.row(box.bottom); row <= this.row(box.top); row++) {
      for (let column = this.column(box.left); column <= this.column(box.right); column++) {
        const square = row * SIDE + column;
        const mustAsk = border[square] === 1;
        if (mustAsk || contains(polygon, ...this.middle(row, column))) {
          this.take(square, mustAsk ? polygon : undefined, found);
        }
      }
    }
    return Uint32Array.from(found).sort();
  }

  /** The slot nearest to a place, if one is as near as asked. */
  nearest(x: number, y: number, within: number, isSeen: (slot: number) => boolean): number | undefined {
    let best: number | undefined;
    let distance = within * within;
    for (let row = this.row(y - within); row <= this.row(y + within); row++) {
      for (let column = this.column(x - within); column <= this.column(x + within); column++) {
        const square = row * SIDE + column;
        for (let i = this.begins[square] ?? 0; i < (this.begins[square + 1] ?? 0); i++) {
          const slot = this.order[i] ?? 0;
          const dx = (this.places[2 * slot] ?? 0) - x;
          const dy = (this.places[2 * slot + 1] ?? 0) - y;
          if (dx * dx + dy * dy <= distance && isSeen(slot)) {
            distance = dx * dx + dy * dy;
            best = slot;
          }
        }
      }
    }
    return best;
  }

  private take(square: number, polygon: Polygon | undefined, found: number[]): void {
    for (let i = this.begins[square] ?? 0; i < (this.begins[square + 1] ?? 0); i++) {
      const slot = this.order[i] ?? 0;
      const x = this.places[2 * slot] ?? 0;
      const y = this.places[2 * slot + 1] ?? 0;
      if (polygon === undefined || contains(polygon, x, y)) {
        found.push(slot);
      }
    }
  }

  /** Squares that an edge may cross: all those around it. */
  private border(polygon: Polygon): Uint8Array {
    const border = new Uint8Array(SIDE * SIDE);
    const corners = polygon.length / 2;
    for (let i = 0, j = corners - 1; i < corners; j = i++) {
      const edge = [polygon[2 * i], polygon[2 * i + 1], polygon[2 * j], polygon[2 * j + 1]];
      const box = bounds(edge as number[], 4);
      for (let row = this.row(box.bottom); row <= this.row(box.top); row++) {
        const from = row * SIDE + this.column(box.left);
        border.fill(1, from, row * SIDE + this.column(box.right) + 1);
      }
    }
    return border;
  }

  /** A counting sort by square. */
  private sort(size: number): void {
    const square = new Uint32Array(size);
    for (let slot = 0; slot < size; slot++) {
      const at =
        this.row(this.places[2 * slot + 1] ?? 0) * SIDE + this.column(this.places[2 * slot] ?? 0);
      square[slot] = at;
      this.begins[at + 1] = (this.begins[at + 1] ?? 0) + 1;
    }
    for (let i = 0; i < SIDE * SIDE; i++) {
      this.begins[i + 1] = (this.begins[i + 1] ?? 0) + (this.begins[i] ?? 0);
    }
    const next = this.begins.slice();
    for (let slot = 0; slot < size; slot++) {
      const at = square[slot] ?? 0;
      const place = next[at] ?? 0;
      this.order[place] = slot;
      next[at] = place + 1;
    }
  }

  private column(x: number): number {
    return index((x - this.low[0]) / this.width);
  }

  private row(y: number): number {
    return index((y - this.low[1]) / this.width);
  }

  private middle(row: number, column: number): [number, number] {
    return [this.low[0] + (column + 0.5) * this.width, this.low[1] + (row + 0.5) * this.width];
  }
}

function index(value: number): number {
  return Math.max(0, Math.min(SIDE - 1, Math.floor(value)));
}

function bounds(values: ArrayLike<number>, length: number) {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i + 1 < length; i += 2) {
    const x = values[i] ?? 0;
    const y = values[i + 1] ?? 0;
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  return Number.isFinite(left) ? { left, right, bottom, top } : { left: 0, right: 0, bottom: 0, top: 0 };
}
