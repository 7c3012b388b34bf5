/** Whole records of every noun, of which a case names only what it is about. */
import { randomBytes } from 'node:crypto';
import {
  type Alert,
  type Incident,
  type IncidentFold,
  type Judgement,
  noTouches,
} from '../../../../src/core/alert.ts';
import type { ProfileDelta } from '../../../../src/core/attacker.ts';
import type { Notice } from '../../../../src/core/channel.ts';
import type { Decoy } from '../../../../src/core/decoy.ts';
import type { Delivery } from '../../../../src/core/delivery.ts';
import {
  type Context,
  type ContextRequest,
  type Effects,
  noEffects,
  type RecordOutcome,
  type RollupDelta,
} from '../../../../src/core/effects.ts';
import type { StoredEvent } from '../../../../src/core/event.ts';
import type { SessionState, WindowCounts } from '../../../../src/core/history.ts';
import type { NodeRecord } from '../../../../src/core/node.ts';
import type { Doc, JournalEntry } from '../../../../src/core/query.ts';
import type { Store } from '../../../../src/core/store.ts';
import type { User } from '../../../../src/core/user.ts';
import type { Verdict } from '../../../../src/core/verdict.ts';

export const fresh = (prefix: string): string => `${prefix}-${randomBytes(8).toString('hex')}`;
export const newTenant = (): string => fresh('user');

/** Minute `at` of a morning; whole seconds and milliseconds where given. */
export const time = (minute: number, second = 0, ms = 0): string =>
  new Date(Date.UTC(2026, 9, 5, 8, minute, second, ms)).toISOString();

export const makeVerdict = (given: Partial<Verdict> = {}): Verdict => ({
  attack_type: 'BruteForce',
  risk_score: 5,
  confidence: 0.75,
  is_anomaly: false,
  anomaly_score: 0.25,
  reasons: ['many failed logins'],
  evidence: [{ reason: 0, field: 'payload', text: 'root' }],
  tactics: ['Credential Access'],
  techniques: ['T1110.001'],
  scored_by: 'local',
  model: '2026.11.1',
  ...given,
});

export const makeEvent = (given: Partial<StoredEvent> & { user_id: string }): StoredEvent => ({
  kind: 'login.failed',
  collection: 'honeypot_logs',
  event_id: null,
  timestamp: time(0),
  service: 'ssh',
  source_ip: '203.0.113.7',
  activity: 'login attempt',
  payload: 'root:123456',
  extra: { username: 'root' },
  session: null,
  agent: null,
  node_id: 'node-1',
  log_id: fresh('log'),
  received_at: time(1),
  place: null,
  state: 'done',
  verdict: makeVerdict(),
  alert_id: null,
  alert_created: false,
  suppressed_by: null,
  ...given,
});

export const makeAgentEvent = (given: Partial<StoredEvent> & { user_id: string }): StoredEvent =>
  makeEvent({
    kind: 'file.opened',
    collection: 'agent_events',
    service: 'endpoint_agent',
    source_ip: 'pc-17',
    activity: 'ACCESSED',
    payload: 'passwords.xlsx',
    extra: { process_name: 'excel.exe' },
    agent: {
      hostname: 'pc-17',
      username: 'eve',
      file_accessed: 'passwords.xlsx',
      file_path: 'C:\\Users\\eve\\passwords.xlsx',
      action: 'ACCESSED',
      severity: 'HIGH',
      alert_type: 'decoy_access',
    },
    ...given,
  });

const judgement = (): Judgement => {
  const { anomaly_score: _, ...rest } = makeVerdict({ risk_score: 8 });
  return { ...rest, protocol: null, vulnerability: null };
};

export const makeAlert = (given: Partial<Alert> & { user_id: string }): Alert => ({
  ...judgement(),
  alert_id: fresh('ALERT'),
  node_id: 'node-1',
  timestamp: time(0),
  last_seen: time(0),
  source_ip: '203.0.113.7',
  service: 'ssh',
  activity: 'login attempt',
  payload: 'root:123456',
  extra: { session: 'a1' },
  session: null,
  related_decoy: null,
  event_count: 1,
  status: 'open',
  notified: true,
  incident_id: 'inc-1',
  merged_from: null,
  human_verdict: null,
  ...given,
});

