import { make } from "./dom.ts";
import { whole } from "./format.ts";
import type { LegendEntry } from "./paint.ts";
import { css } from "./palette.ts";

const MOST_ROWS = 60;

/** What the colours mean, as a table: words can be hidden and their cells selected, without a pointer too. */
export class Legend {
  readonly element = make("table", { class: "legend" });
  private readonly body = make("tbody");
  private readonly toggle: (index: number) => void;
  private readonly select: (index: number) => void;
  /** The button that Tab comes to; arrows go on from there. */
  private current = "";

  constructor(toggle: (index: number) => void, select: (index: number) => void) {
    this.toggle = toggle;
    this.select = select;
    const heads = ["Shown", "Cells", "Selected"].map((text) => make("th", { scope: "col" }, text));
    this.element.append(make("thead", {}, make("tr", {}, ...heads)), this.body);
    this.element.createCaption().textContent = "Cells by colour; arrow keys move between them";
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.element.addEventListener("focusin", (event) => {
      this.current = (event.target as HTMLElement).dataset["key"] ?? "";
      this.rove();
    });
  }

  show(entries: readonly LegendEntry[], muted: ReadonlySet<number>): void {
    const hasFocus = this.element.contains(document.activeElement);
    const rows = entries.slice(0, MOST_ROWS).map((entry) => this.row(entry, muted.has(entry.index)));
    if (entries.length > MOST_ROWS) {
      const rest = entries.slice(MOST_ROWS).reduce((sum, entry) => sum + entry.cells, 0);
      const text = `and ${whole(entries.length - MOST_ROWS)} more`;
      rows.push(make("tr", {}, make("td", {}, text), make("td", {}, whole(rest)), make("td")));
    }
    this.body.replaceChildren(...rows);
    const button = this.rove();
    if (hasFocus) {
      button?.focus();
    }
  }

  private buttons(): HTMLButtonElement[] {
    return [...this.body.querySelectorAll("button")];
  }

  /** Lets Tab come to one button only, and tells which. */
  private rove(): HTMLButtonElement | undefined {
    const buttons = this.buttons();
    const chosen = buttons.find((it) => it.dataset["key"] === this.current) ?? buttons[0];
    buttons.forEach((it) => (it.tabIndex = it === chosen ? 0 : -1));
    return chosen;
  }

  private press(event: KeyboardEvent): void {
    const step = { ArrowUp: -2, ArrowDown: 2, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const buttons = this.buttons();
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = step === undefined ? undefined : buttons[at + step];
    if (at >= 0 && next !== undefined) {
      event.preventDefault();
      next.focus();
    }
  }

  private row(entry: LegendEntry, isMuted: boolean): HTMLTableRowElement {
    const swatch = make("i", { class: "swatch" });
    swatch.style.color = css(entry.colour);
    const show = make(
      "button",
      { type: "button", "aria-pressed": String(!isMuted), "data-key": `show ${entry.index}` },
      swatch,
      entry.word,
    );
    show.addEventListener("click", () => this.toggle(entry.index));
    const label = `Select ${whole(entry.cells)} cells of ${entry.word}`;
    const select = make(
      "button",
      { type: "button", "aria-label": label, title: label, "data-key": `select ${entry.index}` },
      entry.selected > 0 ? whole(entry.selected) : "select",
    );
    select.addEventListener("click", () => this.select(entry.index));
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, show),
      make("td", {}, whole(entry.cells)),
      make("td", {}, select),
    );
  }
}
