import { Command, Option } from 'commander';
import type { StoredEvent } from '../../core/event.ts';
import type { Page } from '../../core/query.ts';
import type { DefineCommand } from '../command.ts';
import type { Account, Admin, JudgedAlert } from '../control/admin.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../failure.ts';
import { readLocalConfig } from '../installation.ts';
import { hasDatabase } from '../local-store.ts';
import { countText, type Terminal } from '../terminal.ts';

interface Options {
  mine?: boolean;
  shadow?: string;
  events: string;
  json?: boolean;
}

/** Up to `limit` items, in page order. */
async function collect<T>(limit: number, page: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const found: Page<T> = await page(cursor);
    items.push(...found.items.slice(0, limit - items.length));
    cursor = found.next_cursor;
  } while (cursor !== null && items.length < limit);
  return items;
}

async function mine(
  terminal: Terminal,
  admin: Admin,
  accounts: readonly Account[],
  { json }: Options,
): Promise<void> {
  const { toPrecision } = await import('../../score/precision.ts');
  const alerts: JudgedAlert[] = [];
  for (const { id } of accounts)
    alerts.push(...(await collect(1_000_000, (cursor) => admin.judged(id, cursor))));
  const { all, by_type } = toPrecision(alerts);
  if (json) return terminal.json({ all, by_type });
  if (all.judged === 0) return terminal.result('no alert has a verdict yet');
  const line = (name: string, counts: typeof all): string =>
    `${name.padEnd(26)} ${counts.precision === null ? '    –' : `${(counts.precision * 100).toFixed(1).padStart(5)} %`}  attack ${countText(counts.attack)}, harmless ${countText(counts.harmless)}, expected ${countText(counts.expected)}`;
  terminal.result(line('precision', all));
  for (const [type, counts] of Object.entries(by_type)) terminal.result(line(type, counts));
}

async function shadow(
  terminal: Terminal,
  admin: Admin,
  accounts: readonly Account[],
  shadowFolder: string,
  { events, json }: Options,
): Promise<void> {
  const limit = /^[1-9]\d{0,6}$/.test(events) ? Number(events) : Number.NaN;
  if (Number.isNaN(limit)) throw usageError('--events must be a whole number', 'from 1 to 9999999');
  const { openLocalScorer } = await import('../../score/local.ts');
  const { createScoreStream } = await import('../../score/stream.ts');
  const scorer = openLocalScorer({
    shadowFolder,
    onWarning: (message) => {
      throw new CliError(message, { hint: 'the folder must contain payload.bin and shell.bin' });
    },
  });
  for (const { id } of accounts) {
    const latest = await collect<StoredEvent>(limit, (cursor) => admin.events(id, cursor));
    const stream = createScoreStream({ scorer });
    for (const event of latest.reverse()) stream.take(event);
  }
  const counters = Object.entries(scorer.counters()).filter(([name]) => name.startsWith('shadow_'));
  if (json) return terminal.json(Object.fromEntries(counters));
  for (const [name, value] of counters)
    terminal.result(`${name.replace('shadow_', '').replaceAll('_', ' ').padEnd(18)} ${countText(value)}`);
}

async function run(terminal: Terminal, options: Options): Promise<ExitCode> {
  if (options.mine !== true && options.shadow === undefined)
    throw usageError('nothing to evaluate', 'pass --mine or --shadow FOLDER');
  const config = readLocalConfig(terminal);
  if (!hasDatabase(config))
    throw new CliError('there are no events yet', { hint: 'start the server first: decoyverse up' });
  const { openAdmin } = await import('../control/connect.ts');
  const admin = await openAdmin(terminal, config);
  try {
    const accounts = await admin.accounts(10_000);
    if (options.mine) await mine(terminal, admin, accounts, options);
    if (options.shadow !== undefined) await shadow(terminal, admin, accounts, options.shadow, options);
  } finally {
    await admin.close();
  }
  return exitCodes.ok;
}

export const evaluate: DefineCommand = (terminal, finish) =>
  new Command('eval')
    .description('evaluate the scorer against your own verdicts, or compare a new model with the current one')
    .option('--mine', 'precision, by the verdicts that people gave on alerts')
    .option('--shadow <folder>', 'also score stored events with the models in this folder, and compare')
    .addOption(
      new Option('--events <count>', 'for --shadow: number of latest events to score per account').default(
        '20000',
      ),
    )
    .option('--json', 'print the result as JSON')
    .action(finish((options: Options) => run(terminal, options)));
