import assert from "node:assert/strict";
import { test } from "node:test";
import { Camera, type Point } from "../src/camera.ts";
import { ticks } from "../src/chart.ts";
import { Detail } from "../src/detail.ts";
import { bytes, plain, short } from "../src/format.ts";
import { type Sample, SeriesBook, thinned } from "../src/series.ts";
import { SLICES, strideFor, Work } from "../src/work.ts";
import { generator } from "./samples.ts";

const SIZE: Point = [400, 300];

test("enlarging keeps the place under the pointer", () => {
  const random = generator(3);
  let camera = Camera.HOME.pan(17, -40, SIZE);
  for (let i = 0; i < 50; i++) {
    const at: Point = [random() * 400, random() * 300];
    const before = camera.toView(at, SIZE);
    camera = camera.near(0.5 + random(), at, SIZE);
    const after = camera.toView(at, SIZE);
    assert.ok(Math.hypot(after[0] - before[0], after[1] - before[1]) < 1e-9);
  }
});

test("moving by pixels moves the place by as many", () => {
  const before = Camera.HOME.toView([100, 100], SIZE);
  const after = Camera.HOME.pan(30, -20, SIZE).toView([130, 80], SIZE);
  assert.ok(Math.hypot(after[0] - before[0], after[1] - before[1]) < 1e-12);
});

test("up on the screen is up in the view", () => {
  assert.ok(Camera.HOME.toView([200, 0], SIZE)[1] > 0);
  assert.deepEqual(Camera.HOME.toView([200, 150], SIZE).map(Math.abs), [0, 0]);
});

test("a work draws every point once and shows what it has only if asked", () => {
  for (const [points, budget, showsParts] of [[1000, 5000, false], [100_000, 9000, true], [100_000, 1, false]] as const) {
    const work = new Work(points, budget, showsParts);
    const drawn = new Uint8Array(points);
    let shows = 0;
    let firsts = 0;
    let rounds = 0;
    while (!work.isDone) {
      rounds++;
      const told = work.go(budget, {
        slice: (stride, first, isFirst) => {
          firsts += isFirst ? 1 : 0;
          for (let i = first; i < points; i += stride) drawn[i] = (drawn[i] ?? 0) + 1;
        },
        publish: () => shows++,
      });
      assert.ok(told <= Math.max(budget, Math.ceil(points / SLICES)));
    }
    assert.ok(drawn.every((times) => times === 1));
    assert.equal(firsts, 1);
    assert.equal(shows, showsParts ? rounds : 1);
  }
});

test("the stride brings the points below the budget, as far as it can", () => {
  assert.equal(strideFor(1000, 1000), 1);
  assert.equal(strideFor(1001, 1000), 2);
  assert.equal(strideFor(1_000_000, 100_000), 16);
  assert.equal(strideFor(1_000_000, 10), SLICES);
});

test("slow frames lower the budget, fast ones that used it raise it, a rest tells nothing", () => {
  const detail = new Detail();
  const begin = detail.budget;
  detail.frame(0, begin);
  detail.frame(100, begin);
  assert.ok(detail.budget < begin);
  const lower = detail.budget;
  detail.frame(110, lower / 10);
  assert.equal(detail.budget, lower, "few points prove nothing");
  detail.frame(120, lower);
  assert.ok(detail.budget > lower);
  detail.rest();
  const rested = detail.budget;
  detail.frame(10_000, rested);
  assert.equal(detail.budget, rested);
  for (let i = 1; i < 100; i++) detail.frame(10_000 + i * 500, 1);
  assert.equal(detail.budget, Detail.LEAST);
});

test("thinning keeps order, ends and every peak", () => {
  const random = generator(11);
  const samples: Sample[] = Array.from({ length: 5000 }, (_, step) => ({ step, time: 0, value: random() }));
  samples[1234] = { step: 1234, time: 0, value: 99 };
  samples[2345] = { step: 2345, time: 0, value: -99 };
  const kept = thinned(samples, (it) => it.step, 100);
  assert.ok(kept.length <= 2 * 101);
  assert.ok(kept.some((it) => it.value === 99) && kept.some((it) => it.value === -99));
  assert.ok(kept.every((it, i) => i === 0 || it.step > (kept[i - 1]?.step ?? 0)));
  assert.equal(thinned(samples.slice(0, 10), (it) => it.step, 100).length, 10);
});

test("events go on from what was fetched; numbers that are not finite are left out", () => {
  const book = new SeriesBook();
  book.replace({
    last_event_id: "e-1",
    series: [{ metric: "bwt.b", role: null, times_ms: [1, 2], steps: [10, 20], values: [0.5, null] }],
  });
  const event = { lineage: "m", role: null, time_ms: 3, step: 30, value: 0.7 };
  book.add({ ...event, metric: "bwt.b" });
  book.add({ ...event, metric: "bwt.b", value: null });
  book.add({ ...event, metric: "bwt.a", role: "target" });
  assert.deepEqual(book.of("bwt.b").map((it) => it.step), [10, 30]);
  assert.deepEqual(book.members("bwt"), ["bwt.b"]);
  assert.equal(book.last("bwt.b"), 0.7);
  for (let i = 0; i < 9000; i++) book.add({ ...event, metric: "loss", step: i });
  assert.ok(book.of("loss").length <= 5120);
  assert.equal(book.of("loss").at(-1)?.step, 8999);
});

test("ticks are round and within", () => {
  assert.deepEqual(ticks([0, 10], 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(ticks([-614.4, -160], 4), [-600, -400, -200]);
  assert.deepEqual(ticks([0.011, 0.049], 4), [0.02, 0.03, 0.04]);
});

test("numbers and words as they are shown", () => {
  assert.equal(short(-324.4321), "−324.4");
  assert.equal(short(12_345.6), "12,346");
  assert.equal(short(0.00001234), "1.2e-5");
  assert.equal(short(NaN), "–");
  assert.equal(bytes(1_234_567), "1.23 MB");
  assert.equal(bytes(0), "0 B");
  assert.equal(plain("see [this](a.md#b) and `that`"), "see this and that");
});
