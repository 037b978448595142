import { draw, make } from "./dom.ts";
import { short, whole } from "./format.ts";
import { css, type Colour } from "./palette.ts";
import { type Sample, thinned } from "./series.ts";

export interface Curve {
  readonly name: string;
  readonly colour: Colour;
  readonly samples: readonly Sample[];
  readonly isDashed?: boolean;
}

export interface Level {
  readonly name: string;
  readonly value: number;
}

export interface ChartContent {
  readonly curves: readonly Curve[];
  /** Lines across, such as the one at which an alarm is raised. */
  readonly levels?: readonly Level[];
  /** What is said while there is nothing to show. */
  readonly empty: string;
}

const WIDTH = 360;
const HEIGHT = 150;
const LEFT = 46;
const RIGHT = 16;
const TOP = 8;
const BOTTOM = 20;
const STRETCHES = 160;

/** Curves over optimizer steps, with a table of the same numbers behind it. */
export class Chart {
  readonly element: HTMLElement;
  private readonly picture: SVGElement;
  private readonly key: HTMLElement;
  private readonly table: HTMLTableElement;
  private readonly details: HTMLDetailsElement;
  private readonly title: string;
  private content: ChartContent = { curves: [], empty: "" };
  private cursor: number | undefined;
  private extras: HTMLElement;

  /** @param unit said beside the title */
  constructor(title: string, unit: string, help: string) {
    this.title = title;
    this.picture = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "curves" });
    this.key = make("p", { class: "key" });
    this.table = make("table");
    this.extras = make("div", { class: "extras" });
    this.details = make("details", {}, make("summary", {}, "Numbers"), this.table);
    this.details.addEventListener("toggle", () => this.fillTable());
    this.element = make(
      "section",
      { class: "chart", "aria-label": title },
      make("h3", { title: help }, title, make("small", {}, unit)),
      this.picture,
      this.key,
      this.extras,
      this.details,
    );
  }

  /** What a chart has beside its curves. */
  show(content: ChartContent, ...extras: Node[]): void {
    this.content = content;
    this.extras.replaceChildren(...extras);
    this.render();
  }

  /** Marks a step in the picture. */
  mark(step: number | undefined): void {
    this.cursor = step;
    this.render();
  }

  private render(): void {
    const curves = this.content.curves.filter((curve) => curve.samples.length > 0);
    const scale = scaleOf(curves, this.content.levels ?? []);
    this.picture.replaceChildren();
    if (scale === undefined) {
      const text = draw("text", { x: WIDTH / 2, y: HEIGHT / 2, class: "empty" }, this.content.empty);
      this.picture.append(text);
      this.picture.setAttribute("aria-label", `${this.title}: ${this.content.empty}`);
      this.key.replaceChildren();
      return;
    }
    this.picture.append(...grid(scale), ...this.levels(scale));
    this.picture.append(...curves.map((curve) => line(curve, scale)));
    if (this.cursor !== undefined && this.cursor >= scale.x[0] && this.cursor <= scale.x[1]) {
      const x = atX(scale, this.cursor);
      this.picture.append(draw("line", { x1: x, x2: x, y1: TOP, y2: HEIGHT - BOTTOM, class: "cursor" }));
    }
    this.describe(curves);
    this.fillTable();
  }

  private levels(scale: Scale): SVGElement[] {
    return (this.content.levels ?? []).flatMap((level) => {
      const y = atY(scale, level.value);
      const text = draw("text", { x: WIDTH - RIGHT, y: y - 3, class: "level" }, level.name);
      return [draw("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y, class: "level" }), text];
    });
  }

  private describe(curves: readonly Curve[]): void {
    const last = (curve: Curve) => short(curve.samples.at(-1)?.value ?? NaN);
    this.key.replaceChildren(
      ...curves.map((curve) => {
        const swatch = make("i", { class: curve.isDashed ? "swatch dashed" : "swatch" });
        swatch.style.color = css(curve.colour);
        return make("span", {}, swatch, curve.name, " ", make("b", {}, last(curve)));
      }),
    );
    const words = curves.map((curve) => `${curve.name} ${last(curve)}`).join(", ");
    this.picture.setAttribute("aria-label", `${this.title}, last values: ${words}`);
  }

  /** The last values; only while someone looks. */
  private fillTable(): void {
    if (!this.details.open) {
      return;
    }
    const curves = this.content.curves.filter((curve) => curve.samples.length > 0);
    const rows = curves.flatMap((curve) =>
      curve.samples
        .slice(-12)
        .map((sample) => [curve.name, whole(sample.step), short(sample.value)]),
    );
    this.table.replaceChildren(
      make("thead", {}, make("tr", {}, ...["curve", "step", "value"].map((it) => make("th", { scope: "col" }, it)))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((it) => make("td", {}, it))))),
    );
  }
}

interface Scale {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

function scaleOf(curves: readonly Curve[], levels: readonly Level[]): Scale | undefined {
  const steps = curves.flatMap((it) => [it.samples[0]?.step ?? 0, it.samples.at(-1)?.step ?? 0]);
  if (steps.length === 0) {
    return undefined;
  }
  const values = curves.flatMap((curve) => ends(curve.samples));
  const all = [...values, ...levels.map((level) => level.value)];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
  const [from, to] = [Math.min(...steps), Math.max(...steps)];
  return { x: [from, to > from ? to : from + 1], y: [low - margin, high + margin] };
}

/** Where nearly all values lie; the first ones of a young model would flatten the rest. */
function ends(samples: readonly Sample[]): [number, number] {
  const sorted = samples.map((sample) => sample.value).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const isLong = sorted.length >= 40;
  return [at(isLong ? 0.03 : 0), at(isLong ? 0.995 : 1)];
}

function atX({ x }: Scale, step: number): number {
  return LEFT + ((step - x[0]) / (x[1] - x[0])) * (WIDTH - LEFT - RIGHT);
}

function atY({ y }: Scale, value: number): number {
  const share = Math.max(0, Math.min(1, (value - y[0]) / (y[1] - y[0])));
  return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
}

function line(curve: Curve, scale: Scale): SVGElement {
  const points = thinned(curve.samples, (sample) => sample.step, STRETCHES).map(
    (sample) => `${atX(scale, sample.step).toFixed(1)},${atY(scale, sample.value).toFixed(1)}`,
  );
  const only = points.length === 1 ? points[0]?.split(",") : undefined;
  const element =
    only === undefined
      ? draw("polyline", { points: points.join(" "), class: curve.isDashed ? "line dashed" : "line" })
      : draw("circle", { cx: only[0] ?? 0, cy: only[1] ?? 0, r: 2.5, class: "dot" });
  element.style.color = css(curve.colour);
  return element;
}

function grid(scale: Scale): SVGElement[] {
  const rows = ticks(scale.y, 4).flatMap((value) => {
    const y = atY(scale, value);
    return [
      draw("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y, class: "grid" }),
      draw("text", { x: LEFT - 5, y: y + 3, class: "tick end" }, short(value)),
    ];
  });
  const columns = ticks(scale.x, 5).map((step) =>
    draw("text", { x: atX(scale, step), y: HEIGHT - 6, class: "tick middle" }, whole(step)),
  );
  return [...rows, ...columns];
}

/** Round numbers within a range, about so many. */
export function ticks([low, high]: readonly [number, number], about: number): number[] {
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((it) => it * power >= rough) ?? 10);
  const first = Math.ceil(low / step) * step;
  const count = Math.floor((high - first) / step + 1e-9) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => Number((first + i * step).toPrecision(12)));
}
