import { byId } from "./dom.ts";

/** Asks before something that others will see; the reason given, or undefined if it is not to be. */
export function ask(question: string, explanation: string): Promise<string | undefined> {
  const dialog = byId<HTMLDialogElement>("ask");
  const reason = byId<HTMLInputElement>("ask-reason");
  byId("ask-question").textContent = question;
  byId("ask-explanation").textContent = explanation;
  reason.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => resolve(dialog.returnValue === "do" ? reason.value.trim() : undefined),
      { once: true },
    );
  });
}
