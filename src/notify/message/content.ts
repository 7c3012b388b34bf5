/** The content of a notice, as text for people and as a record for machines. All texts are inert and bounded. */
import type { Notice, Occasion } from '../../core/channel.ts';
import type { NamedVulnerability } from '../../core/verdict.ts';
import { clip } from '../../lib/text.ts';
import { defang, inert, safeLink } from './hostile-text.ts';

export type Level = 'critical' | 'high' | 'medium' | 'low' | 'info';

export function toLevel(risk: number): Level {
  if (risk >= 9) return 'critical';
  if (risk >= 7) return 'high';
  if (risk >= 4) return 'medium';
  return risk >= 1 ? 'low' : 'info';
}

const occasions: Record<Occasion, string> = {
  opened: 'New incident',
  worse: 'Incident got worse',
  reminded: 'Incident continues and is not acknowledged',
  wave: 'Many at once',
  throttled: 'Incident continues; further messages are held back',
  escalated: 'Not acknowledged in time',
  resolved: 'Resolved',
  channel_failing: 'Notifications',
  overflow: 'Several messages in one',
  test: 'Test message',
};

/** Text for people: the attacker's links and mentions are defanged; markup is added by the channel. */
export interface MessageContent {
  occasion: string;
  level: Level;
  title: string;
  /** What, Where, Who, When, Assessment. */
  rows: { label: string; value: string }[];
  /** The reasons, strongest first. */
  why: string[];
  /** The attacker's bytes, or null if there are none. */
  payload: string | null;
  /** What to do. */
  advice: string;
  link: string | null;
}

const minute = (iso: string): string => `${inert(iso, 40).slice(0, 16).replace('T', ' ')} UTC`;

/** An attacker's text for people: printable, no formula, no link, no mention. */
export const quoted = (text: string, max: number): string => clip(defang(inert(text, max)), max);

/** `CVE-… in <product>: …`, and whether it is known to be exploited. */
const named = ({ id, title, product, kev, strength }: NamedVulnerability): string =>
  `${strength === 'probe' ? 'looked for ' : ''}${id} (${product}): ${title}${kev === true ? '; known to be exploited' : ''}`;

/** `share` scales the limits of the texts (see `fitted`). */
export function toContent(notice: Notice, share = 1): MessageContent {
  const say = (text: string, max: number): string => clip(quoted(text, max), Math.ceil(max * share));
  const techniques = notice.techniques.slice(0, 10).map((id) => say(id, 20));
  const { vulnerability, protocol } = notice;
  const spoken = protocol && protocol !== notice.service ? ` (${say(protocol, 40)})` : '';
  const where = [`${say(notice.service, 100)}${spoken} on ${say(notice.node_name || notice.node_id, 150)}`];
  if (notice.related_decoy) where.push(`decoy ${say(notice.related_decoy, 200)}`);
  const times = notice.event_count === 1 ? 'once' : `${notice.event_count} events`;
  const when =
    minute(notice.first_seen) === minute(notice.last_seen)
      ? `${minute(notice.first_seen)}, ${times}`
      : `${minute(notice.first_seen)} to ${minute(notice.last_seen)}, ${times}`;
  return {
    occasion: occasions[notice.occasion],
    level: toLevel(notice.risk_score),
    title: say(notice.title, 300),
    rows: [
      {
        label: 'What',
        value: say(notice.attack_type, 60) + (techniques.length ? ` (${techniques.join(', ')})` : ''),
      },
      ...(vulnerability ? [{ label: 'Vulnerability', value: say(named(vulnerability), 300) }] : []),
      { label: 'Where', value: where.join(', ') },
      { label: 'Who', value: say(notice.source_ip, 255) || 'unknown' },
      { label: 'When', value: when },
      {
        label: 'Assessment',
        value: `risk ${notice.risk_score} of 10 (${toLevel(notice.risk_score)}), ${Math.round(notice.confidence * 100)} % confident`,
      },
    ],
    why: notice.reasons.slice(0, 6).map((reason) => say(reason, 250)),
    payload: notice.payload === '' ? null : say(notice.payload, 500),
    advice: say(notice.advice, 600),
    link: safeLink(notice.link),
  };
}

/** One line of plain text, at most `max` characters. */
export const toHeadline = (content: MessageContent, max: number): string =>
  clip(`${content.occasion}: ${content.title}`, max);

/** Paragraphs of plain text; the headline is not among them. */
export function toPlain(content: MessageContent): string {
  const parts = [content.rows.map((row) => `${row.label}: ${row.value}`).join('\n')];
  if (content.why.length) parts.push(`Why:\n${content.why.map((reason) => `- ${reason}`).join('\n')}`);
  if (content.payload !== null) parts.push(`Attacker's input: "${content.payload}"`);
  if (content.advice) parts.push(`What to do: ${content.advice}`);
  if (content.link) parts.push(`Details: ${content.link}`);
  return parts.join('\n\n');
}

/** The same for machines, field for field as the notice. Links and mentions stay as they are: machines do not render them. */
export function toRecord(notice: Notice, deliveryId: string, share = 1) {
  const text = (value: string, max: number): string => inert(value, Math.ceil(max * share));
  const list = (values: string[], count: number, max: number): string[] =>
    values.slice(0, count).map((value) => text(value, max));
  return {
    delivery_id: deliveryId,
    occasion: notice.occasion,
    incident_id: text(notice.incident_id, 100),
    alert_id: notice.alert_id === null ? null : text(notice.alert_id, 100),
    title: text(notice.title, 300),
    attack_type: text(notice.attack_type, 60),
    risk_score: notice.risk_score,
    severity: toLevel(notice.risk_score),
    confidence: notice.confidence,
    source_ip: text(notice.source_ip, 255),
    service: text(notice.service, 100),
    node_id: text(notice.node_id, 100),
    node_name: text(notice.node_name, 150),
    related_decoy: notice.related_decoy === null ? null : text(notice.related_decoy, 300),
    first_seen: text(notice.first_seen, 40),
    last_seen: text(notice.last_seen, 40),
    event_count: notice.event_count,
    reasons: list(notice.reasons, 6, 250),
    techniques: list(notice.techniques, 10, 20),
    tactics: list(notice.tactics, 10, 40),
    protocol: notice.protocol ? text(notice.protocol, 40) : null,
    vulnerability: notice.vulnerability
      ? {
          id: text(notice.vulnerability.id, 60),
          title: text(notice.vulnerability.title, 200),
          product: text(notice.vulnerability.product, 100),
          kev: notice.vulnerability.kev === true,
          strength: notice.vulnerability.strength,
        }
      : null,
    payload: text(notice.payload, 500),
    advice: text(notice.advice, 600),
    link: safeLink(notice.link),
  };
}
