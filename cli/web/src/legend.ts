import { make } from "./dom.ts";
import { whole } from "./format.ts";
import type { LegendEntry } from "./paint.ts";
import { css } from "./palette.ts";

const MOST_ROWS = 60;

/** What the colours mean, as a table: words can be hidden and their cells selected, without a pointer too. */
export class Legend {
  readonly element = make("table", { class: "legend" });
  private readonly body = make("tbody");
  private readonly foot = make("td", { colspan: "3", class: "none" });
  private readonly rows = new Map<number, Row>();
  private readonly toggle: (index: number) => void;
  private readonly select: (index: number) => void;
  /** The button that Tab comes to; arrows go on from there. */
  private current = "";

  constructor(toggle: (index: number) => void, select: (index: number) => void) {
    this.toggle = toggle;
    this.select = select;
    const heads = ["Shown", "Cells", "Selected"].map((text) => make("th", { scope: "col" }, text));
    this.element.append(make("thead", {}, make("tr", {}, ...heads)), this.body);
    this.element.append(make("tfoot", {}, make("tr", {}, this.foot)));
    this.element.createCaption().textContent = "Cells by colour; arrow keys move between them";
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.element.addEventListener("focusin", (event) => {
      this.current = (event.target as HTMLElement).dataset["key"] ?? "";
      this.rove();
    });
  }

  /** Rows stay the same elements while their numbers change, so that a click on one is not lost. */
  show(entries: readonly LegendEntry[], muted: ReadonlySet<number>): void {
    const shown = entries.slice(0, MOST_ROWS);
    const rows = shown.map((entry) => {
      const row = this.rows.get(entry.index) ?? this.row(entry.index);
      row.update(entry, muted.has(entry.index));
      this.rows.set(entry.index, row);
      return row.element;
    });
    for (const [index, row] of this.rows) {
      if (!rows.includes(row.element)) {
        this.rows.delete(index);
      }
    }
    if (rows.length !== this.body.rows.length || rows.some((row, i) => row !== this.body.rows[i])) {
      this.body.replaceChildren(...rows);
    }
    const rest = entries.slice(MOST_ROWS).reduce((sum, entry) => sum + entry.cells, 0);
    this.foot.textContent =
      rest === 0 ? "" : `and ${whole(entries.length - MOST_ROWS)} more with ${whole(rest)} cells`;
    this.rove();
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

  private row(index: number): Row {
    const swatch = make("i", { class: "swatch" });
    const word = make("span");
    const show = make("button", { type: "button", "data-key": `show ${index}` }, swatch, word);
    const cells = make("td");
    const select = make("button", { type: "button", "data-key": `select ${index}` });
    show.addEventListener("click", () => this.toggle(index));
    select.addEventListener("click", () => this.select(index));
    const update = (entry: LegendEntry, isMuted: boolean) => {
      swatch.style.color = css(entry.colour);
      word.textContent = entry.word;
      show.title = entry.word;
      show.setAttribute("aria-pressed", String(!isMuted));
      cells.textContent = whole(entry.cells);
      select.textContent = entry.selected > 0 ? whole(entry.selected) : "select";
      select.setAttribute("aria-label", `Select ${whole(entry.cells)} cells of ${entry.word}`);
    };
    const element = make("tr", {}, make("th", { scope: "row" }, show), cells, make("td", {}, select));
    return { element, update };
  }
}

interface Row {
  readonly element: HTMLTableRowElement;
  readonly update: (entry: LegendEntry, isMuted: boolean) => void;
}
