/** Incidents that people say are one, or are not: merging, splitting off, and taking alerts apart. */
import type { Alert, Incident } from '../core/alert.ts';
import { attackEntryOf } from '../core/attack-catalogue.ts';
import { AppError, notFound } from '../core/errors.ts';
import { takesEvents, toMerged, toSplit } from '../core/merge.ts';
import type { TenantStore } from '../core/store.ts';
import { earlierOf, laterOf } from '../core/sums.ts';
import type { IncidentMessaging } from './incident-changes.ts';
import { wasNotified } from './incident-changes.ts';
import { incidentStream, type JournalParts, newEntry } from './journal.ts';

export interface MergingParts extends JournalParts {
  tenant: Pick<
    TenantStore,
    'incident' | 'alert' | 'moveAlerts' | 'updateIncident' | 'updateAlertsOfIncident' | 'append' | 'announce'
  >;
  messaging: IncidentMessaging;
}

export interface MergeResult {
  incident_id: string;
  result: 'merged' | 'split' | 'not_found' | 'conflict';
  /** Why it could not be done. */
  why: string | null;
}

async function note(
  parts: MergingParts,
  incident: Pick<Incident, 'incident_id' | 'user_id'>,
  by: string,
  kind: string,
  data: { [name: string]: string | number },
): Promise<void> {
  const { user_id, incident_id } = incident;
  const stream = incidentStream(incident_id);
  await parts.tenant.append(newEntry(parts, { user_id, stream, by, kind, data }));
  await parts.tenant.announce({ kind: 'incident', id: incident_id, at: parts.now() });
}

const mergeOne = async (parts: MergingParts, id: string, into: string, by: string): Promise<void> => {
  const { tenant } = parts;
  const before = await tenant.incident(id);
  if (before === null) throw notFound('Incident');
  const at = parts.now();
  const done = await tenant.moveAlerts({
    from: id,
    to: into,
    which: 'all',
    decide(from, to, moved) {
      if (from === null) throw notFound('Incident');
      // A repeat of what a crash cut short moves the rest.
      if (from.merged_into === to.incident_id && from.merge !== null) return { from: {}, to: {} };
      const { source, target } = toMerged(from, to, moved, { by, at });
      return { from: source, to: target };
    },
  });
  if (done === null) throw notFound('Incident');
  const { from: merged, to } = done;
  if (merged === null) throw notFound('Incident');
  // What its source does next is found by its key: one that was closed takes it again, if nobody else has it.
  if (takesEvents(to) && merged.open_key === merged.incident_id)
    await tenant.updateIncident(id, null, { open_key: `${merged.user_id}|${merged.group_key}` });
  if (to.status === 'resolved') await tenant.updateAlertsOfIncident(into, 'resolved');
  else if (before.status === 'resolved') await tenant.updateAlertsOfIncident(into, to.status, 'all');
  await note(parts, merged, by, 'merged_into', { incident_id: into, title: to.title });
  await note(parts, to, by, 'merged', { incident_id: id, title: merged.title });
  // Its alert at a receiver that keeps one open ends with it.
  if (before.status !== 'resolved' && wasNotified(before))
    await parts.messaging.tell(merged, 'resolved', String(merged.version), by);
};

const splitOne = async (parts: MergingParts, id: string, by: string): Promise<void> => {
  const { tenant } = parts;
  const before = await tenant.incident(id);
  if (before === null) throw notFound('Incident');
  const { merged_into } = before;
  if (merged_into === null) throw new AppError('conflict', 'The incident is not merged into another one');
  const done = await tenant.moveAlerts({
    from: merged_into,
    to: id,
    which: 'returning',
    decide(from, to, moved) {
      const { source, target } = toSplit(to, from, moved);
      return { from: target, to: source };
    },
  });
  if (done === null) throw notFound('Incident');
  const { from: remaining, to: split } = done;
  await tenant.updateAlertsOfIncident(id, split.status, split.status === 'resolved' ? 'unresolved' : 'all');
  await note(parts, split, by, 'split_from', { incident_id: merged_into, title: remaining?.title ?? '' });
  if (remaining !== null) await note(parts, remaining, by, 'split', { incident_id: id, title: split.title });
  if (split.status !== 'resolved' && wasNotified(split))
    await parts.messaging.tell(split, 'reopened', String(split.version), by);
};

async function each(
  ids: readonly string[],
  result: 'merged' | 'split',
  work: (id: string) => Promise<void>,
): Promise<MergeResult[]> {
  const results: MergeResult[] = [];
  for (const incident_id of new Set(ids)) {
    try {
      await work(incident_id);
      results.push({ incident_id, result, why: null });
    } catch (error) {
      if (!(error instanceof AppError) || (error.code !== 'not_found' && error.code !== 'conflict'))
        throw error;
      results.push({ incident_id, result: error.code, why: error.message });
    }
  }
  return results;
}

/** Merges each into `into`; one that cannot be stops no other. Throws `not_found` where `into` is missing. */
export async function mergeIncidents(
  parts: MergingParts,
  { ids, into, by }: { ids: readonly string[]; into: string; by: string },
): Promise<{ incident: Incident; results: MergeResult[] }> {
  if ((await parts.tenant.incident(into)) === null) throw notFound('Incident');
  const results = await each(ids, 'merged', (id) => mergeOne(parts, id, into, by));
  const incident = await parts.tenant.incident(into);
  if (incident === null) throw notFound('Incident');
  return { incident, results };
}

