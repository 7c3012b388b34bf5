/** What judging one event costs: sign-ins, payloads of 2 kB of every kind, and texts of 10 kB made to be dear. */
import { emptyHistory } from '../src/core/history.ts';
import type { ScoreInput } from '../src/core/scorer.ts';
import { openLocalScorer } from '../src/score/local.ts';
import { createRandom } from './events.ts';
import { type Kind, kindsOf } from './payloads.ts';
import { type Bench, type Line, main, median, type Report } from './report.ts';

const toInput = ({ event, service }: Kind, payload: string): ScoreInput => ({
  event: {
    kind: event,
    collection: 'honeypot_logs',
    event_id: null,
    timestamp: '2026-11-25T08:00:00.000Z',
    service,
    source_ip: '203.0.113.9',
    activity: event,
    payload,
    extra: null,
    session: null,
    agent: null,
  },
  history: emptyHistory,
  session: null,
  baseline: null,
});

const micros = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} µs`;

/** CPU time of this process, its compiler and collector included, for one event; medians over groups of events. */
function measure(
  judge: (input: ScoreInput) => unknown,
  inputs: readonly ScoreInput[],
  groups: number,
): number {
  const size = Math.ceil(inputs.length / groups);
  const costs: number[] = [];
  for (let from = 0; from < inputs.length; from += size) {
    const group = inputs.slice(from, from + size);
    const before = process.cpuUsage();
    for (const input of group) judge(input);
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / group.length);
  }
  return median(costs);
}

async function run(options: Record<string, string>): Promise<Report> {
  const each = Number(options.each);
  const scorer = openLocalScorer({ onWarning: (message) => process.stderr.write(`${message}\n`) });
  const kinds = kindsOf();
  const made = (seed: number, length: number, count: number): ScoreInput[][] =>
    kinds.map((kind, at) => {
      const random = createRandom(seed * 1000 + at);
      return Array.from({ length: count }, () => toInput(kind, kind.make(random, length)));
    });
  // Warm on other texts of the same kinds, kinds in turn, as a server meets them.
  const warm = made(1, 2048, each);
  for (let turn = 0; turn < each; turn += 1) for (const inputs of warm) scorer.judge(inputs[turn]!);
  const small = made(2, 2048, each);
  const large = made(3, 10_240, Math.ceil(each / 4));
  const costs = small.map((inputs) => measure(scorer.judge, inputs, 20));
  const largeCosts = large.map((inputs) => measure(scorer.judge, inputs, 10));
  const lines: Line[] = kinds.map(({ name, isHostile, isShort }, at) => ({
    what: name,
    value: isShort ? micros(costs[at]!) : `${micros(costs[at]!)}; of 10 kB ${micros(largeCosts[at]!)}`,
    ...(isHostile
      ? {}
      : isShort
        ? { must: '< 20 µs', holds: costs[at]! < 20 }
        : { must: '< 100 µs', holds: costs[at]! < 100 }),
  }));
  const whole = median(costs.filter((_, at) => kinds[at]!.isShort !== true));
  lines.push({
    what: 'median of all kinds of 2 kB',
    value: micros(whole),
    must: '< 100 µs',
    holds: whole < 100,
  });
  return {
    title: 'Judging',
    how: `CPU time of the process for one event, rules and models together: the median of 20 groups of ${Math.ceil(each / 20)} events, no text the same as another, after ${each} others of each kind. Payloads are of 2,048 characters.`,
    lines,
  };
}

export const bench: Bench = {
  title: 'Judging',
  help: 'Judges texts of many kinds in process, without a server or a store.',
  options: { each: '1500' },
  run,
};

if (import.meta.main) await main(bench);
