/** Colours of points and curves, for both grounds: red, green and blue from 0 to 255. */
export type Colour = readonly [number, number, number];

/** Told apart on light and on dark ground, and by most eyes: hues differ in lightness too. */
const DISTINCT: readonly Colour[] = [
  [64, 120, 216],
  [226, 112, 46],
  [38, 160, 120],
  [196, 80, 156],
  [190, 148, 30],
  [40, 172, 200],
  [212, 66, 72],
  [124, 100, 222],
  [120, 158, 44],
  [150, 104, 74],
];

/** From early to late. */
const SEQUENCE: readonly Colour[] = [
  [92, 104, 148],
  [52, 136, 176],
  [48, 168, 132],
  [164, 182, 62],
  [232, 150, 52],
];

export const GREY: Colour = [140, 146, 156];

/** The colour of the word with a code; grey beyond those that an eye could tell apart. */
export function categorical(code: number): Colour {
  const base = DISTINCT[code % DISTINCT.length] ?? GREY;
  const round = Math.floor(code / DISTINCT.length);
  if (round >= 3) {
    return GREY;
  }
  // Later rounds are the same hues, nearer to grey.
  return mixed(base, GREY, round * 0.3);
}

/** The colour at a share of the way from the first to the last. */
export function sequential(share: number): Colour {
  const at = Math.max(0, Math.min(1, share)) * (SEQUENCE.length - 1);
  const low = Math.min(SEQUENCE.length - 2, Math.floor(at));
  return mixed(SEQUENCE[low] ?? GREY, SEQUENCE[low + 1] ?? GREY, at - low);
}

export function css([red, green, blue]: Colour): string {
  return `rgb(${red} ${green} ${blue})`;
}

function mixed(a: Colour, b: Colour, share: number): Colour {
  const mix = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * share);
  return [mix(0), mix(1), mix(2)];
}
