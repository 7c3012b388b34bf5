/** What a commit needs to know of its tenants beside the events: rules, channels, names, the ordinary level. */
import type { ChannelConfig } from '../core/channel.ts';
import { channelDocs, suppressionDocs } from '../core/doc-kinds.ts';
import type { EventIdentity } from '../core/event.ts';
import type { Doc } from '../core/query.ts';
import type { Baseline } from '../core/scorer.ts';
import type { Store } from '../core/store.ts';
import { createDocCache, createTimedCache } from './doc-cache.ts';

export interface Tenants<Rule> {
  /** Must have resolved before the rest is asked about these senders; null where nothing is missing. */
  ensure(senders: readonly EventIdentity[]): Promise<void> | null;
  rules(userId: string): readonly Rule[];
  channels(userId: string): readonly ChannelConfig[];
  /** The tenant's alert settings; null where it has none. */
  settings(userId: string): Doc | null;
  ordinary(userId: string): Baseline | null;
  /** The id itself where the name is not known. */
  nodeName(nodeId: string): string;
  /** Grows when rules, channels or settings changed. */
  readonly revision: number;
  refresh(): void;
}

const minuteMs = 60_000;
const mostEntries = 20_000;

export function createPolicyCache<Rule>({
  store,
  toRule,
  settingsKind,
  clock,
}: {
  store: Store;
  toRule(doc: Doc): Rule;
  settingsKind: string;
  clock: () => number;
}): Tenants<Rule> {
  const rules = createDocCache({ store, kind: suppressionDocs.name, parse: toRule, clock });
  const channels = createDocCache({
    store,
    kind: channelDocs.name,
    parse: (doc) => channelDocs.parse(doc.body),
    clock,
  });
  const settings = createDocCache({ store, kind: settingsKind, parse: (doc) => doc, clock });
  const owners = new Map<string, string>();
  const names = createTimedCache<string>({
    load: async (nodeId) => (await store.of(owners.get(nodeId) ?? '').node(nodeId))?.name ?? nodeId,
    maxAgeMs: minuteMs,
    maxEntries: mostEntries,
    clock,
  });
  const ordinary = createTimedCache<Baseline | null>({
    load: (userId) => store.of(userId).baseline(),
    maxAgeMs: 5 * minuteMs,
    maxEntries: mostEntries,
    clock,
  });

  return {
    ensure(senders) {
      if (owners.size > mostEntries) {
        owners.clear();
        names.clear();
      }
      const users = new Set<string>();
      for (const { user_id, node_id } of senders) {
        users.add(user_id);
        if (owners.get(node_id) !== user_id) owners.set(node_id, user_id);
      }
      const nodes = senders.length === 1 ? [senders[0]!.node_id] : new Set(senders.map((s) => s.node_id));
      const work = [
        rules.ensure(),
        channels.ensure(),
        settings.ensure(),
        names.ensure(nodes),
        ordinary.ensure(users),
      ].filter((one) => one !== null);
      return work.length === 0 ? null : Promise.all(work).then(() => undefined);
    },
    rules: (userId) => rules.of(userId),
    channels: (userId) => channels.of(userId),
    settings: (userId) => settings.of(userId)[0] ?? null,
    ordinary: (userId) => ordinary.get(userId) ?? null,
    nodeName: (nodeId) => names.get(nodeId) ?? nodeId,
    get revision() {
      return rules.revision + channels.revision + settings.revision;
    },
    refresh() {
      rules.refresh();
      channels.refresh();
      settings.refresh();
      names.clear();
    },
  };
}
