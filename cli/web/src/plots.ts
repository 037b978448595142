import type { Api } from "./api.ts";
import type { Point } from "./camera.ts";
import { Cells } from "./cells.ts";
import { Detail } from "./detail.ts";
import { attempt, button, byId, make, tell } from "./dom.ts";
import { clock, whole } from "./format.ts";
import type { Frame } from "./frames.ts";
import { Legend } from "./legend.ts";
import { Paint } from "./paint.ts";
import { Plot, type Tool } from "./plot.ts";

/** The server gives so many ids at once. */
const IDS_AT_ONCE = 100_000;
const COUNT_EVERY_MS = 500;
/** What a person asks for first comes first. */
const ORDER = ["treatment", "version", "role", "batch", "donor", "held_out", "dataset"];

/** Both views of the cells with one palette and one selection. */
export class Plots {
  readonly cells = new Cells();
  private readonly paint = new Paint(this.cells);
  private readonly dirty = this.cells.watch();
  private readonly plots: Plot[] = [];
  private readonly legend: Legend;
  private readonly choice = byId<HTMLSelectElement>("colour-by");
  private readonly counted = byId("cell-count");
  private readonly selection = byId("selection");
  private readonly tip = byId("tip");
  private readonly isCalm = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly api: Api;
  private readonly lineage: () => string;
  private readonly detail = new Detail();
  private drawn = 0;
  private isAsked = false;
  private isCounting = false;
  private ids: Promise<string[]> = Promise.resolve([]);

  constructor(api: Api, lineage: () => string) {
    this.api = api;
    this.lineage = lineage;
    const listener = {
      selected: (slots: number[]) => this.select(slots),
      pointed: (slot: number | undefined, at: Point) => this.point(slot, at),
      changed: () => this.ask(),
    };
    const titles = { background: "Background codes: what all cells share", salient: "Salient codes: what the treatment adds" };
    for (const view of ["background", "salient"] as const) {
      const plot = new Plot(view, titles[view], this.cells, this.paint, listener);
      this.plots.push(plot);
      byId("plots").append(plot.element);
    }
    this.legend = new Legend(
      (index) => this.repaint(() => this.paint.toggle(index)),
      (index) => this.select(this.paint.slotsOf(index)),
    );
    byId("legend").append(this.legend.element);
    this.choice.addEventListener("change", () => this.repaint(() => this.paint.colourBy(this.choice.value)));
    for (const radio of document.querySelectorAll<HTMLInputElement>("input[name=tool]")) {
      radio.addEventListener("change", () => this.take(radio.value as Tool));
    }
    byId("home").addEventListener("click", () => this.plots.forEach((plot) => plot.home()));
    this.showSelection(0);
    this.showCounts();
  }

  /** Takes in what the server sent. */
  apply(frame: Frame): void {
    const moves = this.cells.apply(frame);
    if (frame.reset) {
      this.unmark();
      byId("fitted").textContent = `Last at ${clock(Date.now())}.`;
    }
    this.offerCategories();
    if (this.dirty.to > this.dirty.from || frame.reset) {
      this.paint.update(this.dirty.from, this.dirty.to);
      this.dirty.clear();
    }
    if (frame.reset) {
      this.paint.revision++;
    }
    if (!this.isCalm.matches) {
      this.plots.forEach((plot) => plot.show(moves, performance.now()));
    }
    this.count();
    this.plots.forEach((plot) => plot.invalidate());
    this.ask();
  }

  /** Another model is shown from now on. */
  forget(): void {
    this.cells.clear();
    this.select([]);
    this.repaint(() => this.paint.update(0, this.cells.extent));
  }

  /** Shows only cells that were embedded by a version up to this one. */
  showUntil(version: number): void {
    this.repaint(() => this.paint.showUntil(version));
  }

  /** Draws every point of both views so many times; see docs/page.md. */
  measure(frames: number): { renderer: string; cells: number; milliseconds: number[] } {
    const milliseconds: number[] = [];
    for (let i = 0; i < frames; i++) {
      milliseconds.push(this.plots.reduce((sum, plot) => sum + plot.measure(i % 2 ? 3 : -3), 0));
    }
    return { renderer: this.plots[0]?.renderer() ?? "", cells: this.cells.size, milliseconds };
  }

  /** Every how manieth point each view drew while it was last moved. */
  strides(): number[] {
    return this.plots.map((plot) => plot.stride);
  }

  private ask(): void {
    if (!this.isAsked) {
      this.isAsked = true;
      requestAnimationFrame((now) => this.frame(now));
    }
  }

  private frame(now: number): void {
    this.isAsked = false;
    this.detail.frame(now, this.drawn);
    const busy = this.plots.filter((plot) => plot.isBusy(now));
    const budget = this.detail.budget / Math.max(1, busy.length);
    this.drawn = busy.reduce((sum, plot) => sum + plot.draw(now, budget), 0);
    if (this.plots.some((plot) => plot.isBusy(now))) {
      this.ask();
    } else {
      this.detail.rest();
      this.drawn = 0;
    }
  }

