import assert from "node:assert/strict";
import { test } from "node:test";
import { type Connection, EventParser, Feed, pause, type ServerEvent } from "../src/events.ts";

const STREAM =
  ": hello\n\nevent: metric\nid: e-1\ndata: {\"a\":1}\n\ndata: first\ndata: second\n\n" +
  "id: e-2\r\nevent: alert\r\ndata:no space\r\n\r\nevent: nothing\n\nid\ndata: x: y\n\n";

const EXPECTED: ServerEvent[] = [
  { name: "metric", id: "e-1", data: '{"a":1}' },
  { name: "message", id: "e-1", data: "first\nsecond" },
  { name: "alert", id: "e-2", data: "no space" },
  { name: "message", id: "", data: "x: y" },
];

test("events are the same however the stream is cut", () => {
  for (let size = 1; size <= STREAM.length; size++) {
    const parser = new EventParser();
    const events: ServerEvent[] = [];
    for (let at = 0; at < STREAM.length; at += size) {
      events.push(...parser.push(STREAM.slice(at, at + size)));
    }
    assert.deepEqual(events, EXPECTED, `pieces of ${size}`);
  }
});

test("an event that is not finished is not told", () => {
  assert.deepEqual(new EventParser().push("id: e-9\ndata: half\n"), []);
});

/** A world in which each connection gives one of these texts, then ends; after the last it is refused. */
function world(texts: (string | Error)[]) {
  const seen = { ids: [] as (string | undefined)[], events: [] as string[], states: [] as Connection[], waits: [] as number[] };
  const left = [...texts];
  return {
    seen,
    open: async (lastId: string | undefined) => {
      seen.ids.push(lastId);
      const text = left.shift() ?? Object.assign(new Error("no token"), { status: 401 });
      if (text instanceof Error) {
        throw text;
      }
      return new Response(text);
    },
    wait: async (ms: number) => void seen.waits.push(ms),
    random: () => 1,
    take: (event: ServerEvent) => void seen.events.push(event.data),
    state: (connection: Connection) => void seen.states.push(connection),
  };
}

test("a stream that ends is opened again after the last event", async () => {
  const it = world(["id: e-7\ndata: a\n\nid: e-8\ndata: b\n\nid: e-9\ndata: lost", "data: c\n\n"]);
  await new Feed(it, "e-6").run();
  assert.deepEqual(it.seen.ids, ["e-6", "e-8", "e-8"]);
  assert.deepEqual(it.seen.events, ["a", "b", "c"]);
  assert.deepEqual(it.seen.states, [
    "connecting", "live", "waiting", "connecting", "live", "waiting", "connecting", "refused",
  ]);
});

test("a server that is away is asked more and more rarely, one that answers at once", async () => {
  const gone = new Error("The server does not answer");
  const it = world([gone, gone, gone, "data: a\n\n"]);
  await new Feed(it).run();
  assert.deepEqual(it.seen.waits, [500, 1000, 2000, 500]);
});

test("the wait is bounded, and half of it is left to chance", () => {
  assert.equal(pause(40, 1), 10_000);
  assert.equal(pause(40, 0), 5_000);
  assert.equal(pause(0, 0), 250);
});

test("a feed that is stopped does not connect again", async () => {
  const it = world(["data: a\n\n", "data: b\n\n"]);
  const feed = new Feed({ ...it, take: () => feed.stop() });
  await feed.run();
  assert.equal(it.seen.ids.length, 1);
});
