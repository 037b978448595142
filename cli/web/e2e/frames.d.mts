export function frame(
  header: object,
  columns: readonly { name: string; type: string; width?: number; data: ArrayLike<number>; values?: string[] }[],
): Uint8Array;
