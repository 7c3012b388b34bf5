/** A tenant in memory: what effects add up to, batch after batch, so that rules about many events can be tested. */
import { hash } from 'node:crypto';
import { decideEffects } from '../../src/alert/effects.ts';
import { type AlertPolicy, defaultPolicy } from '../../src/alert/policy.ts';
import { createWaves, type WaveLimits } from '../../src/alert/waves.ts';
import type { Alert, Incident } from '../../src/core/alert.ts';
import type { ChannelConfig, Notice } from '../../src/core/channel.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import { type Effects, sessionKey } from '../../src/core/effects.ts';
import type { StoredEvent } from '../../src/core/event.ts';
import { alertSessionKeyOf, openKeyOf } from '../../src/core/grouping.ts';
import { emptyHistory, type SessionState } from '../../src/core/history.ts';
import { noNodeFacts } from '../../src/core/notice-facts.ts';
import { earlierOf, laterOf } from '../../src/core/sums.ts';
import { fallbackVerdict, type Verdict } from '../../src/core/verdict.ts';
import { toDelivery } from '../../src/notify/delivery/to-deliveries.ts';

export const sha256 = (text: string): string => hash('sha256', text);
export const startMs = Date.parse('2026-11-24T10:00:00.000Z');
export const at = (ms: number): string => new Date(startMs + ms).toISOString();

export const verdict = (attack_type: Verdict['attack_type'], risk_score: number): Verdict => ({
  ...fallbackVerdict,
  attack_type,
  risk_score,
  confidence: 0.9,
  reasons: [`it looks like ${attack_type}`],
  scored_by: 'local',
  model: 'test',
});

export interface Told {
  ms?: number;
  type?: Verdict['attack_type'];
  risk?: number;
}

let serial = 0;
/** An event `ms` after the start. */
export function event(
  { ms = 0, type = 'BruteForce', risk = 8 }: Told,
  change: Partial<StoredEvent> = {},
): StoredEvent {
  return {
    kind: 'login.failed',
    collection: 'honeypot_logs',
    event_id: null,
    timestamp: at(ms),
    service: 'ssh',
    source_ip: '203.0.113.9',
    activity: 'login failed',
    payload: 'root/123456',
    extra: null,
    session: null,
    agent: null,
    user_id: 'user-1',
    node_id: 'node-1',
    log_id: `log-${(serial++).toString(16).padStart(8, '0')}`,
    received_at: at(ms),
    place: null,
    state: 'done',
    verdict: verdict(type, risk),
    alert_id: null,
    alert_created: false,
    suppressed_by: null,
    ...change,
  };
}

export interface TenantSim {
  incidents: Map<string, Incident>;
  alerts: Map<string, Alert>;
  /** What the first channel was sent. */
  notices: Notice[];
  /** What all channels were sent. */
  deliveries: Delivery[];
  effects: Effects[];
  /**
   * One batch, received `nowMs` after the start (default: at the last event's time, each event as its `received_at` says).
   */
  feed(events: readonly StoredEvent[], nowMs?: number): Effects;
}

/** Copies of what stands under these keys. */
const pick = <T>(map: ReadonlyMap<string, T>, keys: readonly string[]): Map<string, T> =>
  new Map(keys.flatMap((key) => (map.has(key) ? [[key, structuredClone(map.get(key)!)] as const] : [])));

/** A channel that takes all it is not filtered for. */
export const channel = (id: string, change: Partial<ChannelConfig> = {}): ChannelConfig => ({
  id,
  name: id,
  channel: 'webhook',
  settings: {},
  enabled: true,
  filter: {},
  disabled_reason: null,
  ...change,
});

