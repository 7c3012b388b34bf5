/** What cases are given, on a real store: a clock that the test turns, and ports that note what they were asked. */

import { randomBytes } from 'node:crypto';
import { type AccountStates, createAccountStates } from '../../../src/cases/account-states.ts';
import type { IncidentMessaging } from '../../../src/cases/incident-changes.ts';
import type { Alert, Incident } from '../../../src/core/alert.ts';
import { createGrowingHex } from '../../../src/core/ids.ts';
import type { Store, TenantStore } from '../../../src/core/store.ts';
import { fresh, makeAlert, makeEvent, makeIncident, newTenant, record } from '../store/contract/records.ts';

export const startMs = Date.parse('2026-11-24T10:00:00.000Z');
const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');

export interface CaseRig {
  user_id: string;
  store: Store;
  tenant: TenantStore;
  /** The same ports for somebody else. */
  others: TenantStore;
  turn(ms: number): void;
  clock(): number;
  now(): string;
  growingHex(): string;
  random(bytes: number): Buffer;
  randomHex(bytes: number): string;
  alertRiskThreshold: number;
  /** Incidents that receivers were told are resolved. */
  resolved: string[];
  /** Occasions of all that receivers were told of. */
  told: string[];
  messaging: { tell: IncidentMessaging['tell']; wake(): void };
  refreshed(): number;
  pipeline: { refresh(): void };
  forgotten(): number;
  nodeKeys: { forget(): void };
  accountStates: AccountStates;
  linkTo(): null;
  /** An incident of one alert and its event, as a commit leaves them. */
  open(change?: Partial<Incident>, alert?: Partial<Alert>): Promise<{ incident: Incident; alert: Alert }>;
  /** Kinds of the entries of a stream, oldest first. */
  kinds(stream: string): Promise<string[]>;
}

export function createCaseRig(store: Store): CaseRig {
  const user_id = newTenant();
  const tenant = store.of(user_id);
  const growing = createGrowingHex(randomHex);
  let nowMs = startMs;
  let refreshes = 0;
  let forgets = 0;
  const resolved: string[] = [];
  const told: string[] = [];
  return {
    user_id,
    store,
    tenant,
    others: store.of(newTenant()),
    turn: (ms) => {
      nowMs += ms;
    },
    clock: () => nowMs,
    now: () => new Date(nowMs).toISOString(),
    growingHex: () => growing(nowMs),
    random: randomBytes,
    randomHex,
    alertRiskThreshold: 5,
    resolved,
    told,
    messaging: {
      async tell({ incident_id }, occasion) {
        told.push(occasion);
        if (occasion === 'resolved') resolved.push(incident_id);
      },
      wake: () => undefined,
    },
    refreshed: () => refreshes,
    pipeline: {
      refresh: () => {
        refreshes++;
      },
    },
    forgotten: () => forgets,
    nodeKeys: {
      forget: () => {
        forgets++;
      },
    },
    accountStates: createAccountStates({ store, clock: () => nowMs }),
    linkTo: () => null,
    async open(change = {}, alertChange = {}) {
      const incident = makeIncident({ user_id, ...change });
      const { incident_id, source_ip, risk_score } = incident;
      const alert = makeAlert({ user_id, incident_id, source_ip, risk_score, ...alertChange });
      const event = makeEvent({ user_id, source_ip, alert_id: alert.alert_id, log_id: fresh('log') });
      await record(store, [event], { incidents: [incident], alerts: [alert] });
      return { incident, alert };
    },
    async kinds(stream) {
      return (await tenant.journal(stream, { limit: 100 })).items.map(({ kind }) => kind).reverse();
    },
  };
}
