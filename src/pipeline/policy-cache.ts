/** What the pipeline knows of tenants between commits: rules, settings, channels, node names and baselines. */
import { type AlertPolicy, toPolicy } from '../alert/policy.ts';
import { toSuppressionRule } from '../alert/suppression.ts';
import { type AlertSettings, defaultAlertSettings } from '../core/alert-settings.ts';
import type { ChannelConfig } from '../core/channel.ts';
import { alertSettingsDocs, channelDocs, suppressionDocs } from '../core/doc-kinds.ts';
import type { EventIdentity } from '../core/event.ts';
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
  /** Asks the store whether rules, settings and channels have changed before the next use. */
  refresh(): void;
}

export interface PolicyCacheParts {
  store: Pick<Store, 'of' | 'docsRevision'>;
  /** The server's own threshold, for tenants who set none. */
  alertRiskThreshold: number;
  clock: () => number;
}

interface TenantPolicy {
  /** What it was made of, as the caches hand it out: another array means a change. */
  madeOf: readonly [rules: readonly unknown[], settings: readonly unknown[]];
  settings: AlertSettings;
  policy: AlertPolicy;
  exposure: ExposurePolicy;
}

const minuteMs = 60_000;
const mostEntries = 20_000;
/** Policies are made anew in no time, so they are simply dropped once there are this many. */
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
  const names = createTimedCache<string>({
    load: async (nodeId) => (await store.of(owners.get(nodeId) ?? '').node(nodeId))?.name ?? nodeId,
    maxAgeMs: minuteMs,
    maxEntries: mostEntries,
    clock,
  });
  const baselines = createTimedCache<Baseline | null>({
    load: (userId) => store.of(userId).baseline(),
    maxAgeMs: 5 * minuteMs,
    maxEntries: mostEntries,
    clock,
  });

  const policies = new Map<string, TenantPolicy>();
  /** Made once for each change of the tenant's rules or settings. */
  function policyOf(userId: string): TenantPolicy {
    const [ownRules, ownSettings] = [rules.of(userId), settings.of(userId)];
    const known = policies.get(userId);
    if (known && known.madeOf[0] === ownRules && known.madeOf[1] === ownSettings) return known;
    const own = ownSettings[0] ?? defaultAlertSettings;
    const made: TenantPolicy = {
      madeOf: [ownRules, ownSettings],
      settings: own,
      policy: toPolicy(own, alertRiskThreshold, ownRules),
      exposure: { setting: own.exposure, isDeclared: createNetworkTest(own.networks) },
    };
    if (policies.size >= mostPolicies) policies.clear();
    policies.set(userId, made);
    return made;
  }

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
      const checks = [
        rules.ensure(users),
        channels.ensure(users),
        settings.ensure(users),
        names.ensure(nodes),
        baselines.ensure(users),
      ].filter((check) => check !== null);
      return checks.length === 0 ? null : Promise.all(checks).then(() => undefined);
    },
    alertPolicy: (userId) => policyOf(userId).policy,
    exposurePolicy: (userId) => policyOf(userId).exposure,
    quietHours: (userId) => policyOf(userId).settings.quiet_hours,
    channels: (userId) => channels.of(userId),
    baseline: (userId) => baselines.get(userId) ?? null,
    nodeName: (nodeId) => names.get(nodeId) ?? nodeId,
    refresh() {
      rules.refresh();
      channels.refresh();
      settings.refresh();
    },
  };
}