  /** Counts anew, at most twice a second: with a million cells it takes milliseconds. */
  private count(): void {
    if (this.isCounting) {
      return;
    }
    this.isCounting = true;
    window.setTimeout(() => {
      this.isCounting = false;
      this.showCounts();
    }, COUNT_EVERY_MS);
  }

  private showCounts(): void {
    this.legend.show(this.paint.legend(), this.paint.muted);
    const size = this.cells.size;
    this.counted.textContent = size === 0 ? "No cells yet" : `${whole(size)} cells`;
  }

  private repaint(change: () => void): void {
    change();
    this.showCounts();
    this.plots.forEach((plot) => plot.restart());
    this.ask();
  }

  private offerCategories(): void {
    const names = [...this.cells.categories.keys()].filter((name) => isTelling(this.cells, name));
    names.push("version");
    const rank = (name: string) => (ORDER.indexOf(name) + ORDER.length + 1) % (ORDER.length + 1);
    names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
    const offered = [...this.choice.options].map((option) => option.value);
    if (names.join("\n") === offered.join("\n")) {
      return;
    }
    const chosen = this.choice.value;
    this.choice.replaceChildren(...names.map((name) => make("option", { value: name }, labelOf(name))));
    this.choice.value = names.includes(chosen) ? chosen : (names[0] ?? "version");
    this.paint.colourBy(this.choice.value);
  }

  private take(tool: Tool): void {
    for (const plot of this.plots) {
      plot.tool = tool;
      plot.element.dataset["tool"] = tool;
    }
  }

  private select(slots: number[]): void {
    this.repaint(() => this.paint.select(slots));
    // At once: later another cell may have the place of one of these.
    this.ids = this.fetchIds(slots);
    this.ids.catch(() => undefined);
    this.showSelection(slots.length);
  }

  /** Slots may mean other cells from now on; the ids that were fetched stay good. */
  private unmark(): void {
    const cells = this.paint.selectedCells;
    this.repaint(() => this.paint.select([]));
    if (cells > 0) {
      this.showSelection(cells, ", no longer marked as the window was sent anew");
    }
  }

  private async fetchIds(slots: readonly number[]): Promise<string[]> {
    const ids: string[] = [];
    for (let from = 0; from < slots.length; from += IDS_AT_ONCE) {
      const part = slots.slice(from, from + IDS_AT_ONCE);
      const { cells } = await this.api.cells(this.lineage(), part);
      ids.push(...cells.filter((cell) => cell !== null));
    }
    return ids;
  }

  private showSelection(cells: number, note = ""): void {
    if (cells === 0) {
      this.selection.replaceChildren("Nothing selected: draw around cells with the lasso, or with Shift held.");
      return;
    }
    this.selection.replaceChildren(
      make("b", {}, `${whole(cells)} selected${note}`),
      button("Copy ids", () => this.copy()),
      button("Download ids", () => this.download()),
      button("Clear", () => this.select([])),
    );
  }

  private async copy(): Promise<void> {
    await attempt("Ids could not be copied", async () => {
      const ids = await this.ids;
      await navigator.clipboard.writeText(ids.join("\n"));
      tell(`${whole(ids.length)} ids copied, one a line`);
    });
  }

  private async download(): Promise<void> {
    await attempt("Ids could not be fetched", async () => {
      const url = URL.createObjectURL(new Blob([`${(await this.ids).join("\n")}\n`], { type: "text/plain" }));
      make("a", { href: url, download: `${this.lineage()}-cells.txt` }).click();
      window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
    });
  }

  private point(slot: number | undefined, at: Point): void {
    this.tip.hidden = slot === undefined;
    if (slot === undefined) {
      return;
    }
    const names = [...this.cells.categories.keys()].filter((name) => isTelling(this.cells, name));
    const words = names.map((name) => `${labelOf(name)}: ${this.cells.word(name, slot) || "none"}`);
    words.push(`version: ${this.cells.versions[slot]}`);
    this.tip.replaceChildren(...words.map((word) => make("div", {}, word)));
    const box = document.querySelector("figure.plot canvas:hover")?.getBoundingClientRect();
    const isRight = (box?.left ?? 0) + at[0] > window.innerWidth - 260;
    this.tip.style.left = `${(box?.left ?? 0) + at[0] + (isRight ? -14 : 14)}px`;
    this.tip.style.top = `${(box?.top ?? 0) + at[1] + 14}px`;
    this.tip.style.transform = isRight ? "translateX(-100%)" : "";
  }
}

/** Whether there is more than one word to tell apart. */
function isTelling(cells: Cells, name: string): boolean {
  return (cells.categories.get(name)?.words.length ?? 0) > 1;
}

function labelOf(name: string): string {
  return name.replace(/^covariate\./, "").replaceAll("_", " ");
}
