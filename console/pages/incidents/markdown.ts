/** An incident as Markdown, for a ticket or a chat. What an attacker wrote stands in code spans and cannot leave them. */
import type { IncidentDetailView } from '../../data/types.ts';
import { clip, toVisible } from '../../parts/escape.ts';
import { techniqueName } from '../../texts/techniques.ts';

const longestTicks = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));

/** One line in a code span whose fence is longer than any run of ticks inside. */
export function toSpan(text: string): string {
  const shown = toVisible(clip(text, 300));
  if (shown === '') return '–';
  const fence = '`'.repeat(longestTicks(shown) + 1);
  const pad = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

export function toBlock(text: string): string {
  const shown = toVisible(clip(text, 4000));
  const fence = '`'.repeat(Math.max(3, longestTicks(shown) + 1));
  return `${fence}text\n${shown}\n${fence}`;
}

export interface MarkdownWords {
  risk: string;
  type: string;
  state: string;
  source: string;
  service: string;
  node: string;
  first: string;
  last: string;
  events: string;
  why: string;
  raw: string;
  techniques: string;
}

/** `words` are the labels and names in the person's language; `link` leads back to the incident. */
export function toMarkdown(
  incident: IncidentDetailView,
  words: MarkdownWords,
  shown: { type: string; state: string; node: string; link: string; payload: string },
): string {
  const rows: [string, string][] = [
    [words.risk, `${incident.risk_score} / 10`],
    [words.type, shown.type],
    [words.state, shown.state],
    [words.source, toSpan(incident.source_ip)],
    [words.service, toSpan(incident.service)],
    [words.node, toSpan(shown.node)],
    [words.first, incident.first_seen],
    [words.last, incident.last_seen],
    [words.events, String(incident.event_count)],
  ];
  const techniques = incident.techniques.map((id) => `- ${id} ${techniqueName(id) ?? ''}`.trim());
  return [
    `**${toSpan(incident.title)}**`,
    '',
    ...rows.map(([name, value]) => `- ${name}: ${value}`),
    '',
    ...(incident.reasons.length > 0
      ? [`**${words.why}**`, '', ...incident.reasons.map((reason) => `- ${toSpan(reason)}`), '']
      : []),
    ...(techniques.length > 0 ? [`**${words.techniques}**`, '', ...techniques, ''] : []),
    ...(shown.payload === '' ? [] : [`**${words.raw}**`, '', toBlock(shown.payload), '']),
    shown.link,
    '',
  ].join('\n');
}
