/** What a person chose of a list's columns: their order, their widths, and what the list is sorted by. */

export const narrowestPx = 40;
export const widestPx = 2000;

/** As chosen; columns that nobody has placed yet follow in their own order. */
export function toOrdered<T extends { id: string }>(
  columns: readonly T[],
  order: readonly string[] | undefined,
): T[] {
  if (order === undefined || order.length === 0) return [...columns];
  const placed = order.flatMap((id) => columns.find((column) => column.id === id) ?? []);
  return [...placed, ...columns.filter(({ id }) => !order.includes(id))];
}

/** The order with one column moved by one place. */
export function toMoved(ids: readonly string[], id: string, by: 1 | -1): string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return [...ids];
  const moved = [...ids];
  moved.splice(from, 1);
  moved.splice(to, 0, id);
  return moved;
}

export const toWidth = (px: number): number => Math.round(Math.min(widestPx, Math.max(narrowestPx, px)));

/** A CSS grid track: a width that was chosen gives way where there is less room. */
export const toTrack = (width: string, chosenPx: number | undefined): string =>
  chosenPx === undefined ? width : `minmax(${narrowestPx}px, ${toWidth(chosenPx)}px)`;
