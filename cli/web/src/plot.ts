import { Camera, type Point } from "./camera.ts";
import { type Cells, type Move, STEPS, type ViewName } from "./cells.ts";
import { draw, make } from "./dom.ts";
import type { Paint } from "./paint.ts";
import { Grid, type Polygon } from "./region.ts";
import { Scatter } from "./scatter.ts";
import { strideFor, Work } from "./work.ts";

export type Tool = "move" | "lasso";

/** What a plot tells. */
export interface PlotListener {
  /** Something was drawn around; slots that are seen, ascending. */
  selected(slots: number[]): void;
  /** The pointer is at a cell, or at none. */
  pointed(slot: number | undefined, at: Point): void;
  /** It is to be drawn again. */
  changed(): void;
}

const KEY_PIXELS = 40;
const NEAR = 1.25;
const REST_MS = 180;
const HELD_MS = 1000;
const POINTER_PIXELS = 9;
/** A pointer is followed among so many cells; more would be sorted anew with every frame. */
const MOST_POINTED = 300_000;

/** One view of the cells: moved and enlarged by hand or keys, and drawn around by a lasso. */
export class Plot {
  readonly element: HTMLElement;
  tool: Tool = "move";
  /** Every how manieth point was drawn when the view last moved. */
  stride = 1;
  private readonly canvas = make("canvas", { tabindex: "0", role: "img" });
  private readonly outline = draw("polygon", { class: "lasso" });
  private readonly scatter: Scatter;
  private readonly view: ViewName;
  private readonly cells: Cells;
  private readonly paint: Paint;
  private readonly listener: PlotListener;
  private camera = Camera.HOME;
  private drawn: Camera | undefined;
  private work: Work | undefined;
  private isStale = true;
  private isTurned = false;
  private path: Point[] | undefined;
  private dragged: Point | undefined;
  private movedAt = -Infinity;
  private grid: { revision: number; grid: Grid } | undefined;

  constructor(view: ViewName, title: string, cells: Cells, paint: Paint, listener: PlotListener) {
    this.view = view;
    this.cells = cells;
    this.paint = paint;
    this.listener = listener;
    this.canvas.setAttribute("aria-label", title);
    this.canvas.setAttribute("aria-describedby", "keys");
    const lasso = draw("svg", { class: "lasso", "aria-hidden": "true" }, this.outline);
    this.element = make(
      "figure",
      { class: "plot", "data-view": view },
      this.canvas,
      lasso,
      make("figcaption", {}, title),
    );
    this.scatter = new Scatter(this.canvas, view, cells, paint, () => this.redraw());
    this.listen();
  }

  /** Cells came or moved: shown once the picture that is made now is whole. */
  invalidate(): void {
    this.isStale = true;
  }

  /** Colours, the selection or the size changed: what is made now is not wanted any more. */
  restart(): void {
    this.work = undefined;
    this.isStale = true;
  }

  /** Whether there is something to draw. */
  isBusy(now: number): boolean {
    return this.isStale || this.work !== undefined || this.isHeld(now) || this.scatter.isMoving(now);
  }

  /** Draws no more points than it may, one slice at least, and tells how many. */
  draw(now: number, budget: number): number {
    if (!this.isBusy(now)) {
      return 0;
    }
    const drawn = this.isHeld(now) ? this.drawMoving(budget) : this.drawResting(budget);
    this.scatter.present(this.camera, now);
    return drawn;
  }

  /** A hand that holds the view may go on to move it. */
  private isHeld(now: number): boolean {
    return now - this.movedAt < (this.dragged === undefined ? REST_MS : HELD_MS);
  }

  private drawMoving(budget: number): number {
    this.work = undefined;
    this.isStale = true;
    this.isTurned = true;
    if (this.camera === this.drawn) {
      return 0;
    }
    this.drawn = this.camera;
    this.stride = strideFor(this.cells.extent, budget);
    this.scatter.prepare(this.camera);
    this.scatter.slice(this.stride, 0, true);
    this.scatter.publish();
    return this.cells.extent / this.stride;
  }

  private drawResting(budget: number): number {
    if (this.work === undefined && this.isStale) {
      this.scatter.prepare(this.camera);
      this.work = new Work(this.cells.extent, budget, this.isTurned || this.scatter.isBlank);
      this.isStale = false;
      this.isTurned = false;
      this.drawn = this.camera;
    }
    const drawn = this.work?.go(budget, this.scatter);
    if (this.work?.isDone) {
      this.work = undefined;
    }
    return drawn ?? 0;
  }

  show(moves: readonly Move[], now: number): void {
    this.scatter.show(moves, now);
  }

  home(): void {
    this.turn(Camera.HOME);
  }

