import { type Frame, FrameReader } from "./frames.ts";

/** The server's contract, as far as the page uses it (openapi.yaml). */
export interface Session {
  subject: string;
  role: "read" | "admin";
  demo: boolean;
  faults?: string[];
  drifts?: string[];
  epoch: string;
  product: string;
  lineage: string;
}

export interface Lineage {
  name: string;
  versions: number;
  points: number;
}

export interface Version {
  version: number;
  created_at: string;
  cells_seen?: number;
  cells_trained: number;
  cells_held_out?: number;
  gauge: number;
  family?: string;
  metrics: Record<string, number | null>;
  bytes?: number;
}

export interface Versions {
  versions: Version[];
  aliases: Record<string, number>;
  more: boolean;
}

export interface Series {
  metric: string;
  role: string | null;
  times_ms: number[];
  steps: number[];
  values: (number | null)[];
}

export interface Metrics {
  last_event_id: string;
  series: Series[];
}

export interface MetricEvent {
  lineage: string;
  metric: string;
  role: string | null;
  time_ms: number;
  step: number;
  value: number | null;
}

export interface Alert {
  id: string;
  lineage: string;
  severity: "INFO" | "WARN" | "ALARM" | "HALT";
  kind: string;
  message: string;
  action: string;
  evidence: Record<string, number | null>;
  raised_at: string;
}

export interface DeadLetter {
  id: string;
  reason: string;
  stage: string;
  detail: string;
  source: string;
  cells: number;
  rejected_at: string;
}

export interface DeadLetters {
  reasons: Record<string, number>;
  letters: DeadLetter[];
}

export interface Lag {
  at: string;
  cells: { group?: string; lineage?: string; messages?: number | null }[];
  written?: number;
  dead_letters?: number;
}

export interface Status {
  store: { available?: boolean; uri?: string };
  topics: { topic?: string; available?: boolean; behind?: number; undecodable?: number }[];
  lag: Lag;
}

export interface Catalogue {
  metrics: { name: string; unit: string; meaning: string; section: string }[];
}

export interface Injected {
  kind: string;
  detail: string;
}

/** What the server said instead of doing it. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** Asks the server. Every failure is an error with a sentence for the user. */
export class Api {
  private readonly token: string;

  constructor(token: string) {
    this.token = token;
  }

  session = () => this.get<Session>("/session");
  status = () => this.get<Status>("/status");
  catalogue = () => this.get<Catalogue>("/catalogue");
  lineages = () => this.get<{ lineages: Lineage[] }>("/lineages");
  versions = (lineage: string) => this.get<Versions>(`${of(lineage)}/versions?limit=1000`);
  metrics = (lineage: string) => this.get<Metrics>(`${of(lineage)}/metrics`);
  alerts = (lineage: string) =>
    this.get<{ alerts: Alert[] }>(`/alerts?limit=100&lineage=${encodeURIComponent(lineage)}`);
  deadLetters = () => this.get<DeadLetters>("/dead-letters?limit=50");

  /** `DATASET|CELL` of each slot; null where it is empty. */
  cells = (lineage: string, slots: readonly number[]) =>
    this.send<{ cells: (string | null)[] }>("POST", `${of(lineage)}/cells`, { slots });
  command = (lineage: string, command: object) =>
    this.send<object>("POST", `${of(lineage)}/commands`, command);
  promote = (lineage: string, alias: string, version: number) =>
    this.send<{ status: string }>("PUT", `${of(lineage)}/aliases/${alias}`, { version });
  injectFault = (kind: string) => this.send<Injected>("POST", "/demo/faults", { kind });
  injectDrift = (kind: string) => this.send<Injected>("POST", "/demo/drift", { kind });

  /** Gives the frames of the window, or of what changed in it, as they come. */
  async embeddings(
    lineage: string,
    cursor: string | undefined,
    columns: readonly string[],
    take: (frame: Frame) => void,
  ): Promise<void> {
    const query = new URLSearchParams({ columns: columns.join(",") });
    if (cursor !== undefined) {
      query.set("cursor", cursor);
    }
    const response = await this.fetch(`${of(lineage)}/embeddings?${query}`);
    const reader = new FrameReader();
    const body = response.body?.getReader();
    for (let part = await body?.read(); part?.value !== undefined; part = await body?.read()) {
      reader.push(part.value).forEach(take);
    }
    reader.end();
  }

  /** Opens the stream of events. */
  events(lineage: string, lastId: string | undefined, signal: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { Accept: "text/event-stream" };
    if (lastId !== undefined) {
      headers["Last-Event-ID"] = lastId;
    }
    return this.fetch(`/events?lineage=${encodeURIComponent(lineage)}`, { headers, signal });
  }

  private async get<T>(path: string): Promise<T> {
    return (await (await this.fetch(path)).json()) as T;
  }

  private async send<T>(method: string, path: string, body: object): Promise<T> {
    const headers = { "Content-Type": "application/json" };
    const response = await this.fetch(path, { method, headers, body: JSON.stringify(body) });
    return (await response.json()) as T;
  }

  private async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`/api/v1${path}`, {
        ...init,
        cache: "no-store",
        headers: { ...init.headers, Authorization: `Bearer ${this.token}` },
      });
    } catch (error) {
      throw init.signal?.aborted ? error : new Refusal(0, "The server does not answer");
    }
    if (!response.ok) {
      throw new Refusal(response.status, await detailOf(response));
    }
    return response;
  }
}

function of(lineage: string): string {
  return `/lineages/${encodeURIComponent(lineage)}`;
}

async function detailOf(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? `The server said ${response.status}`;
  } catch {
    return `The server said ${response.status}`;
  }
}
