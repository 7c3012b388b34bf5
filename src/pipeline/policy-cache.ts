/** What the pipeline knows of tenants between commits: rules, settings, channels, node names and baselines. */
import { type AlertPolicy, toPolicy } from '../alert/policy.ts';
import { toSuppressionRule } from '../alert/suppression.ts';
import { type AlertSettings, defaultAlertSettings } from '../core/alert-settings.ts';
import type { ChannelConfig } from '../core/channel.ts';
import { alertSettingsDocs, channelDocs, suppressionDocs } from '../core/doc-kinds.ts';
import type { EventIdentity } from '../core/event.ts';
import type { ExposureSetting } from '../core/exposure.ts';
import type { Baseline } from '../core/scorer.ts';
import type { Store } from '../core/store.ts';
import { createNetworkTest } from '../lib/network.ts';
import type { ExposurePolicy } from '../score/exposure/decide.ts';
import { createDocCache } from './doc-cache.ts';
import { createTimedCache } from './timed-cache.ts';

export interface PolicyCache {
  /** Must have resolved before the rest is asked about these senders; null when nothing is missing. */
  ensure(senders: readonly EventIdentity[]): Promise<void> | null;
  alertPolicy(userId: string): AlertPolicy;
  /** The tenant's quiet hours, for channels that have none of their own. */
  quietHours(userId: string): AlertSettings['quiet_hours'];
  channels(userId: string): readonly ChannelConfig[];
  /** What decides whether events of a node count as inside. */
  exposurePolicy(userId: string, nodeId: string): ExposurePolicy;
  /** Null while little is known of the tenant. */
  baseline(userId: string): Baseline | null;
  /** The id itself when the name is not known. */
  nodeName(nodeId: string): string;
  /** Asks the store for rules, settings, channels and names before the next use. */
  refresh(): void;
}

export interface PolicyCacheParts {
  store: Pick<Store, 'of' | 'allDocs' | 'docsRevision'>;
  /** The server's own threshold, for tenants who set none. */
  alertRiskThreshold: number;
  clock: () => number;
}

/** What the pipeline needs to know of a node. */
interface KnownNode {
  name: string;
  exposure: ExposureSetting;
}

interface TenantPolicy {
  settings: AlertSettings;
  policy: AlertPolicy;
  /** By the setting of a node. */
  exposure: Readonly<Record<ExposureSetting, ExposurePolicy>>;
}

const minuteMs = 60_000;
const mostEntries = 20_000;
const mostPolicies = 10_000;

export function createPolicyCache({ store, alertRiskThreshold, clock }: PolicyCacheParts): PolicyCache {
  const rules = createDocCache({ store, kind: suppressionDocs.name, parse: toSuppressionRule, clock });
  const channels = createDocCache({
    store,
    kind: channelDocs.name,
    parse: (doc) => channelDocs.parse(doc.body),
    clock,
  });
  const settings = createDocCache({
    store,
    kind: alertSettingsDocs.name,
    parse: (doc) => alertSettingsDocs.parse(doc.body),
    clock,
  });
  const owners = new Map<string, string>();
  const nodes = createTimedCache<KnownNode>({
    async load(nodeId) {
      const node = await store.of(owners.get(nodeId) ?? '').node(nodeId);
      return { name: node?.name ?? nodeId, exposure: node?.exposure ?? 'auto' };
    },
    maxAgeMs: minuteMs,
    maxEntries: mostEntries,
    clock,
  });
  const baselines = createTimedCache<Baseline | null>({
    load: (userId) => store.of(userId).ordinary(),
    maxAgeMs: 5 * minuteMs,
    maxEntries: mostEntries,
    clock,
  });

  let policies = new Map<string, TenantPolicy>();
  let revision = -1;
  /** Made once for each change of rules or settings. */
  function policyOf(userId: string): TenantPolicy {
    const current = rules.revision + settings.revision;
    if (revision !== current || policies.size > mostPolicies) {
      policies = new Map();
      revision = current;
    }
    let found = policies.get(userId);
    if (!found) {
      const own = settings.of(userId)[0] ?? defaultAlertSettings;
      const isDeclared = createNetworkTest(own.networks);
      found = {
        settings: own,
        policy: toPolicy(own, alertRiskThreshold, rules.of(userId)),
        exposure: {
          auto: { setting: own.exposure, setBy: 'your alert settings', isDeclared },
          internal: { setting: 'internal', setBy: 'the node', isDeclared },
          internet: { setting: 'internet', setBy: 'the node', isDeclared },
        },
      };
      policies.set(userId, found);
    }
    return found;
  }

  return {
    ensure(senders) {
      if (owners.size > mostEntries) {
        owners.clear();
        nodes.clear();
      }
      const users = new Set<string>();
      for (const { user_id, node_id } of senders) {
        users.add(user_id);
        if (owners.get(node_id) !== user_id) owners.set(node_id, user_id);
      }
      const nodeIds = senders.length === 1 ? [senders[0]!.node_id] : new Set(senders.map((s) => s.node_id));
      const checks = [
        rules.ensure(),
        channels.ensure(),
        settings.ensure(),
        nodes.ensure(nodeIds),
        baselines.ensure(users),
      ].filter((check) => check !== null);
      return checks.length === 0 ? null : Promise.all(checks).then(() => undefined);
    },
    alertPolicy: (userId) => policyOf(userId).policy,
    exposurePolicy: (userId, nodeId) => policyOf(userId).exposure[nodes.get(nodeId)?.exposure ?? 'auto'],
    quietHours: (userId) => policyOf(userId).settings.quiet_hours,
    channels: (userId) => channels.of(userId),
    baseline: (userId) => baselines.get(userId) ?? null,
    nodeName: (nodeId) => nodes.get(nodeId)?.name ?? nodeId,
    refresh() {
      rules.refresh();
      channels.refresh();
      settings.refresh();
      nodes.refresh();
    },
  };
}
