import { Cells, OTHER } from "./cells.ts";
import { categorical, GREY, sequential, type Colour } from "./palette.ts";

/** Bits of a point's second byte. */
export const SELECTED = 1;
export const HIDDEN = 2;

/** The place in the palette of whatever has no colour of its own. */
export const REST = 255;

/** An entry of the legend. */
export interface LegendEntry {
  /** Place in the palette. */
  readonly index: number;
  readonly word: string;
  readonly colour: Colour;
  readonly cells: number;
  readonly selected: number;
}

/** How cells are coloured, which are selected and which are seen: two bytes a slot. */
export class Paint {
  /** Place in the palette and bits, side by side. */
  bytes = new Uint8Array(0);
  /** Counts changes that concern all slots. */
  revision = 0;
  /** Places of the palette that are not shown. */
  readonly muted = new Set<number>();
  selectedCells = 0;

  private by = "treatment";
  private until = Infinity;
  /** Versions that occur, ascending. */
  private versions: number[] = [];
  private readonly cells: Cells;

  constructor(cells: Cells) {
    this.cells = cells;
    this.reserve();
  }

  get colouredBy(): string {
    return this.by;
  }

  /** Colours by a category, or by `version`. */
  colourBy(name: string): void {
    if (name !== this.by) {
      this.by = name;
      this.muted.clear();
      this.all();
    }
  }

  /** Shows only cells that a version up to this one embedded. */
  showUntil(version: number): void {
    if (version !== this.until) {
      this.until = version;
      this.all();
    }
  }

  toggle(index: number): void {
    if (!this.muted.delete(index)) {
      this.muted.add(index);
    }
    this.revision++;
  }

  /** Paints slots anew after they changed; those selected stay so. */
  update(from: number, to: number): void {
    this.reserve();
    if (this.by === "version" && this.learnVersions(from, to)) {
      this.all();
      return;
    }
    this.paint(from, to);
  }

  /** Selects exactly these slots. */
  select(slots: ArrayLike<number>): void {
    this.reserve();
    for (let i = 1; i < this.bytes.length; i += 2) {
      this.bytes[i] = (this.bytes[i] ?? 0) & ~SELECTED;
    }
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] ?? 0;
      this.bytes[2 * slot + 1] = (this.bytes[2 * slot + 1] ?? 0) | SELECTED;
    }
    this.selectedCells = slots.length;
    this.revision++;
  }

  /** Slots that are selected, ascending. */
  selection(): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < this.cells.extent && this.selectedCells > 0; slot++) {
      if (((this.bytes[2 * slot + 1] ?? 0) & SELECTED) !== 0) {
        slots.push(slot);
      }
    }
    return slots;
  }

  isSeen(slot: number): boolean {
    const bits = this.bytes[2 * slot + 1] ?? HIDDEN;
    return (bits & HIDDEN) === 0 && !this.muted.has(this.bytes[2 * slot] ?? REST);
  }

  /** Slots that have a place in the palette and are seen. */
  slotsOf(index: number): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < this.cells.extent; slot++) {
      if (this.bytes[2 * slot] === index && ((this.bytes[2 * slot + 1] ?? 0) & HIDDEN) === 0) {
        slots.push(slot);
      }
    }
    return slots;
  }

  /** The colour of each place in the palette. */
  palette(): Colour[] {
    const palette = new Array<Colour>(256).fill(GREY);
    for (let index = 0; index < REST; index++) {
      palette[index] =
        this.by === "version"
          ? sequential(this.versions.length < 2 ? 1 : index / (this.placesOfVersions() - 1))
          : categorical(index);
    }
    return palette;
  }

  /** What occurs, in the order of the palette. */
  legend(): LegendEntry[] {
    const cells = new Array<number>(256).fill(0);
    const selected = new Array<number>(256).fill(0);
    for (let slot = 0; slot < this.cells.extent; slot++) {
      const index = this.bytes[2 * slot] ?? REST;
      const bits = this.bytes[2 * slot + 1] ?? HIDDEN;
      if ((bits & HIDDEN) === 0) {
        cells[index] = (cells[index] ?? 0) + 1;
        selected[index] = (selected[index] ?? 0) + (bits & SELECTED);
      }
    }
    const palette = this.palette();
    return cells.flatMap((count, index) =>
      count === 0
        ? []
        : [
            {
              index,
              word: this.wordAt(index),
              colour: palette[index] ?? GREY,
              cells: count,
              selected: selected[index] ?? 0,
            },
          ],
    );
  }

  private wordAt(index: number): string {
    if (index === REST) {
      return "other";
    }
    if (this.by !== "version") {
      return this.cells.categories.get(this.by)?.words[index] || "none";
    }
    const first = this.versions.findIndex((_, rank) => this.placeOfRank(rank) === index);
    const last = this.versions.findLastIndex((_, rank) => this.placeOfRank(rank) === index);
    return first === last ? `${this.versions[first]}` : `${this.versions[first]} to ${this.versions[last]}`;
  }

  private all(): void {
    this.reserve();
    if (this.by === "version") {
      this.versions = [];
      this.learnVersions(0, this.cells.extent);
    }
    this.paint(0, this.cells.extent);
    this.revision++;
  }

  private paint(from: number, to: number): void {
    const codes = this.cells.categories.get(this.by)?.codes;
    for (let slot = from; slot < to; slot++) {
      const version = this.cells.versions[slot] ?? 0;
      const code = this.by === "version" ? this.placeOf(version) : (codes?.[slot] ?? OTHER);
      this.bytes[2 * slot] = Math.min(code, REST);
      const isHidden = this.cells.used[slot] === 0 || version > this.until;
      const bits = (this.bytes[2 * slot + 1] ?? 0) & SELECTED;
      this.bytes[2 * slot + 1] = bits | (isHidden ? HIDDEN : 0);
    }
  }

  /** Whether a version occurs that was not known. */
  private learnVersions(from: number, to: number): boolean {
    const known = new Set(this.versions);
    const before = known.size;
    for (let slot = from; slot < to; slot++) {
      if (this.cells.used[slot] === 1) {
        known.add(this.cells.versions[slot] ?? 0);
      }
    }
    this.versions = [...known].sort((a, b) => a - b);
    return known.size > before;
  }

  private placesOfVersions(): number {
    return Math.min(REST, this.versions.length);
  }

  private placeOfRank(rank: number): number {
    return Math.floor((rank * this.placesOfVersions()) / Math.max(1, this.versions.length));
  }

  private placeOf(version: number): number {
    let [low, high] = [0, this.versions.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.versions[middle] ?? 0) < version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this.placeOfRank(low);
  }

  private reserve(): void {
    if (this.bytes.length < 2 * this.cells.allocated) {
      const larger = new Uint8Array(2 * this.cells.allocated);
      larger.set(this.bytes);
      this.bytes = larger;
    }
  }
}
