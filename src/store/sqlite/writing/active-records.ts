/**
 * What commits need again and again of active sources: their open incidents and sessions, as they stand with all
 * that is committed, whether it is spread over its tables yet or not. Bounded; what is not here is read.
 */
import type { Incident } from '../../../core/alert.ts';
import { type Effects, sessionKey } from '../../../core/effects.ts';
import type { SessionState } from '../../../core/history.ts';
import { earlierOf, laterOf } from '../../../core/sums.ts';

export interface ActiveRecords {
  /** By open key. Undefined = not known here, null = there is none. */
  incident(openKey: string): Incident | null | undefined;
  keepIncident(openKey: string, incident: Incident | null): void;
  /** By sessionKey(). Its story is not to be changed. */
  session(key: string): SessionState | undefined;
  keepSession(key: string, state: SessionState): void;
  /** These effects are committed. */
  committed(effects: Pick<Effects, 'sessions' | 'incidents' | 'incidentFolds' | 'closedIncidents'>): void;
  /** Something else changed incidents or sessions. */
  clear(): void;
}

const mostIncidents = 2000;
/** A story has at most 60 steps of 300 characters, so these take 27 MB at the very most. */
const mostSessions = 1500;

/** Keeps what was used last. */
function createRecent<T>(most: number) {
  const items = new Map<string, T>();
  return {
    get(key: string): T | undefined {
      const item = items.get(key);
      if (item !== undefined) {
        items.delete(key);
        items.set(key, item);
      }
      return item;
    },
    set(key: string, item: T): void {
      items.delete(key);
      items.set(key, item);
      if (items.size <= most) return;
      const [oldest] = items.keys();
      if (oldest !== undefined) items.delete(oldest);
    },
    delete: (key: string): boolean => items.delete(key),
    clear: (): void => items.clear(),
  };
}

/** Nobody changes a story in place: a longer one is another list. */
const copySession = (state: SessionState): SessionState => ({ ...state, memo: { ...state.memo } });

export function createActiveRecords(): ActiveRecords {
  const incidents = createRecent<Incident | null>(mostIncidents);
  const sessions = createRecent<SessionState>(mostSessions);
  /** Open keys of the incidents above, by incident id; may hold some that have given way. */
  const keys = new Map<string, string>();

  function keepIncident(openKey: string, incident: Incident | null): void {
    incidents.set(openKey, incident);
    if (incident === null) return;
    if (keys.size >= 2 * mostIncidents) keys.clear();
    keys.set(incident.incident_id, openKey);
  }

  return {
    incident(openKey) {
      const incident = incidents.get(openKey);
      // Where the id is not known any more, its changes would be missed.
      if (incident && !keys.has(incident.incident_id)) return undefined;
      return incident && { ...incident };
    },
    keepIncident,
    keepSession: (key, state) => sessions.set(key, copySession(state)),
    session(key) {
      const state = sessions.get(key);
      return state && copySession(state);
    },
    committed(effects) {
      for (const state of effects.sessions)
        sessions.set(sessionKey(state.user_id, state.node_id, state.session), copySession(state));
      const drop = (id: string): void => {
        const key = keys.get(id);
        if (key !== undefined) incidents.delete(key);
      };
      for (const { incident_id } of effects.closedIncidents) drop(incident_id);
      for (const { open_key } of effects.incidents) incidents.delete(open_key);
      for (const fold of effects.incidentFolds) {
        const key = keys.get(fold.incident_id);
        const incident = key === undefined ? undefined : incidents.get(key);
        if (key === undefined || !incident) continue;
        // What counts alone is added here; the rest is read again.
        if (fold.worse || fold.notified || fold.touched || fold.resumed_at || fold.key_steps) {
          incidents.delete(key);
          continue;
        }
        incident.event_count += fold.events;
        incident.alert_count += fold.alerts;
        incident.first_seen = earlierOf(incident.first_seen, fold.first_seen);
        incident.last_seen = laterOf(incident.last_seen, fold.last_seen);
        incident.active_at = laterOf(incident.active_at, fold.active_at);
      }
    },
    clear() {
      incidents.clear();
      sessions.clear();
      keys.clear();
    },
  };
}
