/** A suppression rule's condition as the parts that people keep or take away. */
import type { AlertView, EventCondition } from '../data/types.ts';

/** The parts that the console suggests and shows. */
export const conditionParts = [
  'sources',
  'networks',
  'nodes',
  'services',
  'attack_types',
  'max_risk',
  'processes',
  'users',
  'decoys',
  'text',
] as const satisfies (keyof EventCondition)[];
export type ConditionPart = (typeof conditionParts)[number];

const textOf = (extra: unknown, name: string): string | null => {
  if (typeof extra !== 'object' || extra === null) return null;
  const value: unknown = Object.entries(extra).find(([key]) => key === name)?.[1];
  return typeof value === 'string' && value !== '' && value.length <= 255 ? value : null;
};

/** The narrowest rule that this alert meets: what a verdict on it would suggest. `user`: the agent's, where it has one. */
export function toCondition(alert: AlertView, user: string | null): EventCondition {
  const process = textOf(alert.extra, 'process_name');
  const name = user ?? textOf(alert.extra, 'username');
  return {
    sources: [alert.source_ip],
    nodes: [alert.node_id],
    services: [alert.service],
    attack_types: [alert.attack_type],
    max_risk: alert.risk_score,
    ...(process === null ? {} : { processes: [process] }),
    ...(name === null || name === '' ? {} : { users: [name] }),
    ...(alert.related_decoy ? { decoys: [alert.related_decoy] } : {}),
  };
}

export const valuesOf = (condition: EventCondition, part: ConditionPart): readonly string[] => {
  const value = condition[part];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [String(value)];
};

/** The condition without the parts that were taken away. */
export const keepParts = (condition: EventCondition, dropped: ReadonlySet<ConditionPart>): EventCondition =>
  Object.fromEntries(
    Object.entries(condition).filter(([part]) => !(dropped as ReadonlySet<string>).has(part)),
  );

/** Whether it would also hide what sources do that nobody has looked at. */
export const isWide = ({ sources, networks, nodes }: EventCondition): boolean =>
  [sources, networks, nodes].every((part) => part === undefined || part.length === 0);

/** Whether the server asks for an end: it could hide risk 9 or 10, or names no source, node or decoy. */
export const needsEnd = (condition: EventCondition): boolean =>
  (condition.max_risk ?? 10) >= 9 || (isWide(condition) && (condition.decoys ?? []).length === 0);
