import { Command } from 'commander';
import type { Event } from '../../contract/event.ts';
import { eventQueryFields } from '../../core/event-query-fields.ts';
import { parseQuery } from '../../lib/query-language/index.ts';
import type { DefineCommand } from '../command.ts';
import type { SourceOptions } from '../events-source.ts';
import { type ExitCode, exitCodes, usageError } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../terminal.ts';

interface Options extends SourceOptions {
  limit: string;
  json?: boolean;
}

const mostAtOnce = 200;

/** Each mistake below the query, under the characters it is about. */
function checkQuery(text: string): void {
  const { errors } = parseQuery(text, eventQueryFields);
  if (errors === undefined) return;
  const lines = errors.map(({ position, length, message }) => {
    const mark = `${' '.repeat(position)}${'^'.repeat(Math.max(1, Math.min(length, text.length - position)))}`;
    return `${mark} ${message}`;
  });
  // Line breaks would tear the marks from what they mark.
  throw usageError([text.replace(/\s/g, ' '), ...lines].join('\n'), 'docs/query-language.md has examples');
}

function limitOf(given: string): number {
  const limit = Number(given);
  if (!/^\d{1,9}$/.test(given) || limit === 0)
    throw usageError(`--limit ${given} is no number of events`, '--limit 50');
  return limit;
}

const heads = ['time', 'risk', 'type', 'service', 'source', 'place', 'what'];
const toRow = (event: Event): string[] => [
  event.timestamp.replace('T', ' ').replace(/\.\d+Z$/, ''),
  String(event.verdict?.risk_score ?? '-'),
  event.verdict?.attack_type ?? 'unknown',
  event.service,
  event.source_ip,
  event.place?.country ?? (event.place && event.place.scope !== 'global' ? event.place.scope : '-'),
  `${event.activity}${event.payload === '' ? '' : `: ${event.payload}`}`,
];

/** Columns as wide as what stands in them, none wider than 24; the last as it comes, cut to 80. */
function tableOf(rows: readonly string[][]): string[] {
  const clip = (text: string, most: number): string =>
    text.length <= most ? text : `${text.slice(0, most - 1)}…`;
  const cells = [heads, ...rows].map((row) =>
    row.map((cell, at) => clip(printable(cell), at === heads.length - 1 ? 80 : 24)),
  );
  const widths = heads.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, at) => (at === heads.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

async function run(terminal: Terminal, words: string[], options: Options): Promise<ExitCode> {
  const query = words.join(' ');
  checkQuery(query);
  const limit = limitOf(options.limit);
  const { openEventsSource } = await import('../events-source.ts');
  const source = await openEventsSource(terminal, options);
  const shown: Event[] = [];
  let found = 0;
  let cursor: string | null = null;
  try {
    do {
      const page = await source.page(query, Math.min(mostAtOnce, limit - found), cursor);
      found += page.items.length;
      if (options.json) for (const event of page.items) terminal.json(event);
      else shown.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor !== null && found < limit);
  } finally {
    await source.close();
  }
  if (!options.json && shown.length > 0) for (const line of tableOf(shown.map(toRow))) terminal.result(line);
  if (found === 0) terminal.say('no event matches');
  else if (cursor !== null) terminal.say('there may be more: --limit shows further ones');
  return exitCodes.ok;
}

export const events: DefineCommand = (terminal, finish) =>
  new Command('events')
    .description('list events, newest first, by a query')
    .argument('[query...]', "such as 'service:ssh risk>=8 after:7d'; nothing means all")
    .option('-n, --limit <count>', 'at most so many', '50')
    .option('--user <email>', 'the account whose events they are, if there are several')
    .option('--url <url>', 'ask the server at this address instead')
    .option('--key <key>', 'with --url: an API key that may read (or set DECOYVERSE_API_KEY)')
    .option('--json', 'print one event a line, as JSON')
    .addHelpText(
      'after',
      `
Put the query into quotation marks, so that the shell leaves it alone; one that begins with a minus sign stands after --.
docs/query-language.md has the language.`,
    )
    .action(finish((words: string[], options: Options) => run(terminal, words, options)));
