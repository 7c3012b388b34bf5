import { Argument, Command, Option } from 'commander';
import type { TopOf } from '../../cases/top.ts';
import { countedBy, type TopList } from '../../contract/activity.ts';
import { type Exposure, exposures } from '../../core/exposure.ts';
import type { DefineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../failure.ts';
import type { SourceOptions } from '../list-source.ts';
import { addSourceOptions, limitOf, rangeOf } from '../query-arguments.ts';
import { tableOf } from '../table.ts';
import { countText, type Terminal } from '../terminal.ts';

interface Options extends SourceOptions {
  from?: string;
  to?: string;
  node?: string;
  group?: string;
  exposure?: Exposure;
  limit: string;
  json?: boolean;
}

/** Whose they are is a column where it is known of one of them. */
function toTable(of: TopOf, items: TopList['items']): string[] {
  const rows = items.map(({ name, events, asset }) => [
    countText(events),
    name,
    [asset?.name, asset?.owner, asset?.location].filter((one) => one).join(', '),
  ]);
  const isKnown = rows.some(([, , whose]) => whose !== '');
  return isKnown
    ? tableOf(['events', of, 'whose'], rows)
    : tableOf(
        ['events', of],
        rows.map((row) => row.slice(0, 2)),
      );
}

async function run(terminal: Terminal, of: TopOf, options: Options): Promise<ExitCode> {
  const asked = {
    ...rangeOf(options),
    node_id: options.node,
    group_id: options.group,
    exposure: options.exposure,
    limit: limitOf(options.limit, 'names'),
  };
  const { openListSource } = await import('../list-source.ts');
  const source = await openListSource(terminal, options);
  try {
    const { items, missed } = await source.top(of, asked);
    if (options.json) for (const item of items) terminal.json(item);
    else if (items.length > 0) for (const line of toTable(of, items)) terminal.result(line);
    if (items.length === 0) terminal.say('no event in this time');
    if (missed > 0) terminal.say(`each may have had ${countText(missed)} events more`);
  } finally {
    await source.close();
  }
  return exitCodes.ok;
}

export const top: DefineCommand = (terminal, finish) =>
  addSourceOptions(
    new Command('top')
      .description('the most frequent sources, services, countries, …')
      .addArgument(
        new Argument('[of]', 'what is counted').choices([...countedBy, 'source']).default('source'),
      )
      .option('--from <time>', 'not before the hour of this time (default: a day before --to)')
      .option('--to <time>', 'up to the hour of this time (default: now)')
      .option('--node <id>', 'events of this node')
      .option('--group <id>', 'events of the nodes that are in this group now')
      .addOption(new Option('--exposure <exposure>', 'events inside or on the internet').choices(exposures))
      .option('-n, --limit <count>', 'maximum number of rows', '10'),
    'the account, if there are several',
  )
    .option('--json', 'print one name a line, as JSON')
    .action(finish((of: TopOf, options: Options) => run(terminal, of, options)));
