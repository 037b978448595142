/** Headless Chromium as Debian packages it. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = [process.env.SCSTREAM_CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"];

/** Where a browser is; undefined where there is none. */
export function browserPath() {
  return PLACES.find((path) => path && existsSync(path));
}

export function launch() {
  return chromium.launch({
    executablePath: browserPath(),
    args: [
      "--no-sandbox",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-quic",
    ],
  });
}

/** A page whose errors are kept, and which reaches no other host than the server's. */
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const origin = new URL(url).origin;
  page.troubles = [];
  page.on("pageerror", (error) => page.troubles.push(String(error)));
  page.on("console", (message) => {
    // What the browser says of an answer that is refused, or of a server that is gone, is told by the page itself.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      page.troubles.push(message.text());
    }
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !/^(blob|data):/.test(request.url())) {
      page.troubles.push(`Asked another host: ${request.url()}`);
    }
  });
  await page.goto(url);
  return page;
}
