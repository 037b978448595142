import assert from "node:assert/strict";
import { test } from "node:test";
import { Cells, NOWHERE, quantized, REACH, STEPS } from "../src/cells.ts";
import { HIDDEN, Paint, REST, SELECTED } from "../src/paint.ts";
import { frameOf } from "./samples.ts";

test("a cell keeps its slot and moves", () => {
  const cells = new Cells();
  const came = cells.apply(frameOf([{ slot: 3, at: [0.5, 0.25] }], ["a"]));
  assert.deepEqual(came.map((move) => move.from.background), [NOWHERE]);
  const moved = cells.apply(frameOf([{ slot: 3, at: [-0.5, 0], version: 9 }], ["a"]));
  assert.deepEqual(moved[0]?.from.background, [quantized(0.5), quantized(0.25)]);
  assert.deepEqual(moved[0]?.from.salient, [quantized(-0.5), quantized(-0.25)]);
  assert.deepEqual(cells.at(3).background, [quantized(-0.5), 0]);
  assert.equal(cells.versions[3], 9);
  assert.equal(cells.size, 1);
  assert.equal(cells.extent, 4);
});

test("a reset forgets all slots and shows nothing gliding", () => {
  const cells = new Cells();
  cells.apply(frameOf([{ slot: 0, at: [0, 0] }, { slot: 1, at: [0, 0] }]));
  const dirty = cells.watch();
  assert.deepEqual([dirty.from, dirty.to], [0, 2], "whoever begins to watch has seen nothing");
  dirty.clear();
  assert.deepEqual(cells.apply(frameOf([{ slot: 1, at: [1, 1] }], ["z"], true)), []);
  assert.deepEqual([...cells.used.subarray(0, 3)], [0, 1, 0]);
  assert.equal(cells.size, 1);
  assert.equal(cells.word("treatment", 1), "z");
  assert.deepEqual([dirty.from, dirty.to], [0, 2]);
});

test("room grows with the slots and keeps what was there", () => {
  const cells = new Cells();
  cells.apply(frameOf([{ slot: 5, at: [0.5, 0.5], treatment: 1 }]));
  cells.apply(frameOf([{ slot: 100_000, at: [-1, -1], treatment: 0 }]));
  assert.ok(cells.allocated > 100_000);
  assert.deepEqual(cells.at(5).background, [quantized(0.5), quantized(0.5)]);
  assert.equal(cells.word("treatment", 5), "b");
  assert.equal(cells.word("treatment", 6), "other");
  assert.throws(() => cells.apply(frameOf([{ slot: 2 ** 20, at: [0, 0] }])), /expected less than 1048576/);
});

test("coordinates are kept to a step, and those beyond at the edge", () => {
  assert.equal(quantized(1), Math.round(STEPS));
  assert.equal(quantized(99), 32767);
  assert.equal(quantized(-99), -32767);
  assert.equal(quantized(NaN), 0);
  assert.ok(Math.abs(quantized(0.3) / STEPS - 0.3) <= REACH / 65534);
});

test("cells that are cleared are hidden once they are painted anew", () => {
  const { cells, paint } = painted();
  cells.clear();
  paint.update(0, cells.extent);
  assert.equal(cells.size, 0);
  assert.deepEqual(paint.legend(), []);
  assert.equal([0, 1, 2].some((slot) => paint.isSeen(slot)), false);
});

function painted(): { cells: Cells; paint: Paint } {
  const cells = new Cells();
  const paint = new Paint(cells);
  cells.apply(
    frameOf(
      [
        { slot: 0, at: [0, 0], treatment: 0, version: 10 },
        { slot: 1, at: [0, 0], treatment: 1, version: 30 },
        { slot: 2, at: [0, 0], treatment: 1, version: 20 },
        { slot: 4, at: [0, 0], treatment: 65535, version: 20 },
      ],
      ["control", "KRAS"],
    ),
  );
  paint.update(0, cells.extent);
  return { cells, paint };
}

test("the legend counts what is seen", () => {
  const { paint } = painted();
  const rows = () => paint.legend().map(({ word, cells, selected }) => [word, cells, selected]);
  assert.deepEqual(rows(), [["control", 1, 0], ["KRAS", 2, 0], ["other", 1, 0]]);
  paint.select([1]);
  paint.showUntil(20);
  assert.deepEqual(rows(), [["control", 1, 0], ["KRAS", 1, 0], ["other", 1, 0]]);
  assert.equal(paint.isSeen(1), false);
  paint.showUntil(Infinity);
  assert.deepEqual(rows(), [["control", 1, 0], ["KRAS", 2, 1], ["other", 1, 0]]);
});

test("by version, places follow the order of the versions", () => {
  const { cells, paint } = painted();
  paint.colourBy("version");
  assert.deepEqual([0, 1, 2, 4].map((slot) => paint.bytes[2 * slot]), [0, 2, 1, 1]);
  assert.deepEqual(paint.legend().map(({ word }) => word), ["10", "20", "30"]);
  const before = paint.revision;
  cells.apply(frameOf([{ slot: 0, at: [0, 0], version: 25 }]));
  paint.update(0, 1);
  assert.ok(paint.revision > before, "other cells' places move");
  assert.deepEqual([0, 1, 2].map((slot) => paint.bytes[2 * slot]), [1, 2, 0]);
});

test("an empty slot is hidden, a muted word is not seen, and a selection is replaced", () => {
  const { paint } = painted();
  assert.equal((paint.bytes[2 * 3 + 1] ?? 0) & HIDDEN, HIDDEN);
  assert.equal(paint.bytes[2 * 4], REST);
  paint.toggle(1);
  assert.deepEqual([0, 1, 2].map((slot) => paint.isSeen(slot)), [true, false, false]);
  paint.toggle(1);
  assert.equal(paint.isSeen(1), true);
  paint.select([0, 1]);
  paint.select([2]);
  assert.deepEqual(paint.selection(), [2]);
  assert.equal((paint.bytes[1] ?? 0) & SELECTED, 0);
  assert.deepEqual(paint.slotsOf(1), [1, 2]);
});