export function createTenantSim(
  policy: Partial<AlertPolicy> = {},
  channels: readonly ChannelConfig[] = [channel('all')],
  waveLimits?: WaveLimits,
): TenantSim {
  const waves = createWaves(waveLimits);
  const open = new Map<string, Incident>();
  const sessions = new Map<string, SessionState>();
  const world: TenantSim = {
    incidents: new Map(),
    alerts: new Map(),
    notices: [],
    deliveries: [],
    effects: [],
    feed(events, givenMs) {
      const nowMs = givenMs ?? Math.max(...events.map(({ timestamp }) => Date.parse(timestamp))) - startMs;
      // Somebody may have resolved some since the last batch.
      for (const key of new Set(events.map(openKeyOf))) if (open.get(key)?.open_key !== key) open.delete(key);
      if (givenMs !== undefined) for (const one of events) one.received_at = at(givenMs);
      const effects = decideEffects({
        accepted: events,
        context: {
          known: new Map(),
          windows: new Map(),
          sessions: pick(sessions, events.map(alertSessionKeyOf)),
          incidents: pick(open, events.map(openKeyOf)),
          merged: new Map(),
        },
        toCounts: () => ({ ...emptyHistory, events: 1 }),
        advance: (session, one, { risk_score, attack_type }) => ({
          user_id: one.user_id,
          node_id: one.node_id,
          session: one.session ?? '',
          source_ip: one.source_ip,
          service: one.service,
          started_at: session?.started_at ?? one.timestamp,
          last_at: one.timestamp,
          events: (session?.events ?? 0) + 1,
          failed_logins: 0,
          succeeded_logins: 0,
          commands: 0,
          risk_score: Math.max(session?.risk_score ?? 0, risk_score),
          attack_type,
          exposure: null,
          story: [],
          memo: {},
          alert_id: session?.alert_id ?? null,
          version: 1,
        }),
        policyOf: () => ({ ...defaultPolicy, ...policy }),
        nodeName: (id) => `name of ${id}`,
        nodeFacts: () => noNodeFacts,
        linkTo: (id) => `https://decoyverse.example.com/incidents/${id}`,
        channelsOf: () => channels,
        waves,
        toDelivery: (notice, one, { userId, turn, afterMs }) =>
          toDelivery({ notice, userId, channel: one, turn, nowMs: startMs + nowMs + afterMs, sha256 }),
        nowIso: at(nowMs),
        sha256,
      });
      world.effects.push(effects);
      apply(effects);
      return effects;
    },
  };

  function apply(effects: Effects): void {
    for (const state of effects.sessions)
      sessions.set(sessionKey(state.user_id, state.node_id, state.session), state);
    for (const delivery of effects.deliveries) {
      world.deliveries.push(delivery);
      if (delivery.channel_id === channels[0]?.id) world.notices.push(delivery.notice);
    }
    for (const alert of effects.alerts) world.alerts.set(alert.alert_id, alert);
    for (const { alert_id, events, last_seen, worse } of effects.alertFolds) {
      const alert = world.alerts.get(alert_id);
      if (alert) Object.assign(alert, worse ?? {}, { event_count: alert.event_count + events, last_seen });
    }
    for (const { incident_id } of effects.closedIncidents) {
      const incident = world.incidents.get(incident_id);
      if (incident) incident.open_key = incident_id;
    }
    for (const incident of effects.incidents) {
      world.incidents.set(incident.incident_id, incident);
      if (incident.open_key !== incident.incident_id) open.set(incident.open_key, incident);
    }
    for (const fold of effects.incidentFolds) {
      const incident = world.incidents.get(fold.incident_id);
      if (incident)
        Object.assign(incident, fold.worse ?? {}, fold.notified ?? {}, {
          event_count: incident.event_count + fold.events,
          alert_count: incident.alert_count + fold.alerts,
          first_seen: earlierOf(incident.first_seen, fold.first_seen),
          last_seen: laterOf(incident.last_seen, fold.last_seen),
          active_at: laterOf(incident.active_at, fold.active_at),
          resumed_at: fold.resumed_at ?? incident.resumed_at,
          touched: fold.touched ?? incident.touched,
          key_steps: fold.key_steps ?? incident.key_steps,
        });
    }
  }

  return world;
}
