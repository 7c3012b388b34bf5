/**
 * One box over everything. Every group is asked in a way that an index answers, or that looks at a bounded number of the
 * latest records; so a search costs the same however much there is.
 */

import type { SearchAnswer, SearchGroup, SearchHit } from '../contract/search.ts';
import { observableKinds } from '../core/observable.ts';
import type { EventQuery } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { parseAddress, parseNetwork, toAddressText } from '../lib/address-words.ts';
import { maskedIncident, maskedValue } from '../lib/masking.ts';
import { cut } from '../lib/text.ts';

export const mostSearchText = 200;
const mostHits = 5;
/** Of each kind, the most frequent values that are looked into for a part of one. */
const lookedOfKind = 200;
const mostDecoys = 500;

/** Pages of the console, with words that people look for. */
const pages: readonly { path: string; title: string; words: string }[] = [
  { path: '/', title: 'Overview', words: 'overview dashboard start summary' },
  { path: '/incidents', title: 'Incidents', words: 'incidents inbox alarms cases' },
  { path: '/attackers', title: 'Attackers', words: 'attackers sources profiles addresses' },
  { path: '/sessions', title: 'Sessions', words: 'sessions transcripts commands shell' },
  { path: '/events', title: 'Events', words: 'events log search query' },
  { path: '/nodes', title: 'Nodes', words: 'nodes sensors honeypots agents' },
  { path: '/decoys', title: 'Decoys', words: 'decoys planted files' },
  { path: '/tokens', title: 'Tokens', words: 'tokens canary links' },
  { path: '/channels', title: 'Channels', words: 'channels notifications mail webhook chat' },
  { path: '/deliveries', title: 'Deliveries', words: 'deliveries messages sent' },
  { path: '/suppressions', title: 'Suppressions', words: 'suppressions rules false alarms' },
  { path: '/block-list', title: 'Block list', words: 'block list firewall feeds' },
  { path: '/api-keys', title: 'API keys', words: 'api keys scopes' },
  { path: '/audit', title: 'Audit log', words: 'audit log who did what' },
  { path: '/settings', title: 'Settings', words: 'settings account password' },
];

const many = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;
const quoted = (text: string): string => `"${text.replace(/(["\\])/g, '\\$1')}"`;

/** `nowMs` is the time of the question. `text` is trimmed and not empty. It ends early where `gone` is aborted. */
export async function search(
  tenant: TenantStore,
  text: string,
  nowMs: number,
  gone?: AbortSignal,
): Promise<SearchAnswer> {
  const needle = text.toLowerCase();
  const address = parseAddress(text);
  const source = address ? toAddressText(address.words) : text;
  const isNetwork = address === null && parseNetwork(text) !== null;
  const ask = (of: string): EventQuery => ({ text: of, nowMs });
  const bySource = isNetwork ? `source:${text}` : `source:${quoted(source)}`;
  const page = { limit: mostHits, gone };
  const holds = (...values: (string | null | undefined)[]): boolean =>
    values.some((value) => value?.toLowerCase().includes(needle));

  const groups: Record<SearchGroup, () => Promise<SearchHit[]>> = {
    pages: async () =>
      pages
        .filter(({ title, words }) => holds(title, words))
        .map(({ path, title }) => ({ id: path, title, detail: path })),

    async incidents() {
      const one = await tenant.incident(text);
      const found = one
        ? [one]
        : address || isNetwork
          ? (await tenant.incidents({ query: ask(bySource) }, page)).items
          : (await tenant.incidents({ query: ask(quoted(text)) }, page)).items;
      return found.map(maskedIncident).map((incident) => ({
        id: incident.incident_id,
        title: incident.title,
        detail: `${incident.status}, risk ${incident.risk_score}`,
        at: incident.last_seen,
      }));
    },

    async attackers() {
      const one = await tenant.profile(source);
      const found = one
        ? [one]
        : isNetwork
          ? (await tenant.profiles('last_seen', page, ask(bySource))).items
          : [];
      return found.map((profile) => ({
        id: profile.source_ip,
        title: profile.source_ip,
        detail: `${many(profile.total_attacks, 'event')}, ${profile.most_common_attack}, risk ${profile.max_risk_score}`,
        at: profile.last_seen,
      }));
    },

    async sessions() {
      const [event] = (await tenant.events({ session: text }, { limit: 1 })).items;
      const one = event ? await tenant.session(event.node_id, text) : null;
      const found = one
        ? [one]
        : address
          ? (await tenant.sessions({ source }, page)).items
          : isNetwork
            ? (await tenant.sessions({ query: ask(bySource) }, page)).items
            : [];
      return found.map((session) => ({
        id: `${session.node_id}/${session.session}`,
        title: session.session,
        detail: `${session.service} from ${session.source_ip}, ${many(session.events, 'event')}`,
        at: session.last_at,
      }));
    },

    nodes: async () =>
      (await tenant.nodes())
        .filter((node) => holds(node.node_id, node.name, ...node.labels, node.agent?.hostname))
        .map((node) => ({ id: node.node_id, title: node.name, detail: node.status })),

    decoys: async () =>
      (await tenant.decoys({}, mostDecoys))
        .filter((decoy) => holds(decoy.file_name, decoy.file_path))
        .map((decoy) => ({
          id: decoy.id,
          title: decoy.file_name,
          detail: decoy.file_path ?? decoy.node_id,
          ...(decoy.last_accessed ? { at: decoy.last_accessed } : {}),
        })),

    async observables() {
      const whole = [...new Set([text, needle, source])];
      const exact = await tenant.observablesOf(
        whole.flatMap((value) => observableKinds.map((kind) => ({ kind, value }))),
      );
      const found = new Map(exact.map((one) => [one.id, one]));
      for (const { kind, kept } of found.size >= mostHits ? [] : await tenant.observableKinds()) {
        if (kept === 0) continue;
        const asked = { kind, q: text, looked: lookedOfKind };
        for (const one of (await tenant.observables(asked, 'events', { limit: 2 })).items)
          found.set(one.id, one);
      }
      return (
        [...found.values()]
          .map((one) => ({ one, ...maskedValue(one.kind, one.value) }))
          // What is masked is not found by a part of it: a search would tell it letter by letter.
          .filter(({ masked, value }) => !masked || holds(value))
          .map(({ one, value }) => ({
            id: one.id,
            kind: one.kind,
            title: cut(value, 200),
            detail: `${many(one.events, 'event')}, ${many(one.sources, 'source')}`,
            at: one.last_seen,
          }))
      );
    },
  };
  const more: Partial<Record<SearchGroup, string>> = {
    incidents: `/api/incidents?q=${encodeURIComponent(address || isNetwork ? bySource : quoted(text))}`,
    sessions: address || isNetwork ? `/api/sessions?q=${encodeURIComponent(bySource)}` : '',
    attackers: isNetwork ? `/api/attackers?q=${encodeURIComponent(bySource)}` : '',
  };
  const answer: SearchAnswer = { q: text, groups: [] };
  for (const [group, find] of Object.entries(groups) as [SearchGroup, () => Promise<SearchHit[]>][]) {
    if (gone?.aborted) break;
    const items = (await find()).slice(0, mostHits);
    if (items.length > 0) answer.groups.push({ group, items, more: more[group] ?? '' });
  }
  return answer;
}
