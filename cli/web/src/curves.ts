import type { Catalogue } from "./api.ts";
import { Chart, type Curve } from "./chart.ts";
import { make } from "./dom.ts";
import { plain, short } from "./format.ts";
import { categorical, GREY } from "./palette.ts";
import type { Sample, SeriesBook } from "./series.ts";

const MOST_STRATA = 6;
const MOST_SIGNALS = 5;
/** `input.drift.ert-batches` where no alarm has told another. */
const DEFAULT_RUN_LENGTH = 500;

/** The four pictures of how the model does: bound, leakage, drift and forgetting. */
export class Curves {
  private readonly book: SeriesBook;
  private readonly elbo: Chart;
  private readonly leakage: Chart;
  private readonly drift: Chart;
  private readonly forgetting: Chart;
  private alarmAt = Math.log(DEFAULT_RUN_LENGTH);
  private isAsked = false;

  constructor(place: HTMLElement, book: SeriesBook, catalogue: Catalogue) {
    this.book = book;
    const help = (name: string) => {
      const metric = catalogue.metrics.find((it) => it.name === name);
      return metric === undefined ? "" : `${metric.unit}: ${plain(metric.meaning)}`;
    };
    this.elbo = new Chart("ELBO of new cells", "nats per cell, higher is better", help("elbo_prequential"));
    this.leakage = new Chart("Leakage", "what background codes know; 0 to 1", help("leakage_decoded"));
    this.drift = new Chart("Drift evidence", "log", help("drift_log_evidence"));
    this.forgetting = new Chart("Forgetting by stratum", "nats per cell; below 0 is lost", help("bwt.STRATUM"));
    const charts = [this.elbo, this.leakage, this.drift, this.forgetting];
    place.replaceChildren(...charts.map((chart) => chart.element));
    this.render();
  }

  /** Draws anew, at most twice a second. */
  changed(): void {
    if (!this.isAsked) {
      this.isAsked = true;
      window.setTimeout(() => {
        this.isAsked = false;
        this.render();
      }, 500);
    }
  }

  /** An alarm told at which evidence it is raised. */
  setAlarm(at: number): void {
    this.alarmAt = at;
    this.changed();
  }

  mark(step: number | undefined): void {
    [this.elbo, this.leakage, this.drift, this.forgetting].forEach((chart) => chart.mark(step));
  }

  private render(): void {
    this.elbo.show({
      curves: [
        this.curve("both roles", 0, "elbo_prequential"),
        { ...this.curve("background", 1, "elbo_prequential", "background"), isDashed: true },
        { ...this.curve("target", 2, "elbo_prequential", "target"), isDashed: true },
      ],
      empty: "The first chunk after a step brings the first value",
    });
    this.leakage.show({
      curves: [
        cut(this.curve("decoded", 6, "leakage_decoded")),
        this.curve("role, AUC", 3, "leakage_domain_auc"),
        this.curve("label, background", 4, "leakage_label_background"),
        { ...this.curve("label, salient", 2, "leakage_label_salient"), isDashed: true },
      ],
      empty: "The first full window of cells brings the first value",
    });
    const evidence = this.book.of("drift_log_evidence");
    this.drift.show(
      {
        curves: [this.curve("evidence", 0, "drift_log_evidence")],
        levels: evidence.length === 0 ? [] : [{ name: "alarm", value: this.alarmAt }],
        empty: "The first five batches are the reference and are not judged",
      },
      ...(evidence.length === 0 ? [] : this.attribution()),
    );
    this.forgetting.show({
      curves: this.strata(),
      empty: "Told once cells are held out and a version is promoted",
    });
  }

  private curve(name: string, hue: number, metric: string, role: string | null = null): Curve {
    return { name, colour: categorical(hue), samples: this.book.of(metric, role) };
  }

  /** The strata that lost most, and the mean of all. */
  private strata(): Curve[] {
    const last = (samples: readonly Sample[]) => samples.at(-1)?.value ?? 0;
    const worst = this.book
      .members("bwt")
      .map((metric) => ({ metric, samples: this.book.of(metric) }))
      .sort((a, b) => last(a.samples) - last(b.samples))
      .slice(0, MOST_STRATA);
    const curves: Curve[] = worst.map(({ metric, samples }, i) => ({
      name: stratumOf(metric),
      colour: categorical(i),
      samples,
    }));
    const mean = { name: "mean", colour: GREY, samples: this.book.of("bwt_mean"), isDashed: true };
    return [...curves, mean];
  }

  /** Which signals the evidence comes from. */
  private attribution(): Node[] {
    const shares = this.book
      .members("drift_share")
      .map((metric) => ({ signal: metric.slice("drift_share.".length), share: this.book.last(metric) ?? 0 }))
      .sort((a, b) => b.share - a.share)
      .slice(0, MOST_SIGNALS);
    if (shares.length === 0) {
      return [];
    }
    const rows = shares.map(({ signal, share }) => {
      const bar = make("meter", { min: "0", max: "1", value: String(share) });
      bar.setAttribute("aria-label", `Share of the evidence of ${signal}`);
      const p = this.book.last(`drift_p.${signal}`);
      return make(
        "tr",
        {},
        make("th", { scope: "row" }, signal),
        make("td", {}, bar),
        make("td", {}, `${Math.round(100 * share)} %`),
        make("td", {}, p === undefined ? "" : `p ${short(p)}`),
      );
    });
    const table = make("table", { class: "attribution" }, make("tbody", {}, ...rows));
    table.createCaption().textContent = "Where the evidence comes from, last batch";
    return [table];
  }
}

/** The share is to be shown between 0 and 1. */
function cut(curve: Curve): Curve {
  const samples = curve.samples.map((it) => ({ ...it, value: Math.max(0, Math.min(1, it.value)) }));
  return { ...curve, samples };
}

/** `bwt.TARGET||KRAS`: the role, covariates where there are any, and the treatment. */
function stratumOf(metric: string): string {
  const [role = "", ...rest] = metric.slice("bwt.".length).split("|");
  return [role.toLowerCase(), ...rest.filter((word) => word !== "")].join(" ");
}
