/** Filters that several lists have, and the names of nodes. */
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { nodesQuery } from '../data/queries.ts';
import { attackTypes } from '../data/types.ts';
import { useAttackName } from '../texts/attack-types.ts';
import type { FilterField } from './filter-bar.tsx';

/** A node's name by its id; the id itself where the node is unknown, or not read yet. */
export function useNodeName(): (id: string) => string {
  const { data: nodes } = useQuery(nodesQuery());
  return useCallback((id) => nodes?.find(({ node_id }) => node_id === id)?.name ?? id, [nodes]);
}

export function useNodeField(label: string): FilterField {
  const { data: nodes } = useQuery(nodesQuery());
  return {
    name: 'node_id',
    label,
    show: useNodeName(),
    options: nodes?.map(({ node_id, name }) => ({ value: node_id, label: name })),
  };
}

/** `name`: of the parameter in the address. */
export function useTypeField(name: 'type' | 'attack_type', label: string): FilterField {
  const attackName = useAttackName();
  return { name, label, options: attackTypes.map((value) => ({ value, label: attackName(value) })) };
}

export const riskField = (label: string): FilterField => ({
  name: 'min_risk',
  label,
  options: ['2', '4', '7', '9'].map((value) => ({ value, label: value })),
});
