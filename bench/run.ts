/** All benchmarks, one after another (`npm run bench`). Each can also be run alone: node bench/ingest.ts --help. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from './machine.ts';
import { type Report, toMarkdown } from './report.ts';

const names = [
  'start',
  'memory',
  'judge',
  'catalogue',
  'geo',
  'ingest',
  'inputs',
  'notify',
  'queries',
] as const;
/** Only where they are named: they need a browser, a C compiler, or Go and the data sets, or measure a server that is not ours. */
const onDemand = ['console', 'mongo', 'slow-disk', 'coraza'] as const;
const help = `usage: npm run bench [-- NAME… --sizes LIST --write FILE] [-- OPTIONS OF ONE BENCHMARK]

Runs ${names.join(', ')} (default: all), or ${onDemand.join(', ')} where it is named, and prints what they
measured on this machine.
  --sizes LIST  numbers of events for queries (default 10000,1000000,10000000; the first run fills
                the databases, which takes a quarter of an hour and 15 GB in .cache/bench)
  --write FILE  also writes the results as Markdown, such as docs/performance.md
What stands after a second -- is given to the benchmark that is named, which has a --help of its own:
  npm run bench -- console -- --seconds 5
`;

const commandOf = (name: string): string[] => [
  '--disable-warning=ExperimentalWarning',
  join(import.meta.dirname, `${name}.ts`),
];

function runOne(name: string, args: string[]): Promise<Report> {
  const child = spawn(process.execPath, [...commandOf(name), '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(text) as Report);
      else reject(new Error(`bench/${name}.ts ended with ${code}`));
    });
  });
}

const given = process.argv.slice(2);
const end = given.indexOf('--');
const ownArgs = end === -1 ? [] : given.slice(end + 1);
const { values, positionals } = parseArgs({
  args: end === -1 ? given : given.slice(0, end),
  allowPositionals: true,
  options: {
    sizes: { type: 'string' },
    write: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const unknown = positionals.filter((name) => ![...names, ...onDemand].some((known) => known === name));
if (values.help) {
  process.stdout.write(help);
} else if (ownArgs.length > 0 && positionals.length !== 1) {
  process.stderr.write(`options after -- are those of one benchmark: name one\n\n${help}`);
  process.exitCode = 2;
} else if (ownArgs.includes('--help') || ownArgs.includes('-h')) {
  spawn(process.execPath, [...commandOf(positionals[0] ?? ''), '--help'], { stdio: 'inherit' });
} else if (unknown.length > 0) {
  process.stderr.write(`no such benchmark: ${unknown.join(', ')}\n\n${help}`);
  process.exitCode = 2;
} else {
  const parts = [
    '# Performance',
    '',
    'Measured by `npm run bench -- --write docs/performance.md`; run it on the machine that will run DecoyVerse. Figures for MongoDB are not included: they would measure that server.',
    '',
    `Machine: ${machine()}.`,
    '',
  ];
  process.stdout.write(`${machine()}\n\n`);
  for (const name of positionals.length > 0 ? positionals : names) {
    const args = name === 'queries' && values.sizes ? ['--sizes', values.sizes, ...ownArgs] : ownArgs;
    const text = toMarkdown(await runOne(name, args));
    process.stdout.write(`${text}\n`);
    parts.push(text);
  }
  if (values.write) writeFileSync(values.write, `${parts.join('\n').trimEnd()}\n`);
}
