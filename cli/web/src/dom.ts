type Child = Node | string;

/** Makes an element with attributes and what is in it. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** The same for pictures of lines. */
export function draw(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: Child[]
): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** An element of index.html. */
export function byId<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`index.html has no #${id}`);
  }
  return element as T;
}

/** A button that tells on its own face that it is at work. */
export function button(text: string, press: () => void | Promise<void>): HTMLButtonElement {
  const element = make("button", { type: "button" }, text);
  element.addEventListener("click", async () => {
    element.disabled = true;
    try {
      await press();
    } finally {
      element.disabled = false;
    }
  });
  return element;
}

/** Shows a sentence for some seconds, and has screen readers say it. */
export function tell(text: string, isError = false): void {
  const note = make("p", isError ? { class: "note error" } : { class: "note" }, text);
  const notes = byId(isError ? "errors" : "notes");
  notes.append(note);
  while (notes.childElementCount > 3) {
    notes.firstElementChild?.remove();
  }
  window.setTimeout(() => note.remove(), isError ? 12_000 : 6_000);
}

/** Does something and tells if it fails. */
export async function attempt<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    tell(`${what}: ${error instanceof Error ? error.message : error}`, true);
    return undefined;
  }
}
