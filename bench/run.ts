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
const help = `usage: npm run bench [-- NAME… --sizes LIST --write FILE]

Runs ${names.join(', ')} (default: all), or ${onDemand.join(', ')} where it is named, and prints what they
measured on this machine.
  --sizes LIST  numbers of events for queries (default 10000,1000000,10000000; the first run fills
                the databases, which takes a quarter of an hour and 15 GB in .cache/bench)
  --write FILE  also writes the results as Markdown, such as docs/performance.md
Options of one benchmark alone: node --disable-warning=ExperimentalWarning bench/ingest.ts --help
`;

function runOne(name: string, args: string[]): Promise<Report> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, `${name}.ts`), '--json', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
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

const { values, positionals } = parseArgs({
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
    const args = name === 'queries' && values.sizes ? ['--sizes', values.sizes] : [];
    const text = toMarkdown(await runOne(name, args));
    process.stdout.write(`${text}\n`);
    parts.push(text);
  }
  if (values.write) writeFileSync(values.write, `${parts.join('\n').trimEnd()}\n`);
}
