import { Command, Option } from 'commander';
import { formats } from '../../ingest/index.ts';
import type { DefineCommand } from '../command.ts';
import type { ExitCode } from '../failure.ts';
import type { FollowOptions } from '../follow/options.ts';
import type { Terminal } from '../terminal.ts';

async function run(terminal: Terminal, paths: string[], options: FollowOptions): Promise<ExitCode> {
  if (options.check === true) {
    const { check } = await import('../follow/check.ts');
    return await check(terminal, paths, options);
  }
  const { keepFollowerSmall } = await import('../follow/small.ts');
  keepFollowerSmall();
  const { follow } = await import('../follow/run.ts');
  return await follow(terminal, paths, options);
}

const several = (one: string, before: string[] | undefined): string[] => [...(before ?? []), one];

export const followLogs: DefineCommand = (terminal, finish) =>
  new Command('follow')
    .description("follow a sensor's logs and send new records to a server")
    .argument('[path...]', 'logs, patterns in quotation marks, or folders of logs')
    .addOption(
      new Option('-f, --format <format>', 'format of the logs; auto finds it by the fields of each record')
        .choices(['auto', ...formats.map(({ name }) => name)])
        .default('auto'),
    )
    .option('--mapping <file>', 'read the records by this mapping (docs/sensors.md)')
    .option('--journal <unit>', 'follow what this systemd unit prints; may be repeated', several)
    .option(
      '--recordings <folder>',
      'send the terminal recordings that records name from here: Cowrie’s tty folder; may be repeated',
      several,
    )
    .option(
      '--files <folder>',
      "send the files that records name from here: Cowrie’s downloads, Dionaea's binaries; may be repeated",
      several,
    )
    .option('--url <url>', 'address of the server (or set DECOYVERSE_URL)')
    .option('--key <key>', "the node's key (or set DECOYVERSE_NODE_KEY, which no list of processes shows)")
    .option(
      '--state <folder>',
      'where positions are kept (default: $STATE_DIRECTORY, or below ~/.local/state)',
    )
    .option('--new-only', 'skip what the logs contain at the first start')
    .option('--once', 'send what is there, then exit')
    .option('--check', 'show what would be done without changing anything')
    .option('-q, --quiet', 'print errors only')
    .addHelpText(
      'after',
      `
Logs may be rotated by renaming or by copying and emptying, and compressed. While the server is away, logs wait where they
are; positions are kept after the server has stored what is before them, so nothing is lost or sent half, and what is sent
twice is counted once. A line that has not ended waits for its end.

With --recordings and --files, what an accepted record names is sent after it, one file at a time and at most 512 KiB a
second on average: by its name alone, from these folders alone, never through a link. Recordings have at most 4 MiB, files
16 MiB. One that is missing, or not whole by the sum in its record, is looked for ten times; what is not sent is named and counted.

Examples:
  decoyverse follow --check /home/cowrie/cowrie/var/log/cowrie/cowrie.json
  decoyverse follow --url https://decoys.example.org /home/cowrie/cowrie/var/log/cowrie/cowrie.json
  decoyverse follow /data                                    a T-Pot: all JSON logs below the folder
  decoyverse follow --new-only '/var/log/honeypots/*.json'
  decoyverse follow --journal opencanary.service
  decoyverse follow --mapping door.json /var/log/door.log
  decoyverse follow --recordings var/lib/cowrie/tty --files var/lib/cowrie/downloads var/log/cowrie/cowrie.json
  decoyverse follow --once -f heralding log_session.json     as a cron job`,
    )
    .action(finish((paths: string[], options: FollowOptions) => run(terminal, paths, options)));
