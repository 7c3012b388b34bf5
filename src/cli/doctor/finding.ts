/** The result of one check. */
export interface Finding {
  name: string;
  /** `warn`: works, but needs attention; `fail`: the server cannot run properly. */
  state: 'ok' | 'warn' | 'fail';
  /** What was found, without secrets. */
  detail: string;
  /** What to do, or null. */
  advice: string | null;
}

export const ok = (name: string, detail: string): Finding => ({ name, state: 'ok', detail, advice: null });
export const warn = (name: string, detail: string, advice: string): Finding => ({
  name,
  state: 'warn',
  detail,
  advice,
});
export const fail = (name: string, detail: string, advice: string): Finding => ({
  name,
  state: 'fail',
  detail,
  advice,
});

/** Whether version `a` (`3.51.3`) is at least `b`. */
export function isAtLeast(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let at = 0; at < (right?.length ?? 0); at++) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