/** Splits each off again from what it is merged into. */
export const splitIncidents = (
  parts: MergingParts,
  { ids, by }: { ids: readonly string[]; by: string },
): Promise<MergeResult[]> => each(ids, 'split', (id) => splitOne(parts, id, by));

/** What the alert's key step says, else the same of its judgement. */
function titleOf(alert: Alert, { key_steps }: Incident, nodeName: string): string {
  const step = key_steps.find(({ alert_id }) => alert_id === alert.alert_id);
  const { source_ip, attack_type, service, related_decoy } = alert;
  if (step) return step.title;
  return related_decoy === null
    ? `${source_ip} ${attackEntryOf(attack_type).title} ${service} of ${nodeName}`
    : `Someone touched the decoy ${related_decoy.slice(0, 120)} on ${source_ip}`;
}

/** The incident that these alerts make by themselves. */
function toTakenApart(
  alerts: readonly [Alert, ...Alert[]],
  from: Incident,
  { id, nodeName, now }: { id: string; nodeName: string; now: string },
): Incident {
  const worst = alerts.reduce((a, b) => (b.risk_score > a.risk_score ? b : a));
  const distinct = (names: readonly (string | null)[]): string[] => [
    ...new Set(names.filter((name) => name !== null)),
  ];
  const events = alerts.reduce((sum, { event_count }) => sum + event_count, 0);
  const last_seen = alerts.map((alert) => alert.last_seen).reduce(laterOf);
  const { attack_type, risk_score, confidence, is_anomaly, reasons, evidence } = worst;
  const { tactics, techniques, scored_by, model, protocol, vulnerability } = worst;
  return {
    ...from,
    ...{ attack_type, risk_score, confidence, is_anomaly, reasons, evidence },
    ...{ tactics, techniques, scored_by, model, protocol, vulnerability },
    incident_id: id,
    // What its source does next belongs to the one that it came from.
    open_key: id,
    title: titleOf(worst, from, nodeName),
    source_ip: worst.source_ip,
    service: worst.service,
    node_id: worst.node_id,
    related_decoy: worst.related_decoy,
    first_seen: alerts.map(({ timestamp }) => timestamp).reduce(earlierOf),
    last_seen,
    active_at: last_seen,
    resumed_at: null,
    event_count: events,
    alert_count: alerts.length,
    human_verdict: null,
    opened_at: now,
    notifications: 0,
    notified_channels: {},
    touched: {
      nodes: distinct(alerts.map(({ node_id }) => node_id)),
      services: distinct(alerts.map(({ service }) => service)),
      attack_types: distinct(alerts.map((alert) => alert.attack_type)),
      decoys: distinct(alerts.map(({ related_decoy }) => related_decoy)),
      users: [],
      unlisted: 0,
    },
    key_steps: from.key_steps.filter((step) => alerts.some(({ alert_id }) => alert_id === step.alert_id)),
    escalated_at: null,
    snooze: null,
    merged_into: null,
    merge: null,
    merged: [],
    seen: [],
    version: 1,
  };
}

/**
 * Takes alerts out of an incident and makes one of their own of them. Merging it back undoes that. Throws `not_found` where the
 * incident is missing, and `conflict` where an alert is not of it, or none would be left.
 */
export async function takeApart(
  parts: MergingParts & { nodeName(nodeId: string): Promise<string>; newId(): string },
  { id, alertIds, by }: { id: string; alertIds: readonly string[]; by: string },
): Promise<{ incident: Incident; from: Incident }> {
  const { tenant } = parts;
  const [before, ...found] = await Promise.all([
    tenant.incident(id),
    ...[...new Set(alertIds)].map((one) => tenant.alert(one)),
  ]);
  if (before === null) throw notFound('Incident');
  const alerts = found.filter((alert) => alert !== null);
  const [first, ...others] = alerts;
  const isOther = alerts.length < found.length || alerts.some(({ incident_id }) => incident_id !== id);
  if (first === undefined || isOther)
    throw new AppError('conflict', 'An alert does not belong to this incident; reload it and try again');
  if (alerts.length >= before.alert_count)
    throw new AppError('conflict', 'No alert would be left: leave at least one');
  const worst = alerts.reduce((a, b) => (b.risk_score > a.risk_score ? b : a));
  const nodeName = await parts.nodeName(worst.node_id);
  const create = toTakenApart([first, ...others], before, { id: parts.newId(), nodeName, now: parts.now() });
  const done = await tenant.moveAlerts({
    from: id,
    to: create.incident_id,
    which: alerts.map(({ alert_id }) => alert_id),
    create,
    decide: (from, _to, moved) => ({
      from:
        from === null
          ? {}
          : {
              event_count: Math.max(0, from.event_count - moved.events),
              alert_count: Math.max(0, from.alert_count - moved.alerts),
            },
      to: { event_count: moved.events, alert_count: moved.alerts },
    }),
  });
  if (done?.from == null) throw notFound('Incident');
  const { from, to } = done;
  await note(parts, from, by, 'split', {
    incident_id: to.incident_id,
    title: to.title,
    alerts: alerts.length,
  });
  await note(parts, to, by, 'split_from', { incident_id: id, title: from.title, alerts: alerts.length });
  return { incident: to, from };
}
