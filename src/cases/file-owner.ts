/** Whose a recording or a captured file is, where it came with the key of a node behind which several sensors report. */
import { hash } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import type { NodeRecord } from '../core/node.ts';
import type { TenantStore } from '../core/store.ts';
import { isRelay, subNodeId } from '../core/sub-node.ts';
import { sensorNameOf } from '../ingest/sensor-name.ts';

const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** Its sensor's, where that is named; otherwise that of the one that has the session, of several the latest. */
async function findSubNode(
  tenant: Pick<TenantStore, 'subNodes' | 'session'>,
  parent: NodeRecord,
  { session, sensor }: { session: string | null; sensor: string },
): Promise<NodeRecord | null> {
  const all = await tenant.subNodes(parent.node_id);
  const name = sensorNameOf({ sensor_name: sensor });
  const id = name === '' ? '' : subNodeId(parent.node_id, name, sha256);
  const named = all.find(({ node_id }) => node_id === id);
  if (named !== undefined) return named;
  if (session === null || (await tenant.session(parent.node_id, session)) !== null) return null;
  const found = await Promise.all(
    all.map(async (node) => ({ node, state: await tenant.session(node.node_id, session) })),
  );
  const latest = (one: (typeof found)[number]): string => one.state?.last_at ?? '';
  const best = found.reduce<(typeof found)[number] | null>(
    (before, one) => (latest(one) > (before === null ? '' : latest(before)) ? one : before),
    null,
  );
  return best?.node ?? null;
}

/** The id of the node that it is filed under. Throws `forbidden` where that is a sensor that was made inactive. */
export async function ownerOfFile(
  tenant: Pick<TenantStore, 'subNodes' | 'session'>,
  node: NodeRecord,
  from: { session: string | null; sensor: string },
): Promise<string> {
  if (!isRelay(node)) return node.node_id;
  const own = await findSubNode(tenant, node, from);
  if (own !== null && own.status !== 'active') throw new AppError('forbidden', 'This node is inactive');
  return own?.node_id ?? node.node_id;
}
