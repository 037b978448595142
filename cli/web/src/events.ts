/** An event of the server's stream. */
export interface ServerEvent {
  readonly name: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** Reads `text/event-stream` as it comes, in pieces that end anywhere. */
export class EventParser {
  private rest = "";
  private name = "";
  private id: string | undefined;
  private data: string[] = [];

  /** Events that are complete with this piece. */
  push(text: string): ServerEvent[] {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.line(line) ?? []);
  }

  private line(line: string): ServerEvent | undefined {
    if (line === "") {
      return this.dispatch();
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") {
      this.name = value;
    } else if (field === "data") {
      this.data.push(value);
    } else if (field === "id" && !value.includes("\0")) {
      this.id = value;
    }
    return undefined; // Comments, and fields of other readers.
  }

  private dispatch(): ServerEvent | undefined {
    const { name, id, data } = this;
    this.name = "";
    this.data = [];
    return data.length === 0 ? undefined : { name: name || "message", id, data: data.join("\n") };
  }
}

/** Whether the stream is being read. */
export type Connection = "connecting" | "live" | "waiting" | "refused";

/** What a stream of events needs of the world. */
export interface Surroundings {
  open(lastId: string | undefined, signal: AbortSignal): Promise<Response>;
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<void>;
  /** From 0 to 1. */
  random(): number;
  take(event: ServerEvent): void;
  state(connection: Connection, why: string): void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
/** The server says something every 10 seconds. */
const SILENCE = 30_000;

/** Reads events for ever: connects anew when the stream ends, and goes on after the last event seen. */
export class Feed {
  private readonly world: Surroundings;
  private lastId: string | undefined;
  private readonly stopping = new AbortController();

  constructor(world: Surroundings, lastId?: string) {
    this.world = world;
    this.lastId = lastId;
  }

  stop(): void {
    this.stopping.abort();
  }

  async run(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; ) {
      this.world.state("connecting", "");
      let why = "The stream of events ended";
      try {
        await this.read(() => (failures = 0));
      } catch (error) {
        why = error instanceof Error ? error.message : String(error);
        const status = (error as { status?: number }).status;
        if (status === 401 || status === 403) {
          this.world.state("refused", why);
          return;
        }
      }
      if (!this.stopping.signal.aborted) {
        const wait = pause(failures++, this.world.random());
        this.world.state("waiting", why);
        await this.world.wait(wait);
      }
    }
  }

  private async read(opened: () => void): Promise<void> {
    const attempt = new AbortController();
    const end = () => attempt.abort();
    this.stopping.signal.addEventListener("abort", end);
    let timer = setTimeout(end, SILENCE);
    try {
      const response = await this.world.open(this.lastId, attempt.signal);
      const parser = new EventParser();
      const decoder = new TextDecoder();
      const body = response.body?.getReader();
      opened();
      this.world.state("live", "");
      for (let part = await body?.read(); part?.value !== undefined; part = await body?.read()) {
        clearTimeout(timer);
        timer = setTimeout(end, SILENCE);
        for (const event of parser.push(decoder.decode(part.value, { stream: true }))) {
          this.lastId = event.id ?? this.lastId;
          this.world.take(event);
        }
      }
    } finally {
      clearTimeout(timer);
      this.stopping.signal.removeEventListener("abort", end);
    }
  }
}

/** Twice as long after each failure, and never in step with other pages. */
export function pause(failures: number, random: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 10)) * (0.5 + random / 2);
}
