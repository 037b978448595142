/**
 * The page against a real demo in headless Chromium, element by element. With SCSTREAM_SHOTS=DIR it
 * leaves the pictures that the documents show there.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browserPath, launch, openPage } from "./browser.mjs";
import { Demo, TOKEN } from "./demo.mjs";
import { colours, lasso, nameless, numberIn, overflow } from "./looking.mjs";

const WAIT = 90_000;
/** Of a demo that starts on a machine with other work: broker, job, some steps, a version, an embedding. */
const WAIT_FOR_DEMO = 300_000;
const SHOTS = process.env.SCSTREAM_SHOTS;

if (browserPath() === undefined) {
  console.error("There is no Chromium here; install it (Debian: chromium) or name it in SCSTREAM_CHROMIUM");
  process.exit(1);
}

const workdir = mkdtempSync(join(tmpdir(), "scstream-page-"));
const demo = new Demo(workdir, "--port", "0");
let browser;
let page;
let address;

before(async () => {
  [browser, address] = await Promise.all([launch(), demo.start()]);
  page = await openPage(browser, address);
  page.setDefaultTimeout(WAIT);
});

after(async () => {
  await browser?.close();
  await demo.stop();
  rmSync(workdir, { recursive: true, force: true });
});

const count = async () => numberIn(await page.locator("#cell-count").textContent());
const plot = (view) => page.locator(`figure[data-view=${view}] canvas`);

