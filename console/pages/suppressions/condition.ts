/** A condition as lines of text in a form, and in words. */
import type { Condition, Suppression } from '../../data/types.ts';
import { toLines } from '../../parts/choices.tsx';

/** Parts that are lists of texts, in the order in which they are shown. */
export const listParts = [
  'sources',
  'networks',
  'nodes',
  'services',
  'decoys',
  'processes',
  'users',
  'attack_types',
] as const satisfies readonly (keyof Condition)[];
/** Of those, what the form has as lines; nodes and attack types are chosen from what there is. */
export const lineParts = ['sources', 'networks', 'services', 'users', 'decoys', 'processes'] as const;

export interface ConditionDraft {
  lines: Readonly<Record<(typeof lineParts)[number], string>>;
  nodes: string[];
  attack_types: NonNullable<Condition['attack_types']>;
  text: string;
  /** Empty: any. */
  max_risk: string;
  /** The form does not change it, so it is kept. */
  time_of_day?: Condition['time_of_day'];
}

export const toConditionDraft = (condition: Condition = {}): ConditionDraft => ({
  lines: {
    sources: condition.sources?.join('\n') ?? '',
    networks: condition.networks?.join('\n') ?? '',
    services: condition.services?.join('\n') ?? '',
    users: condition.users?.join('\n') ?? '',
    decoys: condition.decoys?.join('\n') ?? '',
    processes: condition.processes?.join('\n') ?? '',
  },
  nodes: condition.nodes ?? [],
  attack_types: condition.attack_types ?? [],
  text: condition.text ?? '',
  max_risk: condition.max_risk === undefined ? '' : String(condition.max_risk),
  ...(condition.time_of_day ? { time_of_day: condition.time_of_day } : {}),
});

/** Without what limits nothing; `{}` where nothing was said. */
export function toCondition(draft: ConditionDraft): Condition {
  const condition: { -readonly [Part in keyof Condition]: Condition[Part] } = {};
  for (const part of lineParts) {
    const lines = toLines(draft.lines[part]);
    if (lines.length > 0) condition[part] = lines;
  }
  if (draft.nodes.length > 0) condition.nodes = draft.nodes;
  if (draft.attack_types.length > 0) condition.attack_types = draft.attack_types;
  if (draft.text !== '') condition.text = draft.text;
  if (draft.max_risk !== '') condition.max_risk = Number(draft.max_risk);
  if (draft.time_of_day) condition.time_of_day = draft.time_of_day;
  return condition;
}

/** `90` → `01:30`. */
export const toClock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

export const suppressionStates = ['enabled', 'disabled', 'expired'] as const;
export const suppressionState = ({ enabled, expired }: Suppression): (typeof suppressionStates)[number] =>
  expired ? 'expired' : enabled ? 'enabled' : 'disabled';