  /** The milliseconds that a drawing of every point takes until it is drawn, for measuring. */
  measure(dx: number): number {
    this.camera = this.camera.pan(dx, 0, this.size());
    const begin = performance.now();
    this.scatter.prepare(this.camera);
    this.scatter.slice(1, 0, true);
    this.scatter.publish();
    this.scatter.present(this.camera, begin);
    this.scatter.finish();
    return performance.now() - begin;
  }

  renderer(): string {
    return this.scatter.renderer();
  }

  private turn(camera: Camera): void {
    this.camera = camera;
    this.movedAt = performance.now();
    this.listener.pointed(undefined, [0, 0]);
    this.listener.changed();
  }

  private size(): Point {
    return [this.canvas.clientWidth, this.canvas.clientHeight];
  }

  private listen(): void {
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.go(event));
    this.canvas.addEventListener("pointerup", () => this.end());
    this.canvas.addEventListener("pointercancel", () => this.cancel());
    this.canvas.addEventListener("pointerleave", () => this.listener.pointed(undefined, [0, 0]));
    this.canvas.addEventListener("dblclick", () => this.home());
    this.canvas.addEventListener("keydown", (event) => this.press(event));
    this.canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const factor = Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) / 400);
        this.turn(this.camera.near(factor, [event.offsetX, event.offsetY], this.size()));
      },
      { passive: false },
    );
    new ResizeObserver(() => this.redraw()).observe(this.canvas);
  }

  private redraw(): void {
    this.restart();
    this.listener.changed();
  }

  private begin(event: PointerEvent): void {
    if (event.button !== 0) {
      return;
    }
    this.canvas.setPointerCapture(event.pointerId);
    const at: Point = [event.offsetX, event.offsetY];
    if (this.tool === "lasso" || event.shiftKey) {
      this.path = [at];
    } else {
      this.dragged = at;
    }
  }

  private go(event: PointerEvent): void {
    const at: Point = [event.offsetX, event.offsetY];
    if (this.path !== undefined) {
      this.path.push(at);
      this.outline.setAttribute("points", this.path.map((it) => it.join(",")).join(" "));
    } else if (this.dragged !== undefined) {
      this.turn(this.camera.pan(at[0] - this.dragged[0], at[1] - this.dragged[1], this.size()));
      this.dragged = at;
    } else if (this.cells.size <= MOST_POINTED) {
      this.listener.pointed(this.slotAt(at), at);
    }
  }

  private end(): void {
    const path = this.path;
    this.cancel();
    if (path !== undefined && path.length > 2) {
      const corners = path.flatMap((at) => this.kept(at));
      this.listener.selected(this.within(corners));
    }
  }

  private cancel(): void {
    this.path = undefined;
    this.dragged = undefined;
    this.outline.setAttribute("points", "");
  }

  private press(event: KeyboardEvent): void {
    const moves: Record<string, () => Camera> = {
      ArrowLeft: () => this.camera.pan(KEY_PIXELS, 0, this.size()),
      ArrowRight: () => this.camera.pan(-KEY_PIXELS, 0, this.size()),
      ArrowUp: () => this.camera.pan(0, KEY_PIXELS, this.size()),
      ArrowDown: () => this.camera.pan(0, -KEY_PIXELS, this.size()),
      "+": () => this.camera.near(NEAR, this.middle(), this.size()),
      "=": () => this.camera.near(NEAR, this.middle(), this.size()),
      "-": () => this.camera.near(1 / NEAR, this.middle(), this.size()),
      "0": () => Camera.HOME,
    };
    const move = moves[event.key];
    if (move !== undefined && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.turn(move());
    } else if (event.key === "Escape") {
      this.cancel();
      this.listener.selected([]);
    }
  }

  private middle(): Point {
    const [width, height] = this.size();
    return [width / 2, height / 2];
  }

  /** A pixel in the coordinates that cells are kept in. */
  private kept(at: Point): [number, number] {
    const [x, y] = this.camera.toView(at, this.size());
    return [x * STEPS, y * STEPS];
  }

  private within(polygon: Polygon): number[] {
    return [...this.sorted().within(polygon)].filter((slot) => this.paint.isSeen(slot));
  }

  private slotAt(at: Point): number | undefined {
    const within = (POINTER_PIXELS * STEPS) / this.camera.pixels(this.size());
    const [x, y] = this.kept(at);
    return this.sorted().nearest(x, y, within, (slot) => this.paint.isSeen(slot));
  }

  private sorted(): Grid {
    if (this.grid?.revision !== this.cells.revision) {
      const grid = new Grid(this.cells.places[this.view], this.cells.extent);
      this.grid = { revision: this.cells.revision, grid };
    }
    return this.grid.grid;
  }
}
