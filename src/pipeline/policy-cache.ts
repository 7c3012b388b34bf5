/** What the pipeline knows of tenants between commits: rules, settings, channels, node names and baselines. */
import { type AlertPolicy, toPolicy } from '../alert/policy.ts';
import { type SuppressionRule, toSuppressionRule } from '../alert/suppression.ts';
import { type AlertSettings, defaultAlertSettings, timezoneOf } from '../core/alert-settings.ts';
import type { ChannelConfig } from '../core/channel.ts';
import {
  alertSettingsDocs,
  channelDocs,
  groupDocs,
  knownScannerDocs,
  suppressionDocs,
} from '../core/doc-kinds.ts';
import type { EventIdentity } from '../core/event.ts';
import type { ExposureSetting } from '../core/exposure.ts';
import { channelsOfGroup, type GroupBody, withGroup } from '../core/group.ts';
import type { NodeFacts } from '../core/notice-facts.ts';
import type { Baseline } from '../core/scorer.ts';
import { isTestTenant, policyTenantOf } from '../core/side-tenant.ts';
import type { Store } from '../core/store.ts';
import { createNetworkTest } from '../lib/network.ts';
import type { ExposurePolicy } from '../score/exposure/decide.ts';
import { type KnownScanner, toKnownScanner } from '../score/exposure/known-scanner.ts';
import { createDocCache } from './doc-cache.ts';
import { createTimedCache } from './timed-cache.ts';

export interface PolicyCache {
  /** Must have resolved before the rest is asked about these senders; null when nothing is missing. */
  ensure(senders: readonly EventIdentity[]): Promise<void> | null;
  /** What holds for a node: its group's values before the tenant's. */
  alertPolicy(userId: string, nodeId: string): AlertPolicy;
  /** For channels that have none of their own. */
  quietHours(userId: string, nodeId: string): AlertSettings['quiet_hours'];
  /** Those that are told of a node. */
  channels(userId: string, nodeId: string): readonly ChannelConfig[];
  /** What decides whether events of a node count as inside. */
  exposurePolicy(userId: string, nodeId: string): ExposurePolicy;
  /** Those that are enabled. */
  knownScanners(userId: string): readonly KnownScanner[];
  /** Null while little is known of the tenant. */
  baseline(userId: string): Baseline | null;
  /** The id itself when the name is not known. */
  nodeName(nodeId: string): string;
  nodeFacts(userId: string, nodeId: string): NodeFacts;
  /** Asks the store whether rules, settings and channels have changed before the next use. */
  refresh(): void;
}

export interface PolicyCacheParts {
  store: Pick<Store, 'of' | 'docsRevision'>;
  /** The server's own threshold, for tenants who set none. */
  alertRiskThreshold: number;
  clock: () => number;
}

/** What the pipeline needs to know of a node. */
interface KnownNode {
  name: string;
  exposure: ExposureSetting;
  group_id: string | null;
  labels: string[];
}

