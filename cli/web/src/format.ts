const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 12,345. */
export function whole(value: number): string {
  return WHOLE.format(value);
}

/** Four digits that matter. */
export function short(value: number): string {
  if (!Number.isFinite(value)) {
    return "–";
  }
  const size = Math.abs(value);
  if (size >= 10_000) {
    return whole(value);
  }
  if (size !== 0 && size < 0.001) {
    return value.toExponential(1);
  }
  return String(Number(value.toPrecision(4))).replace("-", "−");
}

/** 12.3 MB. */
export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${Number((value / 1000 ** power).toPrecision(3))} ${units[power]}`;
}

/** The time of the day, as the browser's place has it. */
export function clock(time: string | number): string {
  return new Date(time).toLocaleTimeString("en-GB");
}

/** The catalogue's texts are written for a page with links; here are none. */
export function plain(markdown: string): string {
  return markdown.replace(/\[([^\]]*)]\([^)]*\)/g, "$1").replaceAll("`", "");
}
