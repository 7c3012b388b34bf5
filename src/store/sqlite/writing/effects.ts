/** Writes what follows from a batch. Within its transaction, in the order that the port's comments ask for. */
import type { Effects, EventUpdate } from '../../../core/effects.ts';
import { foldAlert, insertAlert } from '../alerts.ts';
import type { Connection } from '../connection/connection.ts';
import { touchDecoy } from '../decoys.ts';
import { addSuppressionHits } from '../docs.ts';
import { writeChange } from '../feed.ts';
import { closeIncident, foldIncident, insertIncident } from '../incidents.ts';
import { addToProfile } from '../profiles.ts';
import { addToRollups } from '../rollups.ts';
import { putSession } from '../sessions.ts';
import { addToVulnerability } from '../vulnerabilities.ts';
import { addToWindows } from '../windows.ts';
import { insertDeliveries } from './outbox.ts';
import { createTotalsSums } from './totals.ts';

const dayMs = 24 * 60 * 60_000;

/** An event that is done already keeps its verdict. */
export function writeVerdict(db: Connection, update: EventUpdate): void {
  db.sql(
    `UPDATE ${update.collection} SET state = ?, verdict = ?, risk_score = ?, attack_type = ?, alert_id = ?,
       alert_created = ?, suppressed_by = ? WHERE log_id = ? AND user_id = ? AND state <> 'done'`,
  ).run(
    update.state,
    JSON.stringify(update.verdict),
    update.verdict.risk_score,
    update.verdict.attack_type,
    update.alert_id,
    update.alert_created ? 1 : 0,
    update.suppressed_by,
    update.log_id,
    update.user_id,
  );
}

export function applyEffects(db: Connection, effects: Effects, nowMs: number): void {
  const today = Math.floor(nowMs / dayMs);
  for (const update of effects.updates) writeVerdict(db, update);
  const sums = createTotalsSums();
  for (const delta of effects.profiles) addToProfile(db, delta, sums);
  addToRollups(db, effects.rollups, sums);
  for (const delta of effects.vulnerabilities) addToVulnerability(db, delta);
  addToWindows(db, effects.windows, today);
  for (const touch of effects.touches) touchDecoy(db, touch);
  for (const session of effects.sessions) putSession(db, session);
  for (const alert of effects.alerts) insertAlert(db, alert, sums);
  for (const fold of effects.alertFolds) foldAlert(db, fold);
  for (const { user_id, incident_id } of effects.closedIncidents) closeIncident(db, user_id, incident_id);
  for (const incident of effects.incidents) insertIncident(db, incident);
  for (const fold of effects.incidentFolds) foldIncident(db, fold);
  insertDeliveries(db, effects.deliveries);
  for (const hit of effects.suppressionHits) addSuppressionHits(db, hit);
  for (const change of effects.changes) writeChange(db, change);
  sums.write(db);
}
