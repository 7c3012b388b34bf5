/**
 * Sums by node and exposure. What is written is one delta for each node and exposure of an hour; the sums of the tenant and
 * of an exposure over all nodes follow from them, so that no event is counted twice on the way. Pure.
 */
import type { RollupDelta } from './effects.ts';
import { exposures } from './exposure.ts';
import { sumRollups } from './sums.ts';

/** The whole tenant. Deltas of versions that kept no parts have it too. */
export const wholeTenant = '';
const anyNode = '*';

/** Node ids are of our making and have no `|`. */
export const rollupPart = (nodeId: string, exposure: string | undefined): string =>
  `${nodeId}|${exposure ?? ''}`;

const exposureIn = (part: string): string => part.slice(part.lastIndexOf('|') + 1);

/** With the sums of each exposure and of the tenant; one delta a target. */
export function withWholes(deltas: readonly RollupDelta[]): RollupDelta[] {
  const all = new Map<string, RollupDelta>();
  const add = (delta: RollupDelta, part: string): void => {
    const key = `${delta.user_id}|${delta.hour}|${part}`;
    const existing = all.get(key);
    all.set(key, existing ? sumRollups(existing, { ...delta, part }) : { ...delta, part });
  };
  for (const delta of deltas) {
    add(delta, wholeTenant);
    if (delta.part === wholeTenant) continue;
    add(delta, delta.part);
    add(delta, rollupPart(anyNode, exposureIn(delta.part)));
  }
  return [...all.values()];
}

/** The parts that add up to what was asked for; null = the whole tenant. `nodes` null = all of them. */
export function partsOf(
  nodes: readonly string[] | null,
  exposure: (typeof exposures)[number] | undefined,
): string[] | null {
  if (nodes === null) return exposure === undefined ? null : [rollupPart(anyNode, exposure)];
  const kinds = exposure === undefined ? [...exposures, undefined] : [exposure];
  return nodes.flatMap((node) => kinds.map((kind) => rollupPart(node, kind)));
}
