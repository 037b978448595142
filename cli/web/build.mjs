/**
 * Builds the page into ../target/classes/web, from where the server serves it. With --test it checks
 * the types and runs the tests of the page's code instead. Node's packages are fetched anew when
 * package-lock.json has changed since they were.
 */
import { createHash } from "node:crypto";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
fetchPackages();
const { build } = await import("esbuild");
await (process.argv.includes("--test") ? test() : buildPage());

function fetchPackages() {
  const lock = sha256(readFileSync(join(here, "package-lock.json")));
  const stamp = join(here, "node_modules", ".lock-sha256");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) {
    return;
  }
  console.error("page: fetching Node's packages");
  const options = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];
  execFileSync("npm", ["ci", ...options], { cwd: here, stdio: ["ignore", "ignore", "inherit"] });
  writeFileSync(stamp, lock);
}

/** The same sources give the same bytes; a changed file has another name, so that it can be kept for ever. */
async function buildPage() {
  const out = join(here, "..", "target", "classes", "web");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, "assets"), { recursive: true });
  const { outputFiles } = await build({
    entryPoints: [join(here, "src", "main.ts"), join(here, "src", "page.css")],
    outdir: out,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  let index = readFileSync(join(here, "index.html"), "utf8");
  for (const [name, end] of [["page.js", ".js"], ["page.css", ".css"]]) {
    const file = outputFiles.find((it) => it.path.endsWith(end));
    const hashed = name.replace(".", `-${sha256(file.contents).slice(0, 12)}.`);
    writeFileSync(join(out, "assets", hashed), file.contents);
    index = index.replace(`assets/${name}`, `assets/${hashed}`);
  }
  writeFileSync(join(out, "index.html"), index);
}

async function test() {
  run(join(here, "node_modules", "typescript", "bin", "tsc"), "--noEmit");
  const out = join(here, "out", "test");
  rmSync(out, { recursive: true, force: true });
  const tests = readdirSync(join(here, "test")).filter((it) => it.endsWith(".test.ts"));
  await build({
    entryPoints: tests.map((it) => join(here, "test", it)),
    outdir: out,
    bundle: true,
    platform: "node",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    sourcemap: "inline",
  });
  run("--test", ...tests.map((it) => join(out, it.replace(".ts", ".mjs"))));
}

/** Ends this process with what Node ends with, if that is no success. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: here, stdio: "inherit" });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
