import { Command } from 'commander';
import type { DefineCommand } from '../command.ts';
import { type ExitCode, exitCodes, usageError } from '../failure.ts';
import type { SourceOptions } from '../list-source.ts';
import { addSourceOptions } from '../query-arguments.ts';
import { tableOf, timeCell } from '../table.ts';
import type { Terminal } from '../terminal.ts';

interface Options extends SourceOptions {
  json?: boolean;
}

async function run(terminal: Terminal, words: string[], options: Options): Promise<ExitCode> {
  const text = words.join(' ').trim();
  if (text === '' || text.length > 200)
    throw usageError('the text to search for has 1 to 200 characters', 'decoyverse search 203.0.113.9');
  const { openListSource } = await import('../list-source.ts');
  const source = await openListSource(terminal, options);
  try {
    const { groups } = await source.search(text);
    // Pages are the console's.
    const found = groups.filter(({ group }) => group !== 'pages');
    if (options.json) {
      for (const { group, items } of found) for (const item of items) terminal.json({ group, ...item });
    } else if (found.length > 0) {
      const rows = found.flatMap(({ group, items }) =>
        items.map((item) => [
          group,
          item.kind ?? '',
          item.at ? timeCell(item.at) : '',
          item.title,
          item.detail,
        ]),
      );
      for (const line of tableOf(['group', 'kind', 'latest', 'what', 'detail'], rows, 48))
        terminal.result(line);
    }
    if (found.length === 0) terminal.say('nothing found');
  } finally {
    await source.close();
  }
  return exitCodes.ok;
}

export const search: DefineCommand = (terminal, finish) =>
  addSourceOptions(
    new Command('search')
      .description('search incidents, attackers, sessions, nodes, decoys and values at once')
      .argument('<text...>', 'an address, a network, an id, a value or a word'),
    'the account, if there are several',
  )
    .option('--json', 'print one hit a line, as JSON')
    .action(finish((words: string[], options: Options) => run(terminal, words, options)));
