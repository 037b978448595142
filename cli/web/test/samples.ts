import { frame as bytesOf } from "../e2e/frames.mjs";
import { type Frame, FrameReader } from "../src/frames.ts";

/** A repeatable number from 0 to 1 with each call. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Row {
  slot: number;
  at: [number, number];
  version?: number;
  treatment?: number;
}

/** Bytes of a frame with these cells; the salient place is the background's, turned around. */
export function frameBytes(rows: readonly Row[], words: string[], reset = false): Uint8Array {
  const header = { lineage: "m", cursor: "c", reset, view: 1, rows: rows.length, points: 0, capacity: 100, last: true };
  return bytesOf(header, [
    { name: "slot", type: "u32", data: rows.map((row) => row.slot) },
    { name: "background", type: "f32", width: 2, data: rows.flatMap((row) => row.at) },
    { name: "salient", type: "f32", width: 2, data: rows.flatMap((row) => row.at.map((it) => -it)) },
    { name: "version", type: "u32", data: rows.map((row) => row.version ?? 1) },
    { name: "treatment", type: "u16", data: rows.map((row) => row.treatment ?? 0), values: words },
  ]);
}

export function frameOf(rows: readonly Row[], words: string[] = ["a", "b"], reset = false): Frame {
  const [frame] = new FrameReader().push(frameBytes(rows, words, reset));
  if (frame === undefined) {
    throw new Error("no frame");
  }
  return frame;
}
