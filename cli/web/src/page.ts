import {
  type Alert,
  Api,
  type DeadLetter,
  type Lag,
  type MetricEvent,
  Refusal,
  type Session,
} from "./api.ts";
import { ask } from "./ask.ts";
import { Curves } from "./curves.ts";
import { attempt, button, byId, make, tell } from "./dom.ts";
import { type Connection, Feed, type ServerEvent } from "./events.ts";
import { Plots } from "./plots.ts";
import { SeriesBook } from "./series.ts";
import { Timeline } from "./timeline.ts";
import { Watch } from "./watch.ts";

const STATES: Record<Connection, string> = {
  connecting: "connecting",
  live: "live",
  waiting: "not connected, tries again",
  refused: "refused",
};
const COLUMNS = [
  "background",
  "salient",
  "version",
  "role",
  "treatment",
  "batch",
  "dataset",
  "donor",
  "held_out",
  "covariate.*",
];
/** Not there yet, too often, not now: the next event asks again. */
const LATER = [0, 404, 429, 503];
const STATUS_EVERY_MS = 10_000;

/** The page for one model: fetches what there is, then follows the stream of events. */
export class Page {
  private readonly api: Api;
  private readonly session: Session;
  private readonly book = new SeriesBook();
  private readonly plots: Plots;
  private readonly timeline: Timeline;
  private readonly watch = new Watch();
  private curves!: Curves;
  private lineage: string;
  private feed: Feed | undefined;
  private cursor: string | undefined;
  private isFetching = false;
  private isStale = false;

  constructor(api: Api, session: Session) {
    this.api = api;
    this.session = session;
    this.lineage = session.lineage;
    this.plots = new Plots(api, () => this.lineage);
    this.timeline = new Timeline(
      {
        scrubbed: (version) => this.scrub(version),
        promote: (version) => this.promote(version),
        rollBack: (version) => this.rollBack(version),
      },
      session.role === "admin",
    );
  }

  async start(): Promise<void> {
    const catalogue = await this.api.catalogue();
    this.curves = new Curves(byId("curves"), this.book, catalogue);
    byId("product").textContent = this.session.product;
    this.offerActions();
    await this.offerLineages();
    window.setInterval(() => void this.look(), STATUS_EVERY_MS);
    await this.follow(this.lineage);
  }

  /** For measuring; see docs/page.md. */
  get measured(): Plots {
    return this.plots;
  }

  private async offerLineages(): Promise<void> {
    const choice = byId<HTMLSelectElement>("lineage");
    const { lineages } = await this.api.lineages();
    const names = lineages.map((it) => it.name);
    if (!names.includes(this.lineage)) {
      // Of several, the one that has most to show; the settings' own may come later.
      const fullest = [...lineages].sort((a, b) => b.points - a.points || b.versions - a.versions)[0];
      this.lineage = this.session.demo ? this.lineage : (fullest?.name ?? this.lineage);
      names.push(...(names.includes(this.lineage) ? [] : [this.lineage]));
    }
    choice.replaceChildren(...names.map((name) => make("option", { value: name }, name)));
    choice.value = this.lineage;
    choice.onchange = () => void this.follow(choice.value);
  }

  /** Shows another model, from its past on. */
  private async follow(lineage: string): Promise<void> {
    this.feed?.stop();
    this.lineage = lineage;
    this.cursor = undefined;
    this.plots.forget();
    const lastId = await this.reload();
    this.feed = new Feed(
      {
        open: (last, signal) => this.api.events(lineage, last, signal),
        wait: (ms) => new Promise((resolve) => window.setTimeout(resolve, ms)),
        random: Math.random,
        take: (event) => this.take(event),
        state: (connection, why) => this.showConnection(connection, why),
      },
      lastId,
    );
    void this.feed.run();
  }

  /** Fetches everything that events go on from; the id of the last event that is in it. */
  private async reload(): Promise<string | undefined> {
    const lineage = this.lineage;
    const metrics = await attempt("Metrics", () => this.api.metrics(lineage));
    if (metrics !== undefined) {
      this.book.replace(metrics);
      this.curves.changed();
    }
    await Promise.all([
      attempt("Alerts", async () => {
        const { alerts } = await this.api.alerts(lineage);
        [...alerts].reverse().forEach((alert) => this.learnAlarm(alert));
        this.watch.showAlerts(alerts);
      }),
      attempt("Dead letters", async () => this.watch.showLetters(await this.api.deadLetters())),
      this.refreshVersions(),
      this.look(),
    ]);
    void this.fetchCells();
    return metrics?.last_event_id;
  }

  private take(event: ServerEvent): void {
    const data: unknown = JSON.parse(event.data);
    switch (event.name) {
      case "gap":
        void this.reload();
        break;
      case "metric":
        if ((data as MetricEvent).lineage === this.lineage) {
          this.book.add(data as MetricEvent);
          this.curves.changed();
        }
        break;
      case "alert":
        if ((data as Alert).lineage === this.lineage) {
          this.learnAlarm(data as Alert);
          this.watch.addAlert(data as Alert);
          this.announce(data as Alert);
        }
        break;
      case "version":
        void this.refreshVersions();
        break;
      case "embeddings":
        if ((data as { cursor: string }).cursor !== this.cursor) {
          void this.fetchCells();
        }
        break;
      case "dead-letter":
        this.watch.addLetter(data as DeadLetter);
        break;
      case "lag":
        this.watch.showLag(data as Lag);
        break;
      case "command":
        tell(`Command given: ${(data as { command: string }).command.replaceAll("_", " ").toLowerCase()}`);
        break;
      default: // Of a newer server.
    }
  }

