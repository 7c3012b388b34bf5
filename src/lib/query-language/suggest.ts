/** Suggestions for mistyped names. */

/** Edits between two short words: a letter more, less, other, or two that changed places. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}

/** The nearest of them, or null if none is near. */
export function nearest(text: string, among: readonly string[]): string | null {
  const wanted = text.toLowerCase();
  if (wanted.length > 40) return null;
  let best: string | null = null;
  let least = Math.max(1, Math.min(2, Math.floor(wanted.length / 2))) + 1;
  for (const candidate of among) {
    if (Math.abs(candidate.length - wanted.length) > 2) continue;
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return (
    best ?? among.find((candidate) => wanted.length > 2 && candidate.toLowerCase().startsWith(wanted)) ?? null
  );
}
