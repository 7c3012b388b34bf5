/** Notifications of a running server: the outbox, its deliverer, and what the API needs of channels. */

import { hash, randomBytes } from 'node:crypto';
import { toNotice } from '../alert/news.ts';
import { touchesOf } from '../alert/touches.ts';
import type { AppDeps } from '../api/deps.ts';
import { readAlertSettings } from '../cases/alert-settings.ts';
import { createAssetFinders } from '../cases/assets.ts';
import { groupOfNode } from '../cases/groups.ts';
import { toIngestProblemNotice } from '../cases/ingest-problem-notice.ts';
import { toClockNotice } from '../cases/node-clock-notice.ts';
import type { TellClock } from '../cases/node-clocks.ts';
import { toQuotaNotice } from '../cases/quota-notice.ts';
import type { TellQuota } from '../cases/quota-warnings.ts';
import type { Config } from '../config.ts';
import type { Touched } from '../core/alert.ts';
import { timezoneOf } from '../core/alert-settings.ts';
import type { Notice } from '../core/channel.ts';
import type { Delivery } from '../core/delivery.ts';
import { channelDocs } from '../core/doc-kinds.ts';
import { channelsOfGroup, withGroup } from '../core/group.ts';
import type { Store } from '../core/store.ts';
import { listDocuments } from '../core/update-document.ts';
import { channels } from '../notify/channels/index.ts';
import type { DeliverLog } from '../notify/delivery/attempts.ts';
import { createChannelDirectory } from '../notify/delivery/channel-directory.ts';
import { createChannelHealth } from '../notify/delivery/channel-health.ts';
import { createDeliverer, type Deliverer } from '../notify/delivery/deliver.ts';
import { usualPace } from '../notify/delivery/pace.ts';
import { createRelevance } from '../notify/delivery/relevance.ts';
import { createSender } from '../notify/delivery/sender.ts';
import { createThreads } from '../notify/delivery/threads.ts';
import { toDeliveries } from '../notify/delivery/to-deliveries.ts';
import { createGuard } from '../notify/egress/guard.ts';
import { createTenantGuards } from '../notify/egress/tenant-guards.ts';
import { createAcknowledgeCodes } from '../notify/message/acknowledge-code.ts';
import { createAcknowledgeLinks } from '../notify/message/acknowledge-link.ts';

export interface NotificationParts {
  store: Store;
  config: Pick<Config, 'notifyAllowPrivate' | 'registration' | 'jwtSecret' | 'publicUrl'>;
  linkTo(incidentId: string): string | null;
  /** Absolute link to a page of the console, or null. */
  pageLink(path: string): string | null;
  log: DeliverLog;
  clock: () => number;
}

export interface Notifications {
  deliverer: Deliverer;
  /**
   * Deliveries of a notice that no batch of events made, to those of the tenant's channels that want it. `turn` tells two
   * messages with one occasion and incident apart; `touched` is what the incident touched; `only` are the ids of those
   * that are told whatever they want, where at least one of them takes messages.
   */
  toDeliveries(
    notice: Notice,
    userId: string,
    turn?: string,
    touched?: Touched,
    only?: readonly string[],
  ): Promise<Delivery[]>;
  messaging: AppDeps['messaging'];
  tellQuota: TellQuota;
  tellClock: TellClock;
}

const mostChannels = 1000;

