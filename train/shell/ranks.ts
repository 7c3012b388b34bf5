/** Rank correlation, and the events that experts' rules are turned into to compare severities. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { dataFile } from '../data-sets.ts';

function ranksOf(values: readonly number[]): number[] {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && order[to]!.value === order[from]!.value) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at]!.at] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

/** Spearman's rank correlation, ties at their mean rank; NaN where one side never changes. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranksOf(a), ranksOf(b)];
  const mean = (x.length - 1) / 2;
  let [both, left, right] = [0, 0, 0];
  for (const [at, rank] of x.entries()) {
    both += (rank - mean) * (y[at]! - mean);
    left += (rank - mean) ** 2;
    right += (y[at]! - mean) ** 2;
  }
  return both / Math.sqrt(left * right);
}

export interface Graded {
  service: string;
  activity: string;
  payload: string;
  /** Wazuh: 0–15. Sigma: 0 informational – 4 critical. */
  level: number;
}

type Row = Record<string, unknown>;
const rows = (text: string): Row[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

/** Lines that must match the rule, as they stand; made-up decoder tests (`test_…`) say nothing of severity. */
export function wazuhLines(dataFolder: string): Graded[] {
  const file = dataFile(dataFolder, 'rule_labelled_logs', 'wazuh_levels_dev.jsonl');
  return rows(readFileSync(file, 'utf8')).flatMap((row) =>
    String(row.file).startsWith('test_')
      ? []
      : (row.lines as { expect: string; text: string }[])
          .filter(({ expect }) => expect === 'pass')
          .map(({ text }) => ({
            service: String(row.file).slice(0, 50),
            activity: 'log line',
            payload: text,
            level: Number(row.alert),
          })),
  );
}

const levels = ['informational', 'low', 'medium', 'high', 'critical'];

/** The least command line that a Linux process rule would fire on: image, and the first of what it must contain. */
function toCommand(detection: Row): string | null {
  let image = '';
  const parts: string[] = [];
  const args = new Map<string, string>();
  const first = (value: unknown): string => String(Array.isArray(value) ? value[0] : value);
  for (const [name, given] of Object.entries(detection)) {
    if (name === 'condition' || name.startsWith('filter')) continue;
    const selection = Array.isArray(given) ? given[0] : given;
    if (typeof selection !== 'object' || selection === null) continue;
    for (const [key, value] of Object.entries(selection as Row)) {
      const [field = '', ...how] = key.split('|');
      if (field === 'Image' && image === '') image = first(value).replace(/^.*\//, '');
      else if (field === 'CommandLine' && !how.includes('re'))
        parts.push(...(how.includes('all') && Array.isArray(value) ? value.map(String) : [first(value)]));
      else if (/^a\d$/.test(field)) args.set(field, first(value));
    }
  }
  if (args.size > 0)
    return [...args.keys()]
      .sort()
      .map((key) => args.get(key)!)
      .join(' ');
  const line = [image, ...parts.map((part) => part.trim())].filter((part) => part !== '').join(' ');
  return line.length < 2 ? null : line;
}

/** Sigma rules about Linux processes that have a detection body, as command lines of an endpoint. */
export function sigmaCommands(dataFolder: string): Graded[] {
  const file = dataFile(dataFolder, 'sigma_attack_meta', 'sigma_rules_index.jsonl.gz');
  return rows(gunzipSync(readFileSync(file)).toString('utf8')).flatMap((row) => {
    const source = row.logsource as Row | null;
    if (!row.detection || source?.product !== 'linux') return [];
    const payload = toCommand(row.detection as Row);
    return payload === null
      ? []
      : [{ service: 'endpoint', activity: 'command', payload, level: levels.indexOf(String(row.level)) }];
  });
}
