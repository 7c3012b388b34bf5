/**
 * One box over everything. Every group is asked in a way that an index answers, or that looks at a bounded number of the
 * latest records; so a search costs the same however much there is.
 */

import type { SearchAnswer, SearchGroup, SearchHit } from '../contract/search.ts';
import type { Incident } from '../core/alert.ts';
import { type Observable, type ObservableKind, observableKinds } from '../core/observable.ts';
import type { EventQuery, QueryWithin } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { parseAddress, parseNetwork, toAddressText } from '../lib/address-words.ts';
import { maskedIncident, maskedValue } from '../lib/masking.ts';
import { cut } from '../lib/text.ts';
import { consolePages } from './console-pages.ts';
import { showsPart } from './masked-search.ts';
import { firstWithin } from './observables-within.ts';

export const mostSearchText = 200;
const mostHits = 5;
/** Values of one kind that hold a part; and how many are looked at to find them where they are narrowed. */
const mostOfKind = 2;
const mostNarrowed = 20;
/** Of each kind, the most frequent values that are looked into for a part of one. */
const lookedOfKind = 200;
/** The latest incidents, which are looked into for a word. */
const lookedIncidents = 500;
const mostDecoys = 500;
/** Kinds whose values may hold a password. */
const holdPasswords: ReadonlySet<ObservableKind> = new Set([
  'password',
  'credential',
  'command',
  'command_form',
  'url',
  'path',
  'user',
  'file',
  'user_agent',
]);

const many = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;
const quoted = (text: string): string => `"${text.replace(/(["\\])/g, '\\$1')}"`;

export interface SearchAsked {
  /** The time of the question. */
  nowMs: number;
  /** masked-search.ts */
  maySee: boolean;
  gone?: AbortSignal | undefined;
  /** Only what happened there and then. */
  within?: QueryWithin | undefined;
  assetOf?: (source: string) => { name: string | null; owner: string | null; role: string | null } | null;
}

/** `text` is trimmed and not empty. It ends early where `gone` is aborted. */
export async function search(
  tenant: TenantStore,
  text: string,
  { nowMs, maySee, gone, within, assetOf = () => null }: SearchAsked,
): Promise<SearchAnswer> {
  const needle = text.toLowerCase();
  const address = parseAddress(text);
  const source = address ? toAddressText(address.words) : text;
  const isNetwork = address === null && parseNetwork(text) !== null;
  const ask = (of: string): EventQuery => ({ text: of, nowMs, ...(within === undefined ? {} : { within }) });
  const isOfNode = (id: string): boolean => within?.nodes === undefined || within.nodes.includes(id);
  const whose = (address: string): string => {
    const { name = null, owner = null, role = null } = assetOf(address) ?? {};
    return [name, role, owner]
      .filter((one) => one !== null)
      .map((one) => `${one}, `)
      .join('');
  };
  const bySource = isNetwork ? `source:${text}` : `source:${quoted(source)}`;
  const page = { limit: mostHits, gone };
  const holds = (...values: (string | null | undefined)[]): boolean =>
    values.some((value) => value?.toLowerCase().includes(needle));

  /** An incident has no exposure of its own: its source has. */
  async function incidentsOf(of: string): Promise<Incident[]> {
    const { exposure, ...rest } = within ?? {};
    const query = { ...ask(of), ...(within === undefined ? {} : { within: rest }) };
    const { items } = await tenant.incidents({ query, looked: lookedIncidents }, page);
    if (exposure === undefined) return items;
    const profiles = await Promise.all(items.map(({ source_ip }) => tenant.profile(source_ip)));
    return items.filter((_, at) => (profiles[at]?.exposures[exposure] ?? 0) > 0);
  }

  /** Two of the most frequent that hold it. Where it could be guessed, values are compared as they are shown. */
  async function frequentOf(kind: ObservableKind): Promise<Observable[]> {
    if (maySee || !holdPasswords.has(kind)) {
      const asked = { kind, q: text, looked: lookedOfKind };
      const limit = within === undefined ? mostOfKind : mostNarrowed;
      const { items } = await tenant.observables(asked, 'events', { limit, gone });
      return firstWithin(
        tenant,
        items.filter((one) => showsPart(one, text, false)),
        within,
        mostOfKind,
      );
    }
    const { items } = await tenant.observables({ kind }, 'events', { limit: lookedOfKind, gone });
    return firstWithin(
      tenant,
      items.filter((one) => showsPart(one, text, false)).slice(0, mostNarrowed),
      within,
      mostOfKind,
    );
  }

  const groups: Record<SearchGroup, () => Promise<SearchHit[]>> = {
    pages: async () =>
      consolePages
        .filter(({ title, words }) => holds(title, words))
        .map(({ path, title }) => ({ id: path, title, detail: path })),

    async incidents() {
      const one = within === undefined ? await tenant.incident(text) : null;
      const found = one
        ? [one]
        : address || isNetwork
          ? await incidentsOf(bySource)
          : await incidentsOf(quoted(text));
      return found.map(maskedIncident).map((incident) => ({
        id: incident.incident_id,
        title: incident.title,
        detail: `${incident.status}, risk ${incident.risk_score}`,
        at: incident.last_seen,
      }));
    },

    async attackers() {
      const one = isNetwork ? null : await tenant.profile(source);
      const found =
        isNetwork || (one !== null && within !== undefined)
          ? (await tenant.profiles('last_seen', page, ask(bySource))).items
          : one === null
            ? []
            : [one];
      return found.map((profile) => ({
        id: profile.source_ip,
        title: profile.source_ip,
        detail: `${whose(profile.source_ip)}${many(profile.total_attacks, 'event')}, ${profile.most_common_attack}, risk ${profile.max_risk_score}`,
        at: profile.last_seen,
      }));
    },

    async sessions() {
      const [event] =
        within === undefined ? (await tenant.events({ session: text }, { limit: 1 })).items : [];
      const one = event ? await tenant.session(event.node_id, text) : null;
      const found = one
        ? [one]
        : address && within === undefined
          ? (await tenant.sessions({ source }, page)).items
          : address || isNetwork
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
        .filter(
          (node) =>
            isOfNode(node.node_id) &&
            holds(node.node_id, node.name, ...node.labels, node.owner, node.location, node.agent?.hostname),
        )
        .map((node) => ({ id: node.node_id, title: node.name, detail: node.status })),

    decoys: async () =>
      (await tenant.decoys({}, { limit: mostDecoys })).items
        .filter((decoy) => isOfNode(decoy.node_id) && holds(decoy.file_name, decoy.file_path))
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
      // What is masked is not found by what it hides: a search would tell it letter by letter.
      const shown = exact.filter((one) => showsPart(one, text, false));
      const found = new Map(
        (await firstWithin(tenant, shown, within, mostHits)).map((one) => [one.id, one] as const),
      );
      for (const { kind, kept } of found.size >= mostHits ? [] : await tenant.observableKinds()) {
        if (kept === 0) continue;
        for (const one of await frequentOf(kind)) found.set(one.id, one);
      }
      return [...found.values()].map((one) => ({
        id: one.id,
        kind: one.kind,
        title: cut(maskedValue(one.kind, one.value).value, 200),
        detail: `${many(one.events, 'event')}, ${many(one.sources, 'source')}`,
        at: one.last_seen,
      }));
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