export function createNotifications(parts: NotificationParts): Notifications {
  const { store, config, linkTo, pageLink, log, clock } = parts;
  const sha256 = (text: string): string => hash('sha256', text, 'hex');
  const { notifyAllowPrivate: allow, registration } = config;
  const guards = createTenantGuards({ store, allow, isOpen: registration === 'open', clock });
  const { jwtSecret, publicUrl } = config;
  const isKnown = jwtSecret !== null && publicUrl !== null;
  const acknowledgeLinks = isKnown ? createAcknowledgeLinks(jwtSecret, publicUrl) : null;
  const acknowledgeCodes = isKnown ? createAcknowledgeCodes(jwtSecret, publicUrl) : null;
  const send = createSender({
    channels,
    guard: createGuard(),
    guards,
    acknowledgeLinks,
    acknowledgeCodes,
    assetsOf: createAssetFinders(store),
    clock,
  });
  const quietHoursOf = async (userId: string, nodeId: string) => {
    const tenant = store.of(userId);
    const group = await groupOfNode(tenant, nodeId);
    return withGroup(await readAlertSettings(tenant, userId), group).quiet_hours;
  };
  const health = createChannelHealth({
    store,
    linkTo: pageLink,
    clock,
    sha256,
    wake: () => deliverer.wake(),
  });
  const deliverer: Deliverer = createDeliverer({
    outbox: store,
    directory: createChannelDirectory(store, clock),
    send,
    paceOf: (name) => channels.find((channel) => channel.name === name)?.pace ?? usualPace,
    relevanceOf: createRelevance({ store, quietHoursOf, clock }),
    health,
    threads: createThreads({ store, channels, clock }),
    async release(userId, channelId) {
      if ((await store.of(userId).releaseDeliveries('waiting', channelId, clock())) > 0) deliverer.wake();
    },
    worker: `${process.pid}-${randomBytes(6).toString('hex')}`,
    log,
    clock,
    settled({ user_id, delivery_id: id }) {
      const at = new Date(clock()).toISOString();
      // If the store does not respond, only live streams are affected.
      store
        .of(user_id)
        .announce({ kind: 'delivery', id, at })
        .catch(() => undefined);
    },
  });

  const noticeDeliveries: Notifications['toDeliveries'] = async (
    notice,
    userId,
    turn = '',
    touched,
    only = [],
  ) => {
    const tenant = store.of(userId);
    const group = await groupOfNode(tenant, notice.node_id);
    const settings = withGroup(await readAlertSettings(tenant, userId), group);
    const node = notice.facts ? await tenant.node(notice.node_id) : null;
    const facts = notice.facts && {
      ...notice.facts,
      labels: node?.labels ?? [],
      group: group?.name ?? null,
      timezone: timezoneOf(settings),
    };
    const docs = await listDocuments(tenant, channelDocs, mostChannels);
    const all = docs.map(({ body }) => body);
    return toDeliveries({
      notice: facts ? { ...notice, facts } : notice,
      userId,
      channels: channelsOfGroup(group, all),
      named: all.filter((channel) => only.includes(channel.id)),
      quietHours: settings.quiet_hours,
      turn,
      touched,
      nowMs: clock(),
      sha256,
    });
  };

  /** There is no incident that the messages belong to. */
  const enqueue = async (notice: Notice, userId: string, turn: string): Promise<void> => {
    const made = await noticeDeliveries(notice, userId, turn);
    await store.enqueueDeliveries(made.map((one) => ({ ...one, incident_id: null })));
    if (made.length > 0) deliverer.wake();
  };

  return {
    deliverer,
    toDeliveries: noticeDeliveries,
    tellQuota: (userId, news, turn) => enqueue(toQuotaNotice(news, pageLink('settings')), userId, turn),
    async tellClock(userId, news) {
      const node = await store.of(userId).node(news.node_id);
      const link = pageLink(`nodes/${news.node_id}`);
      const notice = toClockNotice(news, { nodeName: node?.name ?? news.node_id, link });
      await enqueue(notice, userId, `${news.since}:${news.state}`);
    },
    messaging: {
      guards,
      acknowledgeLinks,
      acknowledgeCodes,
      send,
      async tellProblems(userId, nodeId, problems) {
        const node = nodeId === null ? null : await store.of(userId).node(nodeId);
        const nodeName = node?.name ?? nodeId ?? 'of several nodes';
        const link = pageLink('ingest-problems');
        const notice = toIngestProblemNotice(problems, { nodeId, nodeName, link });
        await enqueue(notice, userId, notice.first_seen);
      },
      async tell(incident, occasion, turn, by) {
        const node = await store.of(incident.user_id).node(incident.node_id);
        const notice: Notice = {
          ...toNotice(incident, occasion, {
            alertId: null,
            nodeName: node?.name ?? incident.node_id,
            payload: '',
            link: linkTo(incident.incident_id),
          }),
          ...(by === undefined ? {} : { by }),
        };
        await store.enqueueDeliveries(
          await noticeDeliveries(notice, incident.user_id, turn, touchesOf(incident)),
        );
        deliverer.wake();
      },
      wake: deliverer.wake,
      counters: deliverer.counters,
      async release(userId, which, channelId) {
        if ((await store.of(userId).releaseDeliveries(which, channelId, clock())) > 0) deliverer.wake();
      },
    },
  };
}
