import type { Frame, FrameColumn } from "./frames.ts";

export type ViewName = "background" | "salient";

/** Half the width of the square that coordinates are kept in; what lies beyond is moved to its edge. */
export const REACH = 4;
/** Coordinates are kept as whole numbers: a step is 1/8,192 of the view's unit. */
export const STEPS = 32767 / REACH;
/** The code of a word beyond those that the server tells apart. */
export const OTHER = 65535;

const BEGIN = 1 << 14;
const MOST = 1 << 20;
const MOST_COLUMNS = 24;
const MOST_MOVES = 4096;

/** What cells can be told apart by: a code for each slot, and the word that each code stands for. */
export interface Category {
  readonly name: string;
  codes: Uint16Array;
  words: readonly string[];
}

/** A cell that came or moved: its slot, and where it was in both views. */
export interface Move {
  readonly slot: number;
  readonly from: Record<ViewName, [number, number]>;
}

/** Slots that changed since they were last drawn, as one range. */
export class Dirty {
  from = 0;
  to = 0;

  add(from: number, to: number): void {
    this.from = this.from === this.to ? from : Math.min(this.from, from);
    this.to = this.from === this.to ? to : Math.max(this.to, to);
  }

  clear(): void {
    this.from = 0;
    this.to = 0;
  }
}

/** The window of the server's embedded cells, by slot. */
export class Cells {
  /** Coordinates of both views, x and y of a slot side by side. */
  places: Record<ViewName, Int16Array>;
  versions: Uint32Array;
  /** 1 where a slot holds a cell. */
  used: Uint8Array;
  readonly categories = new Map<string, Category>();
  /** One more than the last slot that was ever used. */
  extent = 0;
  /** How many slots hold a cell. */
  size = 0;
  /** Counts changes. */
  revision = 0;

  private room = BEGIN;
  private readonly watchers: Dirty[] = [];

  constructor() {
    this.places = { background: new Int16Array(2 * BEGIN), salient: new Int16Array(2 * BEGIN) };
    this.versions = new Uint32Array(BEGIN);
    this.used = new Uint8Array(BEGIN);
  }

  /** How many slots there are arrays for; it only grows. */
  get allocated(): number {
    return this.room;
  }

  /** Ranges of what changes from now on. */
  watch(): Dirty {
    const dirty = new Dirty();
    dirty.add(0, this.extent);
    this.watchers.push(dirty);
    return dirty;
  }

  /** Takes a frame in and tells of some of the cells that came or moved. */
  apply(frame: Frame): Move[] {
    if (frame.reset) {
      this.clear();
    }
    const slots = frame.slots;
    const highest = slots.reduce((a, b) => Math.max(a, b), -1);
    if (highest >= MOST) {
      throw new Error(`Invalid embeddings: slot ${highest}; expected less than ${MOST}`);
    }
    this.reserve(highest + 1);
    const moves = frame.reset ? [] : this.moves(slots);
    this.use(slots);
    this.place("background", frame.columns.get("background"), slots);
    this.place("salient", frame.columns.get("salient"), slots);
    const versions = frame.columns.get("version")?.data;
    slots.forEach((slot, row) => (this.versions[slot] = versions?.[row] ?? 0));
    for (const column of frame.columns.values()) {
      if (column.words !== undefined && column.width === 1) {
        this.categorize(column, slots);
      } else if (column.name === "held_out") {
        this.categorize({ ...column, words: ["no", "yes"] }, slots);
      }
    }
    this.changed(slots);
    return moves;
  }

  /** Forgets all cells and what they can be told apart by. */
  clear(): void {
    this.used.fill(0);
    this.categories.clear();
    this.watchers.forEach((dirty) => dirty.add(0, this.extent));
    this.size = 0;
    this.revision++;
  }

  /** As many as are worth showing: where the cells are now, before a frame changes it. */
  private moves(slots: Uint32Array): Move[] {
    const every = Math.max(1, Math.ceil(slots.length / MOST_MOVES));
    const moves: Move[] = [];
    for (let row = 0; row < slots.length; row += every) {
      const slot = slots[row] ?? 0;
      const wasThere = this.used[slot] === 1;
      moves.push({ slot, from: wasThere ? this.at(slot) : { background: NOWHERE, salient: NOWHERE } });
    }
    return moves;
  }

  /** Coordinates of a slot, as they are kept. */
  at(slot: number): Record<ViewName, [number, number]> {
    const { background, salient } = this.places;
    return {
      background: [background[2 * slot] ?? 0, background[2 * slot + 1] ?? 0],
      salient: [salient[2 * slot] ?? 0, salient[2 * slot + 1] ?? 0],
    };
  }

  /** The word of a cell. */
  word(category: string, slot: number): string {
    const it = this.categories.get(category);
    return it === undefined ? "" : (it.words[it.codes[slot] ?? OTHER] ?? "other");
  }

  private use(slots: Uint32Array): void {
    for (let row = 0; row < slots.length; row++) {
      const slot = slots[row] ?? 0;
      this.size += this.used[slot] === 1 ? 0 : 1;
      this.used[slot] = 1;
    }
  }

  private place(view: ViewName, column: FrameColumn | undefined, slots: Uint32Array): void {
    const places = this.places[view];
    for (let row = 0; row < slots.length; row++) {
      const slot = slots[row] ?? 0;
      places[2 * slot] = quantized(column?.data[2 * row] ?? 0);
      places[2 * slot + 1] = quantized(column?.data[2 * row + 1] ?? 0);
    }
  }

  private categorize(column: FrameColumn, slots: Uint32Array): void {
    let category = this.categories.get(column.name);
    if (category === undefined) {
      if (this.categories.size >= MOST_COLUMNS) {
        return;
      }
      category = { name: column.name, codes: new Uint16Array(this.room).fill(OTHER), words: [] };
      this.categories.set(column.name, category);
    }
    category.words = column.words ?? [];
    for (let row = 0; row < slots.length; row++) {
      category.codes[slots[row] ?? 0] = column.data[row] ?? OTHER;
    }
  }

  private changed(slots: Uint32Array): void {
    let [from, to] = [Infinity, 0];
    for (let row = 0; row < slots.length; row++) {
      const slot = slots[row] ?? 0;
      from = Math.min(from, slot);
      to = Math.max(to, slot + 1);
    }
    if (to > from) {
      this.extent = Math.max(this.extent, to);
      this.watchers.forEach((dirty) => dirty.add(from, to));
      this.revision++;
    }
  }

  private reserve(slots: number): void {
    if (slots <= this.room) {
      return;
    }
    while (this.room < slots) {
      this.room *= 2;
    }
    this.places = {
      background: grown(this.places.background, new Int16Array(2 * this.room)),
      salient: grown(this.places.salient, new Int16Array(2 * this.room)),
    };
    this.versions = grown(this.versions, new Uint32Array(this.room));
    this.used = grown(this.used, new Uint8Array(this.room));
    for (const category of this.categories.values()) {
      category.codes = grown(category.codes, new Uint16Array(this.room).fill(OTHER));
    }
  }
}

/** Where a cell was that is new. */
export const NOWHERE: [number, number] = [-32768, -32768];

function grown<T extends Int16Array | Uint8Array | Uint16Array | Uint32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

/** A coordinate as it is kept. */
export function quantized(value: number): number {
  const bounded = Math.max(-REACH, Math.min(REACH, Number.isFinite(value) ? value : 0));
  return Math.round(bounded * STEPS);
}