/** What holds for the nodes of one group, or for those without one. */
interface GroupPolicy {
  settings: AlertSettings;
  policy: AlertPolicy;
  /** By the setting of a node. */
  exposure: Readonly<Record<ExposureSetting, ExposurePolicy>>;
  group: GroupBody | null;
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
  const nodes = createTimedCache<KnownNode>({
    async load(nodeId) {
      const node = await store.of(owners.get(nodeId) ?? '').node(nodeId);
      return {
        name: node?.name ?? nodeId,
        exposure: node?.exposure ?? 'auto',
        group_id: node?.group_id ?? null,
        labels: node?.labels ?? [],
      };
    },
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

  const groups = createDocCache({
    store,
    kind: groupDocs.name,
    parse: (doc): [string, GroupBody] => [doc.id, groupDocs.parse(doc.body)],
    clock,
  });

  const scanners = createDocCache({
    store,
    kind: knownScannerDocs.name,
    parse({ id, body }) {
      const settings = knownScannerDocs.parse(body);
      return settings.enabled ? toKnownScanner(id, settings) : null;
    },
    clock,
  });
  /** What a known scanner may do is suppressed as if by a rule. */
  const toScannerRule = (userId: string, scanner: KnownScanner): SuppressionRule => ({
    id: scanner.id,
    user_id: userId,
    enabled: true,
    expires_at: null,
    matches: (event) =>
      event.verdict !== null &&
      scanner.isFrom(event.source_ip) &&
      scanner.objectionTo(event, event.verdict) === null,
  });

  function toGroupPolicy(userId: string, group: GroupBody | null): GroupPolicy {
    const tenant = settings.of(userId)[0] ?? defaultAlertSettings;
    const own = withGroup(tenant, group);
    const isDeclared = createNetworkTest(own.networks);
    const setBy = (group?.exposure ?? null) === null ? 'your alert settings' : 'its group';
    return {
      settings: own,
      policy: toPolicy(own, alertRiskThreshold, [
        ...rules.of(userId),
        ...scanners.of(userId).map((scanner) => toScannerRule(userId, scanner)),
      ]),
      exposure: {
        auto: { setting: own.exposure, setBy, isDeclared },
        internal: { setting: 'internal', setBy: 'the node', isDeclared },
        internet: { setting: 'internet', setBy: 'the node', isDeclared },
      },
      group,
    };
  }

  /** By tenant; the caches hand out another array when something changed. By group, '' for nodes without one. */
  const policies = new Map<string, { madeOf: readonly unknown[]; groups: Map<string, GroupPolicy> }>();
  /** Made once for each change of the tenant's rules, settings, groups or known scanners. */
  function policyOf(userId: string, nodeId: string): GroupPolicy {
    const madeOf = [rules.of(userId), settings.of(userId), groups.of(userId), scanners.of(userId)];
    let tenant = policies.get(userId);
    if (!tenant?.madeOf.every((one, at) => one === madeOf[at])) {
      if (policies.size >= mostPolicies) policies.clear();
      tenant = { madeOf, groups: new Map() };
      policies.set(userId, tenant);
    }
    const ofTenant = tenant.groups;
    const groupId = nodes.get(nodeId)?.group_id ?? '';
    let found = ofTenant.get(groupId);
    if (!found) {
      // Only the tenant's own groups are looked at; one that was deleted is none.
      const [, group = null] = groups.of(userId).find(([id]) => id === groupId) ?? [];
      found = toGroupPolicy(userId, group);
      ofTenant.set(groupId, found);
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
      for (const { user_id: sender, node_id } of senders) {
        const user_id = policyTenantOf(sender);
        users.add(user_id);
        if (owners.get(node_id) !== user_id) owners.set(node_id, user_id);
      }
      const nodeIds = senders.length === 1 ? [senders[0]!.node_id] : new Set(senders.map((s) => s.node_id));
      const checks = [
        rules.ensure(users),
        channels.ensure(users),
        settings.ensure(users),
        groups.ensure(users),
        scanners.ensure(users),
        nodes.ensure(nodeIds),
        baselines.ensure(users),
      ].filter((check) => check !== null);
      return checks.length === 0 ? null : Promise.all(checks).then(() => undefined);
    },
    alertPolicy: (userId, nodeId) => policyOf(policyTenantOf(userId), nodeId).policy,
    exposurePolicy: (userId, nodeId) =>
      policyOf(policyTenantOf(userId), nodeId).exposure[nodes.get(nodeId)?.exposure ?? 'auto'],
    quietHours: (userId, nodeId) => policyOf(policyTenantOf(userId), nodeId).settings.quiet_hours,
    // Nobody is told of a test as if it were real.
    channels: (userId, nodeId) =>
      isTestTenant(userId) ? [] : channelsOfGroup(policyOf(userId, nodeId).group, channels.of(userId)),
    knownScanners: (userId) => scanners.of(policyTenantOf(userId)),
    baseline: (userId) => baselines.get(policyTenantOf(userId)) ?? null,
    nodeFacts(userId, nodeId) {
      const { group, settings: own } = policyOf(policyTenantOf(userId), nodeId);
      const labels = nodes.get(nodeId)?.labels ?? [];
      return { labels, group: group?.name ?? null, timezone: timezoneOf(own) };
    },
    nodeName: (nodeId) => nodes.get(nodeId)?.name ?? nodeId,
    refresh() {
      rules.refresh();
      channels.refresh();
      settings.refresh();
      groups.refresh();
      scanners.refresh();
      nodes.refresh();
    },
  };
}
