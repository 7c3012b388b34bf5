import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Argument, Command, Option } from 'commander';
import { type BoundName, boundsOf, type ListBounds } from '../../cases/list-bounds.ts';
import { type ListName, queryFieldsOf } from '../../cases/lists.ts';
import { modelOf } from '../../contract/list-models.ts';
import { observableSorts } from '../../contract/observable.ts';
import { tableColumns, toTableRow } from '../../contract/table.ts';
import { exposures } from '../../core/exposure.ts';
import { type ObservableKind, observableKinds } from '../../core/observable.ts';
import { toCsvCell } from '../../lib/csv.ts';
import type { DefineCommand } from '../command.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../failure.ts';
import { remoteOf, type SourceOptions } from '../list-source.ts';
import { addSourceOptions, checkQuery, rangeOf } from '../query-arguments.ts';
import { countText, jsonLine, type Terminal } from '../terminal.ts';

interface Options extends SourceOptions, Pick<ListBounds, 'exposure' | 'sort'> {
  from?: string;
  to?: string;
  node?: string;
  group?: string;
  format: 'csv' | 'ndjson';
  kind?: ObservableKind;
  output?: string;
}
interface Asked {
  name: ListName;
  q: string;
  kind: ObservableKind | undefined;
  format: 'csv' | 'ndjson';
  bounds: ListBounds;
}

const optionOf: Readonly<Record<BoundName, string>> = {
  from: '--from',
  to: '--to',
  node_id: '--node',
  group_id: '--group',
  exposure: '--exposure',
  sort: '--sort',
};

/** Throws a usage error for what the list does not have. */
function boundsFor(name: ListName, options: Options): ListBounds {
  const given: ListBounds = {
    ...rangeOf(options),
    node_id: options.node,
    group_id: options.group,
    exposure: options.exposure,
    sort: options.sort,
  };
  const known: readonly BoundName[] = boundsOf[name];
  for (const bound of Object.keys(given) as BoundName[])
    if (given[bound] !== undefined && !known.includes(bound))
      throw usageError(
        `${name} have no ${optionOf[bound]}`,
        `what they have: ${known.map((one) => optionOf[one]).join(', ')}`,
      );
  return given;
}

const lists = Object.keys(modelOf) as ListName[];
const mostAtOnce = 200;

/** Lines as the server's export has them. */
async function* localLines(terminal: Terminal, { name, q, kind, format, bounds }: Asked, options: Options) {
  const { openListSource } = await import('../list-source.ts');
  const source = await openListSource(terminal, options);
  try {
    const columns = tableColumns(modelOf[name]);
    if (format === 'csv') yield `${columns.join(',')}\r\n`;
    let cursor: string | null = null;
    do {
      const page = await source.page(name, { q, kind, ...bounds }, mostAtOnce, cursor);
      for (const item of page.items)
        yield format === 'csv'
          ? `${toTableRow(item, columns).map(toCsvCell).join(',')}\r\n`
          : `${jsonLine(item)}\n`;
      cursor = page.next_cursor;
    } while (cursor !== null);
  } finally {
    await source.close();
  }
}

/** The server's own file, passed on as it comes. */
async function* remoteLines(terminal: Terminal, { name, q, kind, format, bounds }: Asked, options: Options) {
  const { url, key } = remoteOf(terminal, options);
  const given = Object.entries(bounds).filter((one): one is [string, string] => one[1] !== undefined);
  const asked = new URLSearchParams({
    format,
    ...(q === '' ? {} : { q }),
    ...(kind ? { kind } : {}),
    ...Object.fromEntries(given),
  });
  let answer: Response;
  try {
    answer = await fetch(new URL(`/api/${name}/export?${asked}`, url), {
      headers: { authorization: `Bearer ${key}` },
      redirect: 'error',
    });
  } catch (cause) {
    throw new CliError(`no answer from ${url}`, { hint: 'check --url', cause });
  }
  if (!answer.ok || answer.body === null) {
    const problem = (await answer.json().catch(() => null)) as { detail?: unknown } | null;
    throw new CliError(
      `${answer.status}${typeof problem?.detail === 'string' ? `: ${problem.detail}` : ''}`,
      {
        hint: [401, 403].includes(answer.status)
          ? 'check --key: an API key with the scope read'
          : 'check --url',
      },
    );
  }
  yield* answer.body.pipeThrough(new TextDecoderStream());
}

async function run(terminal: Terminal, name: ListName, words: string[], options: Options): Promise<ExitCode> {
  const q = words.join(' ');
  const fields = queryFieldsOf[name];
  if (fields !== null) checkQuery(q, fields);
  else if (q !== '' && name !== 'observables')
    throw usageError(`${name} take no query`, `decoyverse export ${name} --from 2026-11-01`);
  if ((name === 'observables') !== (options.kind !== undefined))
    throw usageError(
      '--kind belongs to observables, which need one',
      'decoyverse export observables --kind url',
    );
  const asked: Asked = {
    name,
    q,
    kind: options.kind,
    format: options.format,
    bounds: boundsFor(name, options),
  };
  const isLocal = options.url === undefined && options.key === undefined;
  const lines = isLocal ? localLines(terminal, asked, options) : remoteLines(terminal, asked, options);
  const file = options.output === undefined ? null : resolve(terminal.folder, options.output);
  let ends = 0;
  const counted = async function* (): AsyncGenerator<string, void, undefined> {
    for await (const line of lines) {
      for (let at = line.indexOf('\n'); at >= 0; at = line.indexOf('\n', at + 1)) ends += 1;
      yield line;
    }
  };
  try {
    if (file === null) {
      await pipeline(counted, terminal.stdout, { end: false });
    } else {
      // What was captured is nobody else's business. Opened before anything is read: a file that exists ends it at once.
      const handle = await open(file, 'wx', 0o600);
      await pipeline(counted, handle.createWriteStream());
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new CliError(`${options.output} exists`, { hint: 'name another file' });
    if (code === undefined || error instanceof CliError || file === null) throw error;
    throw new CliError(`${options.output} cannot be written: ${code}`);
  }
  if (file !== null) terminal.say(`${countText(ends)} lines in ${options.output}`);
  return exitCodes.ok;
}

export const exportList: DefineCommand = (terminal, finish) =>
  addSourceOptions(
    new Command('export')
      .description('write a complete list to a file or standard output, as CSV or NDJSON')
      .addArgument(new Argument('<list>', 'what is written').choices(lists))
      .argument(
        '[query...]',
        'only records that match (docs/query-language.md); for observables, part of the value',
      )
      .addOption(new Option('--format <format>', 'of the file').choices(['csv', 'ndjson']).default('ndjson'))
      .addOption(new Option('--kind <kind>', 'of observables').choices(observableKinds))
      .option('--from <time>', 'not before, as in the list')
      .option('--to <time>', 'before, as in the list')
      .option('--node <id>', 'of this node')
      .option('--group <id>', 'of the nodes that are in this group now')
      .addOption(new Option('--exposure <exposure>', 'inside or on the internet').choices(exposures))
      .addOption(new Option('--sort <order>', 'of observables').choices(observableSorts))
      .option('-o, --output <file>', 'write to this file, which must not exist yet'),
    'the account, if there are several',
  )
    .addHelpText(
      'after',
      '\nPasswords that look like a person’s are masked. CSV is safe to open in a spreadsheet.',
    )
    .action(
      finish((name: ListName, words: string[], options: Options) => run(terminal, name, words, options)),
    );
