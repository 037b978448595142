/** What a test sees of a page. */

/** How many colours, told apart coarsely, a picture of an element has; its ground is one. */
export async function colours(page, locator) {
  const picture = (await locator.screenshot()).toString("base64");
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const seen = new Map();
    for (let i = 0; i < data.length; i += 4) {
      const colour = ((data[i] >> 5) << 6) | ((data[i + 1] >> 5) << 3) | (data[i + 2] >> 5);
      seen.set(colour, (seen.get(colour) ?? 0) + 1);
    }
    return [...seen.values()].filter((pixels) => pixels > 20).length;
  }, picture);
}

/** Draws a closed line around the middle of an element. */
export async function lasso(page, locator, share) {
  const box = await locator.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const at = (i) => [
    x + (share * box.width * Math.cos((i * Math.PI) / 8)) / 2,
    y + (share * box.height * Math.sin((i * Math.PI) / 8)) / 2,
  ];
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let i = 1; i < 16; i++) {
    await page.mouse.move(...at(i));
  }
  await page.mouse.up();
}

/** Controls and pictures that a screen reader could not name. */
export function nameless(page) {
  return page.evaluate(() => {
    const name = (element) =>
      element.getAttribute("aria-label") ??
      (element.labels?.length ? [...element.labels].map((it) => it.textContent).join(" ") : element.textContent);
    return [...document.querySelectorAll("button, select, input, canvas, [role=img], [tabindex='0']")]
      .filter((element) => element.checkVisibility())
      .filter((element) => !name(element)?.trim())
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

/** Pixels by which the page is wider than the window. */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** The number in a text such as "5,961 cells". */
export function numberIn(text) {
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(",", "") ?? NaN);
}
