/** How benchmarks are told: as a table for people, as JSON for bench/run.ts. */
import { parseArgs } from 'node:util';
import { machine } from './machine.ts';

export interface Line {
  what: string;
  value: string;
  /** What it must be, in words; and whether it is. */
  must?: string;
  holds?: boolean;
}
export interface Report {
  title: string;
  /** How it was measured. */
  how: string;
  lines: Line[];
}
export interface Bench {
  title: string;
  help: string;
  /** Names and defaults of what may be set on the command line; all are numbers or comma lists. */
  options: Record<string, string>;
  run(options: Record<string, string>): Promise<Report>;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const mid = sorted.length >> 1;
  return sorted.length % 2 ? sorted[mid]! : (sorted[mid - 1]! + sorted[mid]!) / 2;
};
export const whole = (value: number): string => Math.round(value).toLocaleString('en');

export function toMarkdown({ title, how, lines }: Report): string {
  const rows = lines.map(
    ({ what, value, must = '', holds }) =>
      `| ${what} | ${value} | ${must}${holds === undefined ? '' : holds ? ' ✓' : ' ✗'} |`,
  );
  return [`## ${title}`, '', how, '', '| | measured | must be |', '| --- | --- | --- |', ...rows, ''].join(
    '\n',
  );
}

/** Runs a bench file that was called by itself. */
export async function main(bench: Bench): Promise<void> {
  const names = Object.keys(bench.options);
  const { values } = parseArgs({
    options: {
      ...Object.fromEntries(
        names.map((name) => [name, { type: 'string' as const, default: bench.options[name] }]),
      ),
      json: { type: 'boolean' as const, default: false },
      help: { type: 'boolean' as const, short: 'h', default: false },
    },
  });
  if (values.help) {
    const options = names.map((name) => `  --${name} …  (default ${bench.options[name]})`);
    process.stdout.write(`${bench.title}\n\n${bench.help}\n\n${[...options, '  --json'].join('\n')}\n`);
    return;
  }
  const given = Object.fromEntries(
    names.map((name) => [name, String((values as Record<string, unknown>)[name])]),
  );
  if (!values.json) process.stdout.write(`${machine()}\n\n`);
  const report = await bench.run(given);
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${toMarkdown(report)}\n`);
}