export const makeIncident = (given: Partial<Incident> & { user_id: string }): Incident => {
  const id = given.incident_id ?? fresh('inc');
  return {
    ...judgement(),
    incident_id: id,
    group_key: 'source:203.0.113.7',
    open_key: `${given.user_id}|source:${id}`,
    title: '203.0.113.7 is guessing passwords on ssh of gate',
    source_ip: '203.0.113.7',
    service: 'ssh',
    node_id: 'node-1',
    related_decoy: null,
    first_seen: time(0),
    last_seen: time(0),
    active_at: given.last_seen ?? time(0),
    resumed_at: null,
    snooze: null,
    merged_into: null,
    merge: null,
    merged: [],
    seen: [],
    event_count: 1,
    alert_count: 1,
    status: 'open',
    assignee: null,
    human_verdict: null,
    opened_at: time(1),
    acknowledged_at: null,
    resolved_at: null,
    notified_risk: 8,
    notified_types: ['BruteForce'],
    notifications: 1,
    throttled: false,
    touched: { ...noTouches(), nodes: [given.node_id ?? 'node-1'] },
    notified_channels: {},
    key_steps: [],
    escalated_at: null,
    version: 1,
    ...given,
  };
};

export const makeIncidentFold = (
  given: Partial<IncidentFold> & Pick<IncidentFold, 'user_id' | 'incident_id'>,
): IncidentFold => ({
  events: 1,
  alerts: 0,
  first_seen: given.last_seen ?? time(0),
  last_seen: time(0),
  active_at: given.last_seen ?? time(0),
  resumed_at: null,
  worse: null,
  touched: null,
  notified: null,
  key_steps: null,
  ...given,
});

export const makeSession = (given: Partial<SessionState> & { user_id: string }): SessionState => ({
  node_id: 'node-1',
  session: fresh('s'),
  source_ip: '203.0.113.7',
  service: 'ssh',
  started_at: time(0),
  last_at: time(0),
  events: 1,
  failed_logins: 1,
  succeeded_logins: 0,
  commands: 0,
  risk_score: 3,
  attack_type: 'BruteForce',
  exposure: 'internet',
  story: [{ kind: 'login.failed', text: 'root:123456', tactic: 'Credential Access' }],
  memo: { tries: 1 },
  alert_id: null,
  version: 1,
  ...given,
});

export const makeUser = (given: Partial<User> = {}): User => {
  const id = given.id ?? newTenant();
  return {
    id,
    email: `${id}@example.org`,
    password_hash: '$2b$04$abcdefghijklmnopqrstuv',
    token_version: 0,
    created_at: time(0),
    ...given,
  };
};

export const makeNode = (given: Partial<NodeRecord> & { user_id: string }): NodeRecord => ({
  node_id: fresh('node'),
  name: 'gate',
  status: 'active',
  os_type: 'linux',
  deployment_config: { decoys: 3, nested: { deep: [1, null, 'x'] } },
  key_hash: fresh('hash'),
  created_at: time(0),
  last_seen: null,
  agent: null,
  agent_removed_at: null,
  deleted_at: null,
  uninstall_grace_until: null,
  exposure: 'auto',
  labels: [],
  owner: null,
  location: null,
  group_id: null,
  usual_pause_ms: null,
  silent_since: null,
  maintenance: [],
  sensor: null,
  relay: null,
  parent_id: null,
  ...given,
});

export const makeDecoy = (given: Partial<Decoy> & { user_id: string; node_id: string }): Decoy => ({
  id: fresh('decoy'),
  file_name: 'passwords.xlsx',
  file_path: '/home/eve/passwords.xlsx',
  type: 'file',
  status: 'active',
  registered_at: time(0),
  last_accessed: null,
  triggers_count: 0,
  extra: { auto_deployed: true },
  ...given,
});

export const makeNotice = (given: Partial<Notice> = {}): Notice => ({
  occasion: 'opened',
  incident_id: 'inc-1',
  alert_id: null,
  title: 'Somebody is guessing passwords',
  attack_type: 'BruteForce',
  risk_score: 8,
  confidence: 0.75,
  source_ip: '203.0.113.7',
  service: 'ssh',
  node_id: 'node-1',
  node_name: 'gate',
  related_decoy: null,
  first_seen: time(0),
  last_seen: time(0),
  event_count: 3,
  reasons: ['many failed logins'],
  techniques: ['T1110'],
  tactics: ['Credential Access'],
  payload: 'root:123456',
  advice: 'Block the source.',
  link: null,
  ...given,
});

