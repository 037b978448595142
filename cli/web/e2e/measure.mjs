/** How long a drawing of both views takes, as one JSON object: node e2e/measure.mjs [POINTS]. */
import { launch, openPage } from "./browser.mjs";
import { standIn } from "./stand-in.mjs";

const points = Number(process.argv[2] ?? 1_000_000);
const server = await standIn(points);
const browser = await launch();
try {
  const begin = performance.now();
  const page = await openPage(browser, server.url);
  await page.waitForFunction((many) => window.scstream?.cells.size === many, points, { timeout: 120_000 });
  const loaded = (performance.now() - begin) / 1000;
  const { renderer, milliseconds } = await page.evaluate(() => window.scstream.measure(7));
  console.error(`full frames ${milliseconds.map(round)} ms after ${round(loaded)} s`);
  const hand = await drag(page);
  const lasso = await page.evaluate(lassoSeconds);
  console.log(
    JSON.stringify({
      points,
      renderer,
      browser: browser.version(),
      seconds_to_load: round(loaded),
      full_frame_ms: round(median(milliseconds)),
      moving_frame_ms: round(median(hand.frames)),
      moving_frame_ms_p95: round(hand.frames.sort((a, b) => a - b)[Math.floor(0.95 * hand.frames.length)]),
      moving_stride: hand.strides,
      lasso_ms: round(lasso),
      troubles: page.troubles,
    }),
  );
} finally {
  await browser.close();
  server.close();
}

/** Moves one view by hand and takes the time between frames, once the page has learned how much it may draw. */
async function drag(page) {
  const box = await page.locator("figure.plot canvas").first().boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.evaluate(() => {
    window.frames_ = [];
    let last = performance.now();
    const tick = (now) => {
      window.frames_.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 0; i < 60; i++) {
    await page.mouse.move(x + 60 * Math.sin(i / 10), y + 30 * Math.cos(i / 10));
  }
  const strides = await page.evaluate(() => window.scstream.strides());
  await page.mouse.up();
  const frames = await page.evaluate(() => window.frames_);
  return { frames: frames.slice(Math.floor(frames.length / 3)), strides };
}

/** The time from the end of a lasso to the selection. */
async function lassoSeconds() {
  const canvas = document.querySelector("figure.plot canvas");
  const { width, height } = canvas.getBoundingClientRect();
  document.querySelector("input[value=lasso]").click();
  const fire = (type, x, y) =>
    canvas.dispatchEvent(
      new PointerEvent(type, { clientX: canvas.getBoundingClientRect().x + x, clientY: canvas.getBoundingClientRect().y + y, button: 0, pointerId: 1 }),
    );
  canvas.setPointerCapture = () => undefined;
  fire("pointerdown", width / 2 + height / 4, height / 2);
  for (let i = 1; i < 60; i++) {
    const angle = (i / 60) * 2 * Math.PI;
    fire("pointermove", width / 2 + (height / 4) * Math.cos(angle), height / 2 + (height / 4) * Math.sin(angle));
  }
  const begin = performance.now();
  fire("pointerup", 0, 0);
  return performance.now() - begin;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function round(value) {
  return Math.round(10 * value) / 10;
}
