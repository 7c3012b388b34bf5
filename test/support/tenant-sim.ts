/** A tenant in memory: what effects add up to, batch after batch, so that rules about many events can be tested. */
import { hash } from 'node:crypto';
import { decideEffects } from '../../src/alert/effects.ts';
import { type AlertPolicy, defaultPolicy } from '../../src/alert/policy.ts';
import type { Alert, Incident } from '../../src/core/alert.ts';
import type { Notice } from '../../src/core/channel.ts';
import { type Effects, sessionKey } from '../../src/core/effects.ts';
import type { StoredEvent } from '../../src/core/event.ts';
import { emptyHistory, type SessionState } from '../../src/core/history.ts';
import { fallbackVerdict, type Verdict } from '../../src/core/verdict.ts';

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

export interface World {
  incidents: Map<string, Incident>;
  alerts: Map<string, Alert>;
  notices: Notice[];
  effects: Effects[];
  /** One batch; `nowMs` after the start (default: the last event's time). */
  feed(events: readonly StoredEvent[], nowMs?: number): Effects;
}

export function createWorld(policy: Partial<AlertPolicy> = {}): World {
  const open = new Map<string, Incident>();
  const sessions = new Map<string, SessionState>();
  const world: World = {
    incidents: new Map(),
    alerts: new Map(),
    notices: [],
    effects: [],
    feed(events, nowMs = Math.max(...events.map(({ timestamp }) => Date.parse(timestamp))) - startMs) {
      const effects = decideEffects({
        accepted: events,
        context: {
          known: new Map(),
          windows: new Map(),
          sessions: structuredClone(sessions),
          incidents: structuredClone(open),
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
          story: [],
          memo: {},
          alert_id: session?.alert_id ?? null,
          version: 1,
        }),
        policyOf: () => ({ ...defaultPolicy, ...policy }),
        nodeName: (id) => `name of ${id}`,
        linkTo: (id) => `https://decoyverse.example.com/incidents/${id}`,
        toDeliveries(notice) {
          world.notices.push(notice);
          return [];
        },
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
    for (const alert of effects.alerts) world.alerts.set(alert.alert_id, alert);
    for (const { alert_id, events, last_seen, worse } of effects.alertFolds) {
      const alert = world.alerts.get(alert_id);
      if (alert) Object.assign(alert, worse ?? {}, { event_count: alert.event_count + events, last_seen });
    }
    for (const { incident_id } of effects.closedIncidents) {
      const incident = world.incidents.get(incident_id);
      if (incident) incident.open_key = incident_id;
    }
    for (const incident of effects.incidents) world.incidents.set(incident.incident_id, incident);
    for (const { incident_id, events, alerts, last_seen, worse, told } of effects.incidentFolds) {
      const incident = world.incidents.get(incident_id);
      if (incident)
        Object.assign(incident, worse ?? {}, told ?? {}, {
          event_count: incident.event_count + events,
          alert_count: incident.alert_count + alerts,
          last_seen: last_seen > incident.last_seen ? last_seen : incident.last_seen,
        });
    }
    open.clear();
    for (const incident of world.incidents.values())
      if (incident.open_key !== incident.incident_id) open.set(incident.open_key, incident);
  }
  return world;
}
