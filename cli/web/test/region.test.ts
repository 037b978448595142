import assert from "node:assert/strict";
import { test } from "node:test";
import { contains, Grid } from "../src/region.ts";
import { generator } from "./samples.ts";

test("a square contains its inside", () => {
  const square = [0, 0, 10, 0, 10, 10, 0, 10];
  assert.equal(contains(square, 5, 5), true);
  assert.equal(contains(square, 15, 5), false);
  assert.equal(contains(square, -1, 5), false);
});

test("what a line winds around twice is outside", () => {
  const star = [0, 10, 6, -8, -9, 3, 9, 3, -6, -8];
  assert.equal(contains(star, 0, 0), false);
  assert.equal(contains(star, 0, 7), true);
});

/** Points in clouds, some upon each other, some far out. */
function points(seed: number, size: number): Int16Array {
  const random = generator(seed);
  return Int16Array.from({ length: 2 * size }, () => {
    const where = random();
    return where < 0.05 ? 32767 : Math.round((random() + random() - 1) * (where < 0.5 ? 900 : 20_000));
  });
}

for (let seed = 1; seed <= 20; seed++) {
  test(`a grid finds what asking each point finds, seed ${seed}`, () => {
    const size = 3000;
    const places = points(seed, size);
    const random = generator(seed + 1000);
    const reach = seed % 2 ? 2000 : 25_000;
    const corners = 3 + Math.floor(random() * 40);
    const polygon = Array.from({ length: 2 * corners }, () => (random() - 0.5) * 2 * reach);
    const expected = Array.from({ length: size }, (_, i) => i).filter((i) =>
      contains(polygon, places[2 * i] ?? 0, places[2 * i + 1] ?? 0),
    );
    assert.deepEqual([...new Grid(places, size).within(polygon)], expected);
  });

  test(`the nearest is the nearest, seed ${seed}`, () => {
    const size = 500;
    const places = points(seed, size);
    const random = generator(seed);
    const [x, y] = [(random() - 0.5) * 3000, (random() - 0.5) * 3000];
    const isSeen = (slot: number) => slot % 3 !== 0;
    const far = (slot: number) => Math.hypot((places[2 * slot] ?? 0) - x, (places[2 * slot + 1] ?? 0) - y);
    const least = Math.min(...Array.from({ length: size }, (_, i) => (isSeen(i) ? far(i) : Infinity)));
    const grid = new Grid(places, size);
    assert.equal(grid.nearest(x, y, least * 0.99, isSeen), undefined);
    const found = grid.nearest(x, y, least * 1.01 + 1, isSeen);
    assert.equal(found === undefined ? NaN : far(found), least);
  });
}

test("no points and no polygon find nothing", () => {
  assert.equal(new Grid(new Int16Array(0), 0).within([0, 0, 1, 0, 1, 1]).length, 0);
  assert.equal(new Grid(points(1, 10), 10).within([0, 0, 5, 5]).length, 0);
});
