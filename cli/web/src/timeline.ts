import type { Version, Versions } from "./api.ts";
import { byId, draw, make } from "./dom.ts";
import { bytes, clock, short, whole } from "./format.ts";
import { css, sequential } from "./palette.ts";

/** What may be done with a version. */
export interface TimelineListener {
  /** Look at the stream as it was under this version; undefined: as it is. */
  scrubbed(version: number | undefined): void;
  promote(version: number): Promise<void>;
  rollBack(version: number): Promise<void>;
}

const WIDTH = 1000;
const HEIGHT = 44;
const EDGE = 12;

/** The versions of a model along its steps. One can be chosen, promoted, or gone back to. */
export class Timeline {
  private readonly slider = byId<HTMLInputElement>("scrub");
  private readonly picture = byId("track");
  private readonly facts = byId("version-facts");
  private readonly live = byId<HTMLButtonElement>("live");
  private readonly promote = byId<HTMLButtonElement>("promote");
  private readonly rollBack = byId<HTMLButtonElement>("roll-back");
  private readonly listener: TimelineListener;
  /** Ascending. */
  private versions: Version[] = [];
  private aliases: Record<string, number> = {};
  /** The version chosen; undefined while the newest is followed. */
  private chosen: number | undefined;
  private lineage = "";

  constructor(listener: TimelineListener, mayChange: boolean) {
    this.listener = listener;
    this.slider.addEventListener("input", () => this.choose(Number(this.slider.value)));
    this.live.addEventListener("click", () => this.follow());
    for (const [button, act] of [
      [this.promote, listener.promote],
      [this.rollBack, listener.rollBack],
    ] as const) {
      button.addEventListener("click", () => {
        const version = this.current();
        if (version !== undefined) {
          void act.call(listener, version.version);
        }
      });
      if (!mayChange) {
        button.title = "Your token may read only";
      }
      button.dataset["locked"] = String(!mayChange);
    }
    this.render();
  }

  show(lineage: string, { versions, aliases }: Versions): void {
    this.lineage = lineage;
    this.versions = [...versions].sort((a, b) => a.version - b.version);
    this.aliases = aliases;
    if (this.chosen !== undefined && !this.versions.some((it) => it.version === this.chosen)) {
      this.follow();
    }
    this.render();
  }

  private current(): Version | undefined {
    const chosen = this.versions.find((it) => it.version === this.chosen);
    return chosen ?? this.versions.at(-1);
  }

  private choose(index: number): void {
    this.chosen = this.versions[index]?.version;
    this.listener.scrubbed(this.chosen);
    this.render();
  }

  private follow(): void {
    this.chosen = undefined;
    this.listener.scrubbed(undefined);
    this.render();
  }

  private render(): void {
    const version = this.current();
    const isEmpty = version === undefined;
    this.slider.max = String(Math.max(0, this.versions.length - 1));
    this.slider.value = String(isEmpty ? 0 : this.versions.indexOf(version));
    this.slider.disabled = isEmpty;
    this.slider.setAttribute("aria-valuetext", isEmpty ? "no version" : this.nameOf(version));
    this.live.setAttribute("aria-pressed", String(this.chosen === undefined));
    for (const button of [this.promote, this.rollBack]) {
      button.disabled = isEmpty || button.dataset["locked"] === "true";
    }
    this.picture.replaceChildren(this.track(version));
    this.facts.replaceChildren(
      ...(isEmpty ? ["No version yet: the first comes after some steps"] : this.describe(version)),
    );
  }

  private nameOf({ version }: Version): string {
    return `${this.lineage}@${version}`;
  }

  private describe(version: Version): Node[] {
    const names = this.aliasesOf(version.version).map((name) => make("mark", {}, name));
    const elbo = version.metrics["elbo_held_out"];
    const facts = [
      clock(version.created_at),
      `${whole(version.cells_trained)} cells trained on`,
      elbo === undefined || elbo === null ? "" : `ELBO of held-out cells ${short(elbo)}`,
      version.bytes === undefined ? "" : bytes(version.bytes),
      this.chosen === undefined ? "" : "the plots show what was embedded up to this version",
    ];
    return [
      make("b", {}, this.nameOf(version)),
      ...names,
      make("span", {}, facts.filter((it) => it !== "").join(" · ")),
    ];
  }

  private aliasesOf(version: number): string[] {
    return Object.keys(this.aliases).filter((name) => this.aliases[name] === version);
  }

  private track(current: Version | undefined): SVGElement {
    const picture = draw("svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    });
    picture.append(draw("line", { x1: EDGE, x2: WIDTH - EDGE, y1: 26, y2: 26, class: "rail" }));
    const last = this.versions.length - 1;
    this.versions.forEach((version, i) => {
      const x = last > 0 ? EDGE + (i / last) * (WIDTH - 2 * EDGE) : WIDTH - EDGE;
      const isChosen = version === current;
      const dot = draw("rect", { x: x - 2, y: isChosen ? 14 : 19, width: 4, height: isChosen ? 24 : 14, class: "stop" });
      dot.style.color = css(sequential(last > 0 ? i / last : 1));
      picture.append(dot);
      if (this.aliasesOf(version.version).includes("promoted")) {
        picture.append(draw("path", { d: `M${x - 5} 2h10l-5 9z`, class: "flag" }));
      }
    });
    return picture;
  }
}
