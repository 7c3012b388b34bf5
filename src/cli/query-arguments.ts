/** Arguments that the commands about stored data share. */
import type { Command } from 'commander';
import { type Field, parseQuery } from '../lib/query-language/index.ts';
import { usageError } from './failure.ts';

/** Each mistake below the query, under the characters it is about. Throws a usage error. */
export function checkQuery(text: string, fields: readonly Field[]): void {
  const { errors } = parseQuery(text, fields);
  if (errors === undefined) return;
  const lines = errors.map(({ position, length, message }) => {
    const mark = `${' '.repeat(position)}${'^'.repeat(Math.max(1, Math.min(length, text.length - position)))}`;
    return `${mark} ${message}`;
  });
  // Line breaks would tear the marks from what they mark.
  throw usageError([text.replace(/\s/g, ' '), ...lines].join('\n'), 'docs/query-language.md has examples');
}

/** `what` are counted. Throws a usage error. */
export function limitOf(given: string, what: string): number {
  const limit = Number(given);
  if (!/^\d{1,9}$/.test(given) || limit === 0)
    throw usageError(`--limit ${given} is no number of ${what}`, '--limit 50');
  return limit;
}

/** ISO, in UTC; without a zone it is UTC. Throws a usage error. */
function timeOf(name: 'from' | 'to', given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const zoned = /T|\s/.test(given) && !/(?:Z|[+-]\d\d:?\d\d)$/i.test(given) ? `${given}Z` : given;
  const ms = Date.parse(zoned);
  if (Number.isNaN(ms)) throw usageError(`--${name} ${given} is no time`, `--${name} 2026-11-01`);
  return new Date(ms).toISOString();
}

/** Both as `timeOf`. Throws a usage error also where the range ends before it starts. */
export function rangeOf(options: { from?: string; to?: string }): {
  from: string | undefined;
  to: string | undefined;
} {
  const [from, to] = [timeOf('from', options.from), timeOf('to', options.to)];
  if (from !== undefined && to !== undefined && from > to)
    throw usageError('--from is after --to', '--from 2026-11-01 --to 2026-11-08');
  return { from, to };
}

export const addSourceOptions = (command: Command, userHelp: string): Command =>
  command
    .option('--user <email>', userHelp)
    .option('--url <url>', 'ask the server at this address instead')
    .option('--key <key>', 'with --url: an API key that may read (or set DECOYVERSE_API_KEY)');
