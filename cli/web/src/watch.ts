import type { Alert, DeadLetter, DeadLetters, Lag, Status } from "./api.ts";
import { byId, make } from "./dom.ts";
import { clock, short, whole } from "./format.ts";

const MOST = 100;

/** What asks for attention: alerts, dead letters, and what waits. */
export class Watch {
  private readonly alertList = byId("alerts");
  private readonly letterList = byId("letters");
  private readonly reasons = byId("reasons");
  private readonly lag = byId("lag");
  private readonly badge = byId("alert-badge");
  private alerts: Alert[] = [];
  private letters: DeadLetter[] = [];
  private counts: Record<string, number> = {};

  constructor() {
    this.showAlerts([]);
    this.showLetters({ reasons: {}, letters: [] });
  }

  /** @param alerts newest first */
  showAlerts(alerts: readonly Alert[]): void {
    this.alerts = alerts.slice(0, MOST);
    this.alertList.replaceChildren(
      ...(this.alerts.length === 0
        ? [make("li", { class: "none" }, "No alerts")]
        : this.alerts.map((alert) => alertItem(alert))),
    );
    const urgent = this.alerts.filter((it) => it.severity !== "INFO").length;
    this.badge.textContent = urgent === 0 ? "" : whole(urgent);
    this.badge.hidden = urgent === 0;
  }

  addAlert(alert: Alert): void {
    if (!this.alerts.some((it) => it.id === alert.id)) {
      this.showAlerts([alert, ...this.alerts]);
    }
  }

  showLetters({ reasons, letters }: DeadLetters): void {
    this.counts = { ...reasons };
    this.letters = letters.slice(0, MOST);
    this.renderLetters();
  }

  addLetter(letter: DeadLetter): void {
    if (!this.letters.some((it) => it.id === letter.id)) {
      this.counts[letter.reason] = (this.counts[letter.reason] ?? 0) + 1;
      this.letters = [letter, ...this.letters].slice(0, MOST);
      this.renderLetters();
    }
  }

  showLag(lag: Lag): void {
    const rows = lag.cells.map((it) => [
      it.group ?? "job",
      it.messages === null || it.messages === undefined ? "no checkpoint yet" : whole(it.messages),
    ]);
    const body =
      rows.length === 0
        ? [make("tr", {}, make("td", { colspan: "2", class: "none" }, "No job is known"))]
        : rows.map(([group, waits]) =>
            make("tr", {}, make("th", { scope: "row" }, group ?? ""), make("td", {}, waits ?? "")),
          );
    this.lag.replaceChildren(...body);
    byId("lag-at").textContent = `messages that no checkpoint covers, ${clock(lag.at)}`;
  }

  showStatus(status: Status): void {
    this.showLag(status.lag);
    const missing = status.topics.filter((it) => it.available === false).map((it) => it.topic ?? "");
    const ills = [
      status.store.available === false ? "The store does not answer." : "",
      missing.length > 0 ? `Not readable: ${missing.join(", ")}.` : "",
    ];
    byId("ills").textContent = ills.filter((it) => it !== "").join(" ");
  }

  private renderLetters(): void {
    const total = Object.values(this.counts).reduce((a, b) => a + b, 0);
    byId("letter-count").textContent = whole(total);
    this.reasons.textContent = Object.entries(this.counts)
      .map(([reason, count]) => `${reason} ${whole(count)}`)
      .join(" · ");
    this.letterList.replaceChildren(
      ...(this.letters.length === 0
        ? [make("li", { class: "none" }, "Nothing was rejected")]
        : this.letters.map((letter) =>
            make(
              "li",
              {},
              make("b", {}, letter.reason),
              make("time", { datetime: letter.rejected_at }, clock(letter.rejected_at)),
              make("p", {}, letter.detail),
              make("small", {}, letter.source),
            ),
          )),
    );
  }
}

function alertItem(alert: Alert): HTMLElement {
  const evidence = Object.entries(alert.evidence).map(
    ([name, value]) => `${name.replaceAll("_", " ")} ${value === null ? "–" : short(value)}`,
  );
  return make(
    "li",
    { class: alert.severity.toLowerCase() },
    make("b", {}, alert.kind),
    make("span", { class: "severity" }, alert.severity),
    make("time", { datetime: alert.raised_at }, clock(alert.raised_at)),
    make("p", {}, alert.message),
    make("p", { class: "action" }, alert.action === "none" ? "The job did nothing." : alert.action),
    make("small", {}, evidence.join(" · ")),
  );
}
