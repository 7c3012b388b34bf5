/** A notice for machines, field for field. Links and mentions stay as they are: machines do not render them. */
import type { Notice } from '../../core/channel.ts';
import { toLevel } from './content.ts';
import { inert, safeLink } from './hostile-text.ts';

/** `share` scales the limits of the texts (see `fitted`). */
export function toRecord(notice: Notice, deliveryId: string, share = 1) {
  const text = (value: string, max: number): string => inert(value, Math.ceil(max * share));
  const orNull = (value: string | null | undefined, max: number): string | null =>
    value === null || value === undefined ? null : text(value, max);
  const list = (values: string[], count: number, max: number): string[] =>
    values.slice(0, count).map((value) => text(value, max));
  const { facts, asset = null } = notice;
  const own = notice.words?.text ?? notice.text ?? null;
  const found = facts?.vulnerability ?? null;
  return {
    delivery_id: deliveryId,
    occasion: notice.occasion,
    about: notice.about ?? 'incident',
    by: orNull(notice.by, 200),
    incident_id: text(notice.incident_id, 100),
    alert_id: notice.alert_id === null ? null : text(notice.alert_id, 100),
    title: text(notice.words?.title ?? notice.title, 300),
    attack_type: text(notice.attack_type, 60),
    risk_score: notice.risk_score,
    severity: toLevel(notice.risk_score),
    confidence: notice.confidence,
    source_ip: text(notice.source_ip, 255),
    country: orNull(facts?.place?.country, 20),
    asn: facts?.place?.asn ?? null,
    network_owner: orNull(facts?.place?.network_owner, 100),
    asset: asset && {
      name: orNull(asset.name, 100),
      owner: orNull(asset.owner, 100),
      role: orNull(asset.role, 60),
      location: orNull(asset.location, 100),
    },
    account: orNull(facts?.account, 200),
    password: orNull(facts?.password, 100),
    attempts: facts?.attempts ?? null,
    service: text(notice.service, 100),
    protocol: orNull(facts?.protocol, 30),
    vulnerability: found === null ? null : { id: text(found.id, 60), title: text(found.title, 120) },
    node_id: text(notice.node_id, 100),
    node_name: text(notice.node_name, 150),
    node_labels: list(facts?.labels ?? [], 16, 60),
    node_group: orNull(facts?.group, 100),
    node_count: facts?.node_count ?? null,
    related_decoy: notice.related_decoy === null ? null : text(notice.related_decoy, 300),
    first_seen: text(notice.first_seen, 40),
    last_seen: text(notice.last_seen, 40),
    timezone: text(facts?.timezone ?? 'UTC', 60),
    event_count: notice.event_count,
    reasons: list(notice.reasons, 6, 250),
    techniques: list(notice.techniques, 10, 20),
    tactics: list(notice.tactics, 10, 40),
    payload: text(notice.payload, 500),
    advice: text(notice.advice, 600),
    link: safeLink(notice.link),
    /** Lines. */
    text: own === null ? null : list(own.slice(0, Math.ceil(6000 * share)).split('\n'), 100, 500),
  };
}
