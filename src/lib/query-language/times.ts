/** Durations and times, as people write them. A time without a zone is UTC. */
import type { Quantity } from './ast.ts';

const unitMs: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};
/** A hundred years: there is nothing older to find. */
const mostMs = 100 * unitMs.y!;

/** `7d`, `90m`, `1h30m`, `500ms` (units ms, s, m, h, d, w, and y of 365 days) as milliseconds; null where it is none. */
export function parseDurationMs(text: string): number | null {
  if (!/^(?:\d{1,9}(?:ms|[smhdwy])){1,7}$/i.test(text)) return null;
  let sum = 0;
  for (const [, count, unit] of text.toLowerCase().matchAll(/(\d{1,9})(ms|[smhdwy])/g))
    sum += Number(count) * unitMs[unit!]!;
  return sum <= mostMs ? sum : null;
}

const form =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?([Zz]|[+-]\d\d:?\d\d)?)?)?)?$/;

function offsetMs(zone: string | undefined): number | null {
  if (!zone || /^z$/i.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** `2026`, `2026-11`, `2026-11-01`, with `T10`, `T10:30`, `T10:30:05`, `T10:30:05.250` and a zone; null where it is none. */
export function parseMoment(text: string): Quantity | null {
  const match = form.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const parts = [
    Number(month ?? 1) - 1,
    Number(day ?? 1),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  ] as const;
  const at = new Date(0);
  at.setUTCFullYear(Number(year), parts[0], parts[1]);
  at.setUTCHours(parts[2], parts[3], parts[4], Number((fraction ?? '').padEnd(3, '0')));
  const isReal =
    at.getUTCMonth() === parts[0] &&
    at.getUTCDate() === parts[1] &&
    at.getUTCHours() === parts[2] &&
    at.getUTCMinutes() === parts[3] &&
    at.getUTCSeconds() === parts[4];
  const offset = offsetMs(zone);
  if (!isReal || offset === null || Number(year) < 1970 || Number(year) > 2999) return null;
  const end = new Date(at);
  if (month === undefined) end.setUTCFullYear(end.getUTCFullYear() + 1);
  else if (day === undefined) end.setUTCMonth(end.getUTCMonth() + 1);
  else
    end.setTime(
      at.getTime() +
        (hour === undefined
          ? unitMs.d!
          : minute === undefined
            ? unitMs.h!
            : second === undefined
              ? unitMs.m!
              : fraction === undefined
                ? unitMs.s!
                : 10 ** (3 - fraction.length)),
    );
  return {
    type: 'moment',
    fromMs: at.getTime() - offset,
    untilMs: end.getTime() - offset,
    text: text.replace(' ', 'T').toUpperCase(),
  };
}
