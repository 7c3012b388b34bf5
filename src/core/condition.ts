/**
 * What a condition on events means: a list of comparisons, all of which must hold. Whoever asks a condition compiles this
 * list: to SQL, to MongoDB, or to the function below. All letters compare without regard to case.
 */
import type { EventCondition } from './query.ts';
import { createHoursTest, type WeekHours } from './week-hours.ts';

export type ConditionField =
  | 'source_ip'
  | 'node_id'
  | 'service'
  | 'attack_type'
  /** The file an agent watched. */
  | 'decoy'
  /** extra.process_name */
  | 'process_name'
  /** Of an agent event its user, of others extra.username. */
  | 'username';

export type Comparison =
  /** The field is one of `values` (lower-case, each once); an absent field is none of them. */
  | { is: 'one-of'; field: ConditionField; values: string[] }
  /** `source_ip` is an address in one of these networks; what cannot be read as an address or network is in none. */
  | { is: 'in-network'; networks: string[] }
  /** One of the texts holds `text` (lower-case). */
  | { is: 'containing'; fields: ['payload', 'activity']; text: string }
  /** The timestamp lies within these hours (week-hours.ts says when). */
  | { is: 'time-of-day'; hours: WeekHours }
  /** The risk score, 0 where there is none, is at most `risk`. */
  | { is: 'risk-at-most'; risk: number };

/** An empty list matches nothing: a rule that hides everything must say so (`networks: ['0.0.0.0/0', '::/0']`). */
export function toComparisons(condition: EventCondition): Comparison[] {
  const comparisons: Comparison[] = [];
  const oneOf = (field: ConditionField, values: readonly string[] | undefined): void => {
    if (!values || values.length === 0) return;
    const lower = new Set(values.map((value) => value.toLowerCase()));
    comparisons.push({ is: 'one-of', field, values: [...lower] });
  };
  oneOf('source_ip', condition.sources);
  if (condition.networks && condition.networks.length > 0)
    comparisons.push({ is: 'in-network', networks: condition.networks });
  oneOf('node_id', condition.nodes);
  oneOf('service', condition.services);
  oneOf('decoy', condition.decoys);
  oneOf('process_name', condition.processes);
  oneOf('username', condition.users);
  oneOf('attack_type', condition.attack_types);
  if (condition.text)
    comparisons.push({
      is: 'containing',
      fields: ['payload', 'activity'],
      text: condition.text.toLowerCase(),
    });
  if (condition.time_of_day) comparisons.push({ is: 'time-of-day', hours: condition.time_of_day });
  if (condition.max_risk !== undefined) comparisons.push({ is: 'risk-at-most', risk: condition.max_risk });
  return comparisons;
}

/** What a comparison looks at. Stored events have it; so has a document that was read in part. */
export interface ConditionSubject {
  source_ip: string;
  node_id: string;
  service: string;
  timestamp: string;
  payload: string;
  activity: string;
  agent: { file_path: string; file_accessed: string; username: string } | null;
  extra: { [key: string]: unknown } | null;
  verdict: { attack_type: string; risk_score: number } | null;
}

const own = (extra: ConditionSubject['extra'], key: string): unknown =>
  extra !== null && Object.hasOwn(extra, key) ? extra[key] : undefined;

const readField: Record<ConditionField, (event: ConditionSubject) => unknown> = {
  source_ip: (event) => event.source_ip,
  node_id: (event) => event.node_id,
  service: (event) => event.service,
  attack_type: (event) => event.verdict?.attack_type,
  decoy: (event) => event.agent && (event.agent.file_path || event.agent.file_accessed),
  process_name: (event) => own(event.extra, 'process_name'),
  username: (event) => event.agent?.username ?? own(event.extra, 'username'),
};

type Test = (event: ConditionSubject) => boolean;

function toTest(one: Comparison, toNetworkTest: ToNetworkTest): Test {
  switch (one.is) {
    case 'one-of': {
      const read = readField[one.field];
      const values = new Set(one.values);
      return (event) => {
        const value = read(event);
        return typeof value === 'string' && values.has(value.toLowerCase());
      };
    }
    case 'in-network': {
      const holds = toNetworkTest(one.networks);
      return (event) => holds(event.source_ip);
    }
    case 'containing':
      return (event) => one.fields.some((field) => event[field].toLowerCase().includes(one.text));
    case 'time-of-day': {
      const isInHours = createHoursTest(one.hours);
      return ({ timestamp }) => isInHours(timestamp);
    }
    case 'risk-at-most':
      return (event) => (event.verdict?.risk_score ?? 0) <= one.risk;
  }
}

/** Makes the test of `in-network`; lib/network.ts has it. */
export type ToNetworkTest = (networks: readonly string[]) => (address: string) => boolean;

/** Whether all comparisons hold; never where there are none. */
export function toMatcher(comparisons: readonly Comparison[], toNetworkTest: ToNetworkTest): Test {
  const tests = comparisons.map((one) => toTest(one, toNetworkTest));
  return tests.length === 0 ? () => false : (event) => tests.every((test) => test(event));
}
