/** What further events add to an alert or an incident. */
import type { AnyBulkWriteOperation, Document } from 'mongodb';
import type { AlertFold, IncidentFold, IncidentNotified, NotifiedChannels } from '../../../core/alert.ts';
import type { Stored } from '../connection/connection.ts';
import { keyOf } from '../connection/shape.ts';
import { alertShape, incidentShape } from '../records.ts';
import { once } from './write.ts';

type Operation = AnyBulkWriteOperation<Stored>;
type EarlierNotified = Omit<IncidentNotified, 'notified_channels'> & { told: NotifiedChannels };

/** Two forms of one change, of which exactly one finds its document: first the one that also makes it worse. */
export function foldAlert(seq: number, fold: AlertFold): { worse: Operation | null; plain: Operation } {
  const id = keyOf(fold.user_id, fold.alert_id);
  const grown = { $inc: { event_count: fold.events }, $max: { last_seen: fold.last_seen } };
  return {
    worse:
      fold.worse &&
      once(
        seq,
        id,
        { ...grown, $set: alertShape.toSet(fold.worse) },
        { where: { risk_score: { $lt: fold.worse.risk_score } } },
      ),
    plain: once(seq, id, grown),
  };
}

/** A commit that an earlier version left unfinished says `told`. */
function notifiedIn(fold: IncidentFold & { told?: EarlierNotified | null }): IncidentNotified | null {
  const { notified, told } = fold;
  if (notified !== undefined || !told) return notified;
  const { told: notified_channels, ...rest } = told;
  return { ...rest, notified_channels };
}

export function foldIncident(seq: number, fold: IncidentFold): { worse: Operation | null; plain: Operation } {
  const id = keyOf(fold.user_id, fold.incident_id);
  const { touched, resumed_at, key_steps } = fold;
  const notified = notifiedIn(fold);
  const grown: { $inc: Document; $min: Document; $max: Document; $set: Document; $addToSet?: Document } = {
    $inc: { event_count: fold.events, alert_count: fold.alerts },
    // A commit that an older version left unfinished says no more than `last_seen`.
    $min: { first_seen: fold.first_seen ?? fold.last_seen },
    $max: { last_seen: fold.last_seen, active_at: fold.active_at ?? fold.last_seen },
    // One tenant's commits come one after the other, so whole sets are those of the latest.
    $set: {
      ...(touched ? { touched } : {}),
      ...(resumed_at ? { resumed_at } : {}),
      ...(key_steps ? incidentShape.toSet({ key_steps }) : {}),
    },
  };
  if (notified) {
    Object.assign(grown.$max, {
      notified_risk: notified.notified_risk,
      notifications: notified.notifications,
    });
    Object.assign(grown.$set, incidentShape.toSet({ notified_channels: notified.notified_channels }));
    if (notified.throttled) grown.$set.throttled = true;
    grown.$addToSet = { notified_types: { $each: notified.notified_types } };
  }
  if (!fold.worse) return { worse: null, plain: once(seq, id, grown) };
  const { risk_score, ...judgement } = incidentShape.toSet(fold.worse);
  return {
    worse: once(
      seq,
      id,
      {
        ...grown,
        $set: { ...grown.$set, ...judgement },
        // The risk of an incident never falls, although a later stage replaces its judgement.
        $max: { ...grown.$max, risk_score },
      },
      {
        where: {
          $or: [{ risk_score: { $lt: risk_score } }, { notified_types: { $ne: fold.worse.attack_type } }],
        },
      },
    ),
    plain: once(seq, id, grown),
  };
}
