/** The model of each list that can be written to a file. */
import { Alert } from './alert.ts';
import { AttackerProfile } from './attacker.ts';
import { Delivery } from './delivery.ts';
import { Event } from './event.ts';
import { Incident } from './incident.ts';
import { Observable } from './observable.ts';
import type { Schema } from './schema.ts';
import { Session } from './session.ts';

export const modelOf = {
  events: Event,
  incidents: Incident,
  alerts: Alert,
  attackers: AttackerProfile,
  sessions: Session,
  observables: Observable,
  deliveries: Delivery,
} as const satisfies Readonly<Record<string, Schema>>;
