/**
 * A server that stands in for the real one where its numbers cannot be had in a test: a window of a
 * million cells. It speaks the same contract and serves the page as it was built.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { frame } from "./frames.mjs";

const WEB = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "target", "classes", "web");
const KINDS = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const ROWS = 65_536;
const TREATMENTS = ["control", "KRAS", "MAP2K3", "MAPK1", "CDC37", "PRKDC"];

/** Starts it on a free port; `points` cells in its window. */
export async function standIn(points) {
  const open = new Set();
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://here").pathname;
    if (path === "/api/v1/events") {
      open.add(response);
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(`event: hello\nid: e-1\ndata: {"epoch":"e","product":"stand-in"}\n\n`);
    } else if (path.endsWith("/embeddings")) {
      response.writeHead(200, { "Content-Type": "application/octet-stream" });
      for (let from = 0; from < points; from += ROWS) {
        response.write(cells(from, Math.min(points, from + ROWS), points));
      }
      response.end();
    } else if (path.startsWith("/api/v1")) {
      const answer = ANSWERS[path.slice("/api/v1".length)];
      response.writeHead(answer ? 200 : 404, { "Content-Type": "application/json" });
      response.end(JSON.stringify(answer ?? { status: 404, title: "Not there", detail: path }));
    } else {
      const file = join(WEB, normalize(path === "/" ? "/index.html" : path));
      response.writeHead(200, { "Content-Type": KINDS[extname(file)] ?? "text/plain" });
      response.end(readFileSync(file));
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const close = () => {
    open.forEach((response) => response.destroy());
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}/#token=any`, close };
}

const ANSWERS = {
  "/session": { subject: "token", role: "read", demo: false, epoch: "e", product: "stand-in", lineage: "many" },
  "/catalogue": { metrics: [], alerts: [] },
  "/lineages": { lineages: [{ name: "many", versions: 0, points: 0 }] },
  "/lineages/many/versions": { lineage: "many", versions: [], aliases: {}, more: false },
  "/lineages/many/metrics": { lineage: "many", last_event_id: "e-0", series: [] },
  "/alerts": { alerts: [] },
  "/dead-letters": { reasons: {}, letters: [] },
  "/status": { store: { available: true }, topics: [], lag: { at: "2026-01-01T00:00:00Z", cells: [] }, windows: {} },
};

/** Clouds, one a treatment; the same with every call. */
function cells(from, to, points) {
  const rows = to - from;
  const slot = Uint32Array.from({ length: rows }, (_, i) => from + i);
  const kind = Uint16Array.from(slot, (it) => it % TREATMENTS.length);
  const random = generator(from + 1);
  const normal = () => random() + random() + random() - 1.5;
  const cloud = (spread) =>
    Float32Array.from({ length: 2 * rows }, (_, i) => {
      const angle = (kind[i >> 1] * 2 * Math.PI) / TREATMENTS.length;
      return spread * (i % 2 ? Math.sin(angle) : Math.cos(angle)) + 0.5 * normal();
    });
  const header = {
    lineage: "many", cursor: "1", reset: from === 0, view: 1, rows, points, capacity: points, last: to === points,
  };
  return frame(header, [
    { name: "slot", type: "u32", data: slot },
    { name: "background", type: "f32", width: 2, data: cloud(0.1) },
    { name: "salient", type: "f32", width: 2, data: cloud(0.6) },
    { name: "version", type: "u32", data: slot.map((it) => 100 * (1 + (it % 7))) },
    { name: "treatment", type: "u16", data: kind, values: TREATMENTS },
  ]);
}

function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
