import { Api, Refusal, type Session } from "./api.ts";
import { byId, tell } from "./dom.ts";
import { Page } from "./page.ts";
import { startTheme } from "./theme.ts";

const KEY = "scstream.token";

/** The token of the address (`/#token=...`), which is taken out of it, or the one used before. */
function token(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given !== null) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return sessionStorage.getItem(KEY) ?? "";
}

/** Waits for a server that has not begun to answer. */
async function sessionOf(api: Api): Promise<Session> {
  for (;;) {
    try {
      return await api.session();
    } catch (error) {
      if (!(error instanceof Refusal) || (error.status !== 0 && error.status < 500)) {
        throw error;
      }
      byId("connection").textContent = "waiting for the server";
      await new Promise((resolve) => window.setTimeout(resolve, 1000));
    }
  }
}

function askForToken(why: string): void {
  const form = byId<HTMLFormElement>("sign-in");
  byId("sign-in-why").textContent = why;
  form.hidden = false;
  byId("content").hidden = true;
  byId<HTMLInputElement>("token").focus();
  form.onsubmit = (event) => {
    event.preventDefault();
    sessionStorage.setItem(KEY, byId<HTMLInputElement>("token").value.trim());
    location.reload();
  };
}

async function start(): Promise<void> {
  startTheme();
  window.addEventListener("hashchange", () => location.reload());
  const api = new Api(token());
  try {
    const session = await sessionOf(api);
    byId("content").hidden = false;
    const page = new Page(api, session);
    await page.start();
    // For measuring from the console; see docs/page.md.
    (window as unknown as { scstream: object }).scstream = page.measured;
  } catch (error) {
    if (error instanceof Refusal && (error.status === 401 || error.status === 403)) {
      askForToken(sessionStorage.getItem(KEY) ? error.message : "");
    } else {
      tell(error instanceof Error ? error.message : String(error), true);
    }
  }
}

void start();
