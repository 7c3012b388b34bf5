/** A digest as a message that any channel can carry: a title and lines of plain text. Pure. */
import type { Notice } from '../../core/channel.ts';
import { countText } from '../../core/count-text.ts';
import type { Counted, DigestReport, NamedIncident } from '../../core/digest-report.ts';
import { clip, visible } from '../../lib/text.ts';
import { toLevel } from './content.ts';
import { toLocal, toSpan } from './local-time.ts';

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`;

const counted = ({ count, isMore }: Counted): string => `${isMore ? 'at least ' : ''}${countText(count)}`;

/** Names may be an attacker's: no line break of theirs begins a line of ours. */
const named = (text: string, max: number): string => clip(visible(text), max);

const toLine = ({ title, risk_score, status, opened_at }: NamedIncident, timezone: string): string =>
  `- [${toLevel(risk_score).toUpperCase()}] ${named(title, 160)} (${status}, since ${toLocal(opened_at, timezone)})`;

const mostSilent = 10;

function toNodeLine({ total, alive, never, silent }: DigestReport['nodes'], timezone: string): string {
  const names = silent
    .slice(0, mostSilent)
    .map(({ name, since }) => `${named(name, 80)} (since ${toLocal(since, timezone)})`);
  const more = silent.length > mostSilent ? ` and ${silent.length - mostSilent} more` : '';
  const silence = silent.length > 0 ? ` Silent: ${names.join(', ')}${more}.` : '';
  const unseen = never > 0 ? ` ${plural(never, 'node')} never reported.` : '';
  return `Nodes: ${alive} of ${total} alive.${silence}${unseen}`;
}

function toHeldBack({ suppressed, folded, throttled, undelivered }: DigestReport): string[] {
  const parts = [
    suppressed > 0 ? `${plural(suppressed, 'event')} suppressed by rules and known scanners` : '',
    folded > 0 ? `${plural(folded, 'incident')} told only in a message about many` : '',
    throttled > 0 ? `${plural(throttled, 'incident')} whose further messages were held back` : '',
    undelivered.count > 0
      ? `${counted(undelivered)} ${undelivered.count === 1 && !undelivered.isMore ? 'message' : 'messages'} that no receiver took`
      : '',
  ].filter(Boolean);
  return [`Held back: ${parts.length > 0 ? `${parts.join('; ')}.` : 'nothing.'}`];
}

export function toDigestTitle({ group, incidents, nodes }: DigestReport, name: string): string {
  const of = group === null ? '' : ` of ${named(group, 80)}`;
  const found = `${counted(incidents)} ${incidents.count === 1 && !incidents.isMore ? 'incident' : 'incidents'}`;
  return `${named(name, 80)}${of}: ${found}, ${nodes.alive} of ${plural(nodes.total, 'node')} alive`;
}

export function toDigestText(report: DigestReport, timezone: string): string {
  const { incidents, incidentsBefore, events, eventsBefore, verdicts, waiting, nodes } = report;
  const lines = [
    `From ${toSpan(report.from, report.to, timezone)}, compared with the same time before.`,
    '',
    `What happened: ${counted(incidents)} ${incidents.count === 1 ? 'incident' : 'incidents'} (before: ${counted(incidentsBefore)}), ${plural(events, 'event')} (before: ${countText(eventsBefore)}).`,
    ...report.worst.map((one) => toLine(one, timezone)),
    '',
    `Decided: ${report.acknowledged} acknowledged, ${report.resolved} resolved; verdicts: ${verdicts.attack} attack, ${verdicts.harmless} harmless, ${verdicts.expected} expected.`,
    waiting.count === 0 ? 'Waiting: nothing.' : `Waiting: ${counted(waiting)} open and not acknowledged.`,
    ...report.longest.map((one) => toLine(one, timezone)),
    '',
    toNodeLine(nodes, timezone),
    ...toHeldBack(report),
  ];
  return lines.join('\n');
}

/** `id` tells this digest and period from all others. */
export function toDigestNotice(
  report: DigestReport,
  { id, name, timezone, link }: { id: string; name: string; timezone: string; link: string | null },
): Notice {
  return {
    occasion: 'digest',
    about: 'digest',
    incident_id: id,
    alert_id: null,
    title: toDigestTitle(report, name),
    attack_type: 'Normal',
    risk_score: report.worst[0]?.risk_score ?? 0,
    confidence: 1,
    source_ip: '',
    service: 'digest',
    node_id: '',
    node_name: 'all nodes',
    related_decoy: null,
    first_seen: report.from,
    last_seen: report.to,
    event_count: report.events,
    reasons: [],
    techniques: [],
    tactics: [],
    payload: '',
    advice: '',
    link,
    text: toDigestText(report, timezone),
  };
}
