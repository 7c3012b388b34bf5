/** The content of a notice as text for people. All texts are inert and bounded. */
import type { Notice } from '../../core/channel.ts';
import { countText } from '../../core/count-text.ts';
import { noNodeFacts } from '../../core/notice-facts.ts';
import type { Occasion } from '../../core/occasion.ts';
import { readable } from '../../lib/readable.ts';
import { clip } from '../../lib/text.ts';
import { clipQuoted, defang, inert, printable, safeLink } from './hostile-text.ts';
import { toSpan } from './local-time.ts';
import { maskedPassword } from './passwords.ts';

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
  throttled: 'Incident goes on, further messages held back',
  escalated: 'Not acknowledged in time',
  acknowledged: 'Acknowledged',
  assigned: 'Assigned',
  resolved: 'Resolved',
  overflow: 'Several messages in one',
  reopened: 'Reopened',
  channel_failing: 'Channel failing',
  ingest_problem: 'Ingest problem',
  quota: 'Quota',
  digest: 'Digest',
  test: 'Test message',
};

function toOccasion({ occasion, about, by }: Notice): string {
  if (about === 'channel' && occasion === 'resolved') return 'Channel works again';
  if (about === 'node' && occasion === 'opened') return 'Node silent';
  if (about === 'node' && occasion === 'resolved' && by === undefined) return 'Node is back';
  return occasions[occasion];
}

/** Text for people: the attacker's links and mentions are defanged; markup is added by the channel. */
export interface MessageContent {
  occasion: string;
  level: Level;
  /** For subjects: `CRITICAL`; '' for what has no severity (a test, a digest). */
  severity: string;
  title: string;
  /** The title is the channel's own: nothing of ours stands before it. */
  hasOwnTitle: boolean;
  /** What, Where, Who, Account, When, How often, Assessment: those that apply. */
  rows: { label: string; value: string }[];
  /** The reasons, strongest first. */
  why: string[];
  /** The attacker's bytes, or null if there are none. */
  payload: string | null;
  /** What to do. */
  advice: string;
  link: string | null;
  /** Link to the page on which it is acknowledged, or null. */
  acknowledge: string | null;
  /** Lines that are all there is to say beside the title (a digest, the channel's own template); null = the rest. */
  text: string[] | null;
}

/** An attacker's text for people: printable, no formula, no link, no mention. */
export const quoted = (text: string, max: number): string => clipQuoted(defang(inert(text, max)), max);

/** Made when first asked: the world's names take 5 MB. */
let countries: Intl.DisplayNames | null = null;

/** `Germany`; the code itself where it is none of ISO 3166-1. */
export function countryName(code: string): string {
  countries ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
  try {
    return countries.of(code) ?? code;
  } catch {
    return code;
  }
}

const plural = (count: number, one: string, many: string): string =>
  `${countText(count)} ${count === 1 ? one : many}`;

type Say = (text: string, max: number) => string;

function toWhat({ attack_type, techniques, facts }: Notice, say: Say): string {
  const ids = techniques.slice(0, 10).map((id) => say(id, 20));
  const parts = [say(attack_type, 60) + (ids.length ? ` (${ids.join(', ')})` : '')];
  const found = facts?.vulnerability;
  if (found)
    parts.push(
      `${say(found.id, 60)} ${say(found.title, 120)}${found.kev ? ', known to be exploited' : ''}${found.strength === 'probe' ? ', probed only' : ''}`,
    );
  if (facts?.protocol) parts.push(`protocol ${say(facts.protocol, 30)}`);
  return parts.join('; ');
}

/** The node by its name and its place: its group and its labels. */
function toNode({ node_name, node_id, facts }: Notice, say: Say): string {
  const place = [facts?.group ?? '', ...(facts?.labels ?? []).slice(0, 16)].filter(Boolean);
  const node = say(node_name || node_id, 150);
  return place.length ? `${node} (${place.map((one) => say(one, 60)).join(', ')})` : node;
}

function toWhere(notice: Notice, say: Say): string {
  const { service, related_decoy } = notice;
  const where = `${say(service, 100)} on ${toNode(notice, say)}`;
  return related_decoy ? `${where}, decoy ${say(related_decoy, 200)}` : where;
}

/** `pc-reception (owner M. Jones, workstation, Lyon room 2)`; '' where nothing is known. */
export function toAsset(asset: Notice['asset'], say: Say): string {
  const { name = null, owner = null, role = null, location = null } = asset ?? {};
  const more = [
    owner === null ? '' : `owner ${say(owner, 100)}`,
    say(role ?? '', 60),
    say(location ?? '', 100),
  ]
    .filter(Boolean)
    .join(', ');
  if (name === null) return more;
  return more === '' ? say(name, 100) : `${say(name, 100)} (${more})`;
}

function toWho({ source_ip, asset, facts, occasion, event_count }: Notice, say: Say): string {
  if (occasion === 'wave')
    return [
      `${plural(event_count, 'source', 'sources')}, the latest ${say(source_ip, 255)}`,
      toAsset(asset, say),
    ]
      .filter(Boolean)
      .join(', ');
  const { country = null, asn = null, network_owner = null } = facts?.place ?? {};
  const parts = [say(source_ip, 255) || 'unknown', toAsset(asset, say)].filter(Boolean);
  if (country !== null) parts.push(countryName(say(country, 20)));
  if (asn !== null) parts.push(`AS${asn}${network_owner === null ? '' : ` ${say(network_owner, 100)}`}`);
  return parts.join(', ');
}