async function until(what, check, wait = WAIT) {
  const end = Date.now() + wait;
  for (;;) {
    const value = await check();
    if (value) {
      return value;
    }
    assert.ok(Date.now() < end, `${what} did not come to pass; the demo said:\n${demo.said.slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Resolves when what changed has been drawn. */
const drawn = () =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

async function shoot(name) {
  if (SHOTS) {
    await page.mouse.move(2, 2);
    await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }
}

async function confirm(button, reason) {
  await button.click();
  await page.locator("#ask-reason").fill(reason);
  await page.locator("#ask button[value=do]").click();
}

test("cells appear in both views and more come while one looks", async () => {
  const first = await until("cells", async () => (await count()) || 0, WAIT_FOR_DEMO);
  await until("more cells", async () => (await count()) > first);
  await until("points of several colours in both views", async () =>
    (await colours(page, plot("background"))) > 4 && (await colours(page, plot("salient"))) > 4);
  assert.equal(await page.locator("#connection").textContent(), "live");
});

test("cells are coloured by treatment, covariate and version", async () => {
  const choice = page.locator("#colour-by");
  const legend = page.locator("#legend tbody tr");
  const offered = await choice.locator("option").allTextContents();
  for (const name of ["treatment", "cell line", "version", "role"]) {
    assert.ok(offered.includes(name), `${name} in ${offered}`);
    await choice.selectOption({ label: name });
    assert.ok((await legend.count()) >= (name === "version" ? 1 : 2), name);
  }
  await choice.selectOption({ label: "role" });
  assert.deepEqual((await legend.locator("th").allTextContents()).sort(), ["background", "target"]);
  await choice.selectOption({ label: "treatment" });
  await legend.first().locator("th button").click();
  assert.equal(await legend.first().locator("th button").getAttribute("aria-pressed"), "false");
  await legend.first().locator("th button").click();
});

test("a lasso in one view selects the same cells in the other, and gives their ids", async () => {
  const before = await plot("background").screenshot();
  await page.locator("input[value=lasso]").check();
  await lasso(page, plot("salient"), 0.4);
  const selected = await until("a selection", async () => numberIn(await page.locator("#selection").textContent()));
  assert.ok(selected > 0);
  await until("the other view to change", async () => !before.equals(await plot("background").screenshot()));
  await shoot("page-lasso");
  await page.getByRole("button", { name: "Copy ids" }).click();
  await page.locator("#notes").getByText("ids copied").waitFor();
  const ids = (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
  assert.equal(ids.length, selected);
  assert.equal(new Set(ids).size, selected);
  assert.ok(ids.every((id) => /^[^|]+\|.+$/.test(id)), ids[0]);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download ids" }).click();
  assert.deepEqual(readFileSync(await (await download).path(), "utf8").trim().split("\n"), ids);
  await page.getByRole("button", { name: "Clear" }).click();
  assert.match(await page.locator("#selection").textContent(), /Nothing selected/);
  await page.locator("input[value=move]").check();
});

test("the view follows hand and keys, and a cell tells what it is", async () => {
  const canvas = plot("salient");
  const before = await canvas.screenshot();
  await canvas.focus();
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowLeft");
  await until("the view to move", async () => !before.equals(await canvas.screenshot()));
  await page.keyboard.press("0");
  const box = await canvas.boundingBox();
  await until("a cell under the pointer", async () => {
    await page.mouse.move(box.x + box.width * (0.3 + 0.4 * Math.random()), box.y + box.height * (0.3 + 0.4 * Math.random()));
    return page.locator("#tip").isVisible();
  });
  assert.match(await page.locator("#tip").textContent(), /treatment: .+version: \d+/);
});

test("the curves grow, with tables of their numbers", async () => {
  const elbo = page.locator("section.chart", { hasText: "ELBO of new cells" });
  await until("a curve of the ELBO", async () => (await elbo.locator("polyline").count()) > 0);
  await elbo.locator("summary").click();
  await until("a table that grows with it", async () => (await elbo.locator("tbody tr").count()) > 2);
  await elbo.locator("summary").click();
  for (const title of ["Leakage", "Drift evidence", "Forgetting by stratum"]) {
    const chart = page.locator("section.chart", { hasText: title });
    await until(title, async () => (await chart.locator("polyline, circle, text.empty").count()) > 0);
  }
});

test("versions can be scrubbed, promoted and gone back to", async () => {
  const scrub = page.locator("#scrub");
  await until("two versions", async () => Number(await scrub.getAttribute("max")) >= 1);
  await scrub.focus();
  await page.keyboard.press("Home");
  await page.locator("#version-facts").getByText("up to this version").waitFor();
  assert.equal(await page.locator("#live").getAttribute("aria-pressed"), "false");
  const name = await page.locator("#version-facts b").textContent();
  assert.match(name, /^[\w-]+@\d+$/);
  await confirm(page.locator("#promote"), "looks well");
  await page.locator("#version-facts mark", { hasText: "promoted" }).waitFor();
  assert.ok((await page.locator("#track .flag").count()) === 1);
  await confirm(page.locator("#roll-back"), "a rehearsal");
  await page.locator("#alerts li", { hasText: "control" }).first().waitFor();
  await page.locator("#live").click();
});

test("a fault becomes a dead letter and an answer is seen, and the lag of each job is told", async () => {
  const before = numberIn(await page.locator("#letter-count").textContent());
  await page.locator("#faults").getByRole("button", { name: "garbage" }).click();
  await until("a dead letter", async () => numberIn(await page.locator("#letter-count").textContent()) > before);
  await page.locator("#letters li b").first().waitFor();
  assert.match(await page.locator("#reasons").textContent(), /\w+ \d/);
  await page.locator("#lag th").first().waitFor();
});

test("drift that is injected brings cells", async () => {
  const before = await count();
  await page.locator("#drifts").getByRole("button", { name: "shift" }).click();
  await page.locator("#notes .note").first().waitFor();
  await until("cells of the shifted batches", async () => (await count()) > before);
});

test("the page fits 1280 and 1440 pixels, in light and in dark", async () => {
  for (const [width, height] of [[1440, 900], [1280, 800]]) {
    await page.setViewportSize({ width, height });
    assert.ok((await overflow(page)) <= 0, `${width} pixels`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator("html[data-theme=dark]").waitFor();
  await drawn();
  await shoot("page-dark");
  await page.locator("#theme").click();
  await page.locator("html[data-theme=light]").waitFor();
  await page.locator("#colour-by").selectOption({ label: "cell line" });
  await drawn();
  await shoot("page");
});

test("everything one can use has a name and is reached by Tab", async () => {
  assert.deepEqual(await nameless(page), []);
  await page.locator("body").click({ position: { x: 2, y: 2 } });
  const reached = new Set();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName));
  }
  for (const id of ["theme", "colour-by", "CANVAS", "scrub", "promote", "alerts"]) {
    assert.ok(reached.has(id), `${id} in ${[...reached]}`);
  }
});

test("without a token the page asks for one, and tells of a wrong one", async () => {
  const other = await openPage(browser, address.replace(/#.*/, ""));
  await other.locator("#sign-in").waitFor();
  await other.locator("#token").fill("wrong");
  await other.locator("#sign-in button").click();
  await other.locator("#sign-in-why", { hasText: /\w/ }).waitFor();
  await other.locator("#token").fill(TOKEN);
  await other.locator("#sign-in button").click();
  await other.locator("#connection", { hasText: "live" }).waitFor();
  await other.context().close();
});

test("after a restart of the server the page goes on by itself", async () => {
  const url = new URL(address);
  await demo.stop();
  await page.locator("#connection", { hasText: "tries again" }).waitFor();
  demo.options = ["--port", url.port];
  address = await demo.start();
  await page.locator("#connection", { hasText: "live" }).waitFor();
  await until("cells of the server that came back", async () => (await count()) > 0, WAIT_FOR_DEMO);
});

test("nothing went wrong in the page, and no other host was asked", () => {
  assert.deepEqual(page.troubles, []);
});
