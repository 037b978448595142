import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameReader } from "../src/frames.ts";
import { frameBytes } from "./samples.ts";

const ROWS = [
  { slot: 7, at: [0.5, -1] as [number, number], version: 300, treatment: 1 },
  { slot: 2, at: [0.25, 2] as [number, number], version: 100, treatment: 0 },
];

/** Written by hand from openapi.yaml: one row, slot 5, u32 at offset 0. */
function byHand(): Uint8Array {
  const header = `{"cursor":"x","reset":true,"view":1,"rows":1,"capacity":9,"last":true,"columns":[{"name":"slot","type":"u32","width":1,"offset":0}]}`;
  const head = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(16 + head + 8).fill(0x20);
  bytes.set(new TextEncoder().encode("SCP1"));
  bytes.set([head & 255, head >> 8, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0], 4);
  bytes.set(new TextEncoder().encode(header), 16);
  bytes.set([5, 0, 0, 0, 0, 0, 0, 0], 16 + head);
  return bytes;
}

test("a frame written by hand is read", () => {
  const [frame] = new FrameReader().push(byHand());
  assert.deepEqual([...(frame?.slots ?? [])], [5]);
  assert.equal(frame?.reset, true);
  assert.equal(frame?.cursor, "x");
});

test("columns have their type, width and words", () => {
  const [frame] = new FrameReader().push(frameBytes(ROWS, ["none", "KRAS"]));
  assert.deepEqual([...(frame?.slots ?? [])], [7, 2]);
  assert.deepEqual([...(frame?.columns.get("background")?.data ?? [])], [0.5, -1, 0.25, 2]);
  assert.deepEqual([...(frame?.columns.get("version")?.data ?? [])], [300, 100]);
  assert.deepEqual(frame?.columns.get("treatment")?.words, ["none", "KRAS"]);
});

test("frames are the same however the answer is cut", () => {
  const answer = Buffer.concat([frameBytes(ROWS, ["x"]), byHand(), frameBytes([], ["x"])]);
  for (const size of [1, 3, 16, 17, 100, answer.length]) {
    const reader = new FrameReader();
    const slots: number[][] = [];
    for (let at = 0; at < answer.length; at += size) {
      reader.push(answer.subarray(at, at + size)).forEach((frame) => slots.push([...frame.slots]));
    }
    reader.end();
    assert.deepEqual(slots, [[7, 2], [5], []], `pieces of ${size}`);
  }
});

test("what is no frame is refused, and so is half of one", () => {
  assert.throws(() => new FrameReader().push(new Uint8Array(16)), /expected SCP1/);
  const half = new FrameReader();
  half.push(byHand().subarray(0, 20));
  assert.throws(() => half.end(), /20 bytes left/);
  const huge = byHand();
  huge.set([255, 255, 255, 127], 8);
  assert.throws(() => new FrameReader().push(huge), /expected at most/);
  const outside = byHand();
  outside.set(new TextEncoder().encode("f"), new TextDecoder().decode(outside).indexOf("u32"));
  assert.throws(() => new FrameReader().push(outside), /column slot/);
});