function toHowOften({ event_count, facts, occasion }: Notice): string {
  const nodes = facts && facts.node_count > 0 ? ` on ${plural(facts.node_count, 'node', 'nodes')}` : '';
  if (occasion === 'wave') return plural(event_count, 'source', 'sources') + nodes;
  if (facts?.attempts) return plural(facts.attempts, 'sign-in attempt', 'sign-in attempts') + nodes;
  return (event_count === 1 ? 'once' : plural(event_count, 'event', 'events')) + nodes;
}

function toRows(notice: Notice, say: Say): MessageContent['rows'] {
  const { about, facts, risk_score, confidence } = notice;
  const { timezone } = facts ?? noNodeFacts;
  const when = toSpan(inert(notice.first_seen, 40), inert(notice.last_seen, 40), timezone);
  const by = notice.by ? [{ label: 'By', value: say(notice.by, 200) }] : [];
  if (about === 'node')
    return [...by, { label: 'Where', value: toNode(notice, say) }, { label: 'When', value: when }];
  if (about === 'sensor')
    return [
      { label: 'Where', value: toNode(notice, say) },
      { label: 'Since', value: when },
    ];
  if (about !== undefined) return [{ label: about === 'channel' ? 'Since' : 'When', value: when }];
  const rows = [
    ...by,
    { label: 'What', value: toWhat(notice, say) },
    { label: 'Where', value: toWhere(notice, say) },
    { label: 'Who', value: toWho(notice, say) },
  ];
  if (facts?.account) {
    const password =
      facts.password === null
        ? ''
        : facts.password === maskedPassword
          ? ' (a password was captured)'
          : `, password ${say(facts.password, 100)}`;
    rows.push({ label: 'Account', value: `${say(facts.account, 200)}${password}` });
  }
  rows.push(
    { label: 'When', value: when },
    { label: 'How often', value: toHowOften(notice) },
    {
      label: 'Assessment',
      value: `risk ${risk_score} of 10 (${toLevel(risk_score)}), ${Math.round(confidence * 100)} % confident`,
    },
  );
  return rows;
}

/** Lines of a text of ours, in which names may be an attacker's: each is made inert on its own. */
const toLines = (text: string, share: number): string[] => {
  const most = Math.ceil(6000 * share);
  const lines: string[] = [];
  let length = 0;
  for (const line of text.slice(0, most * 2).split('\n')) {
    const shown = defang(printable(line, 500));
    length += shown.length + 1;
    if (length > most) return [...lines, '…'];
    lines.push(shown);
  }
  return lines;
};

/** `share` scales the limits of the texts (see `fitted`). */
export function toContent(notice: Notice, share = 1): MessageContent {
  const say: Say = (text, max) => clipQuoted(quoted(text, max), Math.ceil(max * share));
  const own = notice.words?.text ?? notice.text ?? null;
  const level = toLevel(notice.risk_score);
  const isPlain = notice.occasion === 'test' || notice.about === 'digest';
  return {
    occasion: toOccasion(notice),
    level,
    severity: isPlain ? '' : level.toUpperCase(),
    title: say(notice.words?.title || notice.title, 300),
    hasOwnTitle: !!notice.words?.title,
    rows: own === null ? toRows(notice, say) : [],
    why: own === null ? notice.reasons.slice(0, 6).map((reason) => say(reason, 250)) : [],
    payload: own !== null || notice.payload === '' ? null : say(readable(notice.payload), 500),
    advice: own === null ? say(notice.advice, 600) : '',
    link: safeLink(notice.link),
    acknowledge: safeLink(notice.acknowledge ?? null),
    text: own === null ? null : toLines(own, share),
  };
}

/** One line of plain text, at most `max` characters. It begins with the severity, unless the title is the channel's own. */
export const toHeadline = ({ severity, occasion, title, hasOwnTitle }: MessageContent, max: number): string =>
  clipQuoted(hasOwnTitle ? title : `${severity === '' ? '' : `[${severity}] `}${occasion}: ${title}`, max);

/** What stands over the title, all ours: `CRITICAL · New incident`. Null where the title is the channel's own. */
export const toKicker = ({ severity, occasion, hasOwnTitle }: MessageContent): string | null =>
  hasOwnTitle ? null : `${severity === '' ? '' : `${severity} · `}${occasion}`;

/** Paragraphs of plain text; the headline is not among them. What a person acts on comes first, an attacker's bytes last. */
export function toPlain(content: MessageContent): string {
  const parts: string[] = [];
  if (content.text !== null) parts.push(content.text.join('\n'));
  if (content.rows.length) parts.push(content.rows.map((row) => `${row.label}: ${row.value}`).join('\n'));
  if (content.why.length) parts.push(`Why:\n${content.why.map((reason) => `- ${reason}`).join('\n')}`);
  if (content.advice) parts.push(`What to do: ${content.advice}`);
  if (content.link) parts.push(`Open: ${content.link}`);
  if (content.acknowledge) parts.push(`Acknowledge: ${content.acknowledge}`);
  if (content.payload !== null) parts.push(`Attacker's input: "${content.payload}"`);
  return parts.join('\n\n');
}

/** What was said, in at most `max` characters on one line: for receivers that take no more. */
export const toShort = (content: MessageContent, max: number): string => {
  const head = toHeadline(content, max);
  const rest = content.rows.filter(({ label }) => label === 'Where' || label === 'Account');
  return clip([head, ...rest.map(({ value }) => value)].join('; '), max);
};