export const makeDelivery = (given: Partial<Delivery> & { user_id: string }): Delivery => ({
  delivery_id: fresh('msg'),
  channel_id: 'ch-1',
  incident_id: 'inc-1',
  occasion: 'opened',
  notice: makeNotice(),
  state: 'due',
  attempts: 0,
  created_at: time(0),
  next_at_ms: 1000,
  held: false,
  claimed_until_ms: 0,
  claimed_by: '',
  last_attempt_at: null,
  last_status: null,
  last_error: null,
  last_answer: null,
  log: [],
  recipients: null,
  ...given,
});

export const makeDoc = (given: Partial<Doc> & { user_id: string }): Doc => ({
  kind: 'note',
  id: fresh('doc'),
  lookup: null,
  tag: null,
  created_at: time(0),
  updated_at: time(0),
  expires_at: null,
  version: 1,
  body: { text: 'hello', list: [1, { two: 2 }], none: null },
  ...given,
});

export const makeEntry = (given: Partial<JournalEntry> & { user_id: string }): JournalEntry => ({
  id: fresh('entry'),
  stream: 'audit',
  at: time(0),
  by: 'eve@example.org',
  kind: 'signed-in',
  data: { from: '203.0.113.7' },
  ...given,
});

export const makeProfileDelta = (given: Partial<ProfileDelta> & { user_id: string }): ProfileDelta => ({
  source_ip: '203.0.113.7',
  events: 1,
  risk_sum: 5,
  max_risk: 5,
  first_seen: time(0),
  last_seen: time(0),
  attack_types: { BruteForce: 1 },
  ...{ services: { ssh: 1 }, nodes: { 'node-1': 1 }, exposures: {} },
  ...given,
});

export const makeRollupDelta = (given: Partial<RollupDelta> & { user_id: string }): RollupDelta => ({
  hour: '2026-10-05T08:00:00.000Z',
  ...{ part: '', events: 1, risk_sum: 5, high_risk: 0, alerts: 0 },
  attack_types: { BruteForce: 1 },
  services: { ssh: 1 },
  nodes: { 'node-1': 1 },
  ...{ countries: {}, techniques: {}, exposures: {}, networks: {}, risks: {} },
  ...{ suppressed: {}, vulnerabilities: {}, examples: {}, sources: {} },
  ...given,
});

export const makeCounts = (given: Partial<WindowCounts> = {}): WindowCounts => ({
  events: 1,
  failed_logins: 1,
  succeeded_logins: 0,
  commands: 0,
  payloads: 0,
  honeytokens: 0,
  connections: 0,
  first_ms: 1000,
  last_ms: 1000,
  ...given,
});

export const nothingAsked: ContextRequest = { logIds: [], windows: [], sessions: [], openKeys: [] };

/** Records events with what follows from them, however often they are repeated. */
export async function record(
  store: Store,
  events: readonly StoredEvent[],
  effects: Partial<Effects> = {},
  request: Partial<ContextRequest> = {},
): Promise<RecordOutcome> {
  const context: Context = await store.context({ ...nothingAsked, ...request });
  return store.record(events, context, () => ({ ...noEffects(), ...structuredClone(effects) }));
}

/** Stores effects behind an event that nobody asks for. */
export const write = (store: Store, user: string, effects: Partial<Effects>): Promise<RecordOutcome> =>
  record(
    store,
    [makeEvent({ user_id: user, kind: 'sensor.message', timestamp: '2000-01-01T00:00:00.000Z' })],
    effects,
  );

/** All items behind a page request, going on until the end; fails when it does not come. */
export async function readAll<T>(
  read: (page: {
    limit: number;
    cursor: string | null;
  }) => Promise<{ items: T[]; next_cursor: string | null }>,
  limit: number,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let calls = 0; calls < 10_000; calls++) {
    const page: { items: T[]; next_cursor: string | null } = await read({ limit, cursor });
    if (page.items.length > limit) throw new Error('a page holds more than was asked for');
    items.push(...page.items);
    cursor = page.next_cursor;
    if (cursor === null) return items;
  }
  throw new Error('the pages have no end');
}