  private announce(alert: Alert): void {
    if (alert.severity !== "INFO") {
      tell(`${alert.kind}: ${alert.message}`, alert.severity !== "WARN");
    }
  }

  private learnAlarm(alert: Alert): void {
    const at = alert.evidence["alarm_at"];
    if (alert.kind === "drift" && typeof at === "number") {
      this.curves.setAlarm(at);
    }
  }

  private async refreshVersions(): Promise<void> {
    const lineage = this.lineage;
    try {
      this.timeline.show(lineage, await this.api.versions(lineage));
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) {
        this.timeline.show(lineage, { versions: [], aliases: {}, more: false });
      } else {
        tell(`Versions: ${String(error)}`, true);
      }
    }
  }

  private async look(): Promise<void> {
    try {
      this.watch.showStatus(await this.api.status());
    } catch {
      // The connection is told of already.
    }
  }

  /** Fetches what changed in the window; once more if it changed meanwhile. */
  private async fetchCells(): Promise<void> {
    this.isStale = true;
    if (this.isFetching) {
      return;
    }
    this.isFetching = true;
    try {
      while (this.isStale) {
        this.isStale = false;
        await this.fetchFrames(this.lineage);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) {
        this.cursor = undefined; // An answer that cannot be read: begin again with the whole window.
        tell(`Cells: ${error instanceof Error ? error.message : error}`, true);
      } else if (!LATER.includes(error.status)) {
        tell(`Cells: ${error.message}`, true);
      }
    } finally {
      this.isFetching = false;
    }
  }

  private async fetchFrames(lineage: string): Promise<void> {
    await this.api.embeddings(lineage, this.cursor, COLUMNS, (frame) => {
      if (lineage === this.lineage) {
        this.plots.apply(frame);
        if (frame.last) {
          this.cursor = frame.cursor;
        }
      }
    });
  }

  private scrub(version: number | undefined): void {
    this.plots.showUntil(version ?? Infinity);
    this.curves.mark(version);
  }

  private async promote(version: number): Promise<void> {
    const name = `${this.lineage}@${version}`;
    const explanation = "The alias promoted moves to it, and jobs that follow the alias take it over.";
    if ((await ask(`Promote ${name}?`, explanation)) === undefined) {
      return;
    }
    await attempt("Not promoted", async () => {
      await this.api.promote(this.lineage, "promoted", version);
      tell(`${name} is promoted`);
      await this.refreshVersions();
    });
  }

  private async rollBack(version: number): Promise<void> {
    const name = `${this.lineage}@${version}`;
    const explanation =
      "Training goes on from its weights and optimizer, latest names it again, and what was learned since is left.";
    const reason = await ask(`Roll back to ${name}?`, explanation);
    if (reason === undefined) {
      return;
    }
    await this.command({ command: "rollback-to", version, reason }, `Rolling back to ${name}`);
  }

  private async command(command: object, said: string): Promise<void> {
    await attempt("The command was not taken", async () => {
      await this.api.command(this.lineage, command);
      tell(`${said}: the job answers with an alert`);
    });
  }

  private offerActions(): void {
    const { role, demo, faults, drifts } = this.session;
    const isAdmin = role === "admin";
    byId("role").textContent = isAdmin ? "may change things" : "may read";
    const answers = ["acknowledge", "accept-drift", "pause", "resume", "publish-now"];
    byId("commands").replaceChildren(
      ...answers.map((command) => {
        const name = command.replaceAll("-", " ");
        const press = button(name, async () => {
          const reason = await ask(`${name}?`, `For the training job of ${this.lineage}.`);
          if (reason !== undefined) {
            await this.command({ command, reason }, name);
          }
        });
        press.disabled = !isAdmin;
        press.title = isAdmin ? "" : "Your token may read only";
        return press;
      }),
    );
    byId("demo").hidden = !demo;
    const inject = (what: string, kinds: string[], send: (kind: string) => Promise<{ detail: string }>) =>
      kinds.map((kind) => {
        const press = button(kind, async () => {
          await attempt(`No ${what}`, async () => tell((await send(kind)).detail));
        });
        press.disabled = !isAdmin;
        return press;
      });
    byId("faults").replaceChildren(...inject("fault", faults ?? [], this.api.injectFault));
    byId("drifts").replaceChildren(...inject("drift", drifts ?? [], this.api.injectDrift));
  }

  private showConnection(connection: Connection, why: string): void {
    const state = byId("connection");
    state.dataset["state"] = connection;
    state.textContent = STATES[connection];
    state.title = why;
    if (connection === "refused") {
      tell(`${why}. Open the page by the address that the server printed.`, true);
    }
  }
}
