/** A condition shown: part by part, or on one line. What it matches may be an attacker's. */
import { useQuery } from '@tanstack/react-query';
import { nodesQuery } from '../../data/queries.ts';
import type { Condition } from '../../data/types.ts';
import { HostileText } from '../../parts/hostile-text.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { suppressionsTexts } from '../../texts/suppressions.ts';
import { useTexts } from '../../texts/texts.ts';
import { listParts, toClock } from './condition.ts';

export interface ConditionPart {
  name: string;
  values: string[];
}

export function useConditionParts(): (condition: Condition) => ConditionPart[] {
  const t = useTexts(suppressionsTexts);
  const attackName = useAttackName();
  const { data: nodes } = useQuery(nodesQuery());
  const shown = (part: (typeof listParts)[number], value: string): string =>
    part === 'attack_types'
      ? attackName(value)
      : part === 'nodes'
        ? (nodes?.find(({ node_id }) => node_id === value)?.name ?? value)
        : value;
  return (condition) => [
    ...listParts.flatMap((part) => {
      const values = condition[part];
      return values?.length
        ? [{ name: t.parts[part], values: values.map((value) => shown(part, value)) }]
        : [];
    }),
    ...(condition.text ? [{ name: t.parts.text, values: [condition.text] }] : []),
    ...(condition.time_of_day
      ? [
          {
            name: t.parts.time_of_day,
            values: [t.timeOfDay(toClock(condition.time_of_day.from), toClock(condition.time_of_day.until))],
          },
        ]
      : []),
    ...(condition.max_risk === undefined
      ? []
      : [{ name: t.parts.max_risk, values: [String(condition.max_risk)] }]),
  ];
}

export const Values = ({ values }: { values: readonly string[] }) => (
  <ul className="flex flex-col gap-0.5">
    {values.map((value) => (
      <li key={value} className="min-w-0">
        <HostileText text={value} limit={300} />
      </li>
    ))}
  </ul>
);
