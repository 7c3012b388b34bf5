/** The block list, its settings and its feeds. */
import type { Block, BlockFeedBody } from '../core/block.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { attackTypes } from '../core/verdict.ts';
import { nullableTime, plainTime } from './fields.ts';
import { projectionOf } from './project.ts';
import { choice, flag, integer, list, nullable, object, optional, type Static, text } from './schema.ts';

const address = text({ minLength: 2, maxLength: 50, examples: ['203.0.113.9', '198.51.100.0/24'] });

export const BlockEntry = object({
  id: text(),
  ip_address: address,
  node_id: nullable(text({ description: 'The node whose agent is to block it; null: every node.' })),
  status: choice(['pending', 'blocked'], {
    description: 'blocked: an agent (with node_id in the query: that agent) confirmed it.',
  }),
  note: text(),
  source: choice(['manual', 'incident', 'rule']),
  incident_id: nullable(text()),
  alert_id: nullable(text({ description: 'The alert it was blocked from.' })),
  added_by: text(),
  added_at: plainTime,
  expires_at: nullableTime,
  confirmed: list(object({ node_id: text(), at: plainTime })),
});
export type BlockEntry = Static<typeof BlockEntry>;
const project = projectionOf(BlockEntry);
/** `nodeId`: the node whose list it is; then what other nodes confirmed does not count. */
export const toBlockView = (block: Block, nodeId?: string): BlockEntry =>
  project({
    ...block,
    ip_address: block.network,
    status: block.confirmed.some(({ node_id }) => !nodeId || node_id === nodeId) ? 'blocked' : 'pending',
  });
export const BlockList = object({ success: flag(), data: list(BlockEntry) });
export type BlockList = Static<typeof BlockList>;

const reason = {
  note: optional(text({ maxLength: 500 })),
  expires_at: optional(nullableTime),
  minutes: optional(integer({ description: 'Instead of expires_at.', minimum: 1, maximum: 525_600 })),
};
export const BlockCreate = object({
  ip_address: address,
  node_id: optional(nullable(text({ maxLength: 100 }))),
  alert_id: optional(
    nullable(
      text({ description: 'The alert that led to it; its incident shows the block.', maxLength: 100 }),
    ),
  ),
  ...reason,
});
export type BlockCreate = Static<typeof BlockCreate>;
export const IncidentBlock = object(reason);
export type IncidentBlock = Static<typeof IncidentBlock>;

export const BlockSettings = object({
  never_block: list(address, {
    description: 'Never blocked, by anyone; takes precedence over the list at once.',
    maxItems: 1000,
  }),
  rule: nullable(
    object(
      {
        min_risk: integer({ minimum: 1, maximum: 10 }),
        attack_types: list(choice(attackTypes), { description: 'Empty: all.', maxItems: 50 }),
        minutes: integer({ minimum: 1, maximum: 525_600 }),
        only_proven: optional(
          flag({
            description:
              'Only after more than one event, or one on a service that requires a connection: a single datagram can have a forged source.',
          }),
        ),
      },
      {
        description:
          "Sources of such incidents are blocked for this long after their last event, except private addresses, addresses that your people and nodes used in the last thirty days, and those of your receivers and of this server's DNS resolvers. Such an address can still be blocked by naming it.",
      },
    ),
  ),
});
export type BlockSettings = Static<typeof BlockSettings>;

export const BlockFeed = object({
  id: text(),
  name: text(),
  created_at: plainTime,
  last_pulled_at: nullableTime,
});
export type BlockFeed = Static<typeof BlockFeed>;
const projectFeed = projectionOf(BlockFeed);
export const toBlockFeedView = ({ body, ...doc }: DocOf<BlockFeedBody>): BlockFeed =>
  projectFeed({ ...doc, ...body });
export const BlockFeeds = object({
  feeds: list(BlockFeed),
  formats: list(object({ name: text(), title: text(), help: text() })),
});
export type BlockFeeds = Static<typeof BlockFeeds>;
export const BlockFeedCreate = object({
  name: text({ minLength: 1, maxLength: 100, examples: ['edge firewall'] }),
});
export type BlockFeedCreate = Static<typeof BlockFeedCreate>;
export const BlockFeedCreated = object({ feed: BlockFeed, path: text({ examples: ['/feeds/…/nftables'] }) });
export type BlockFeedCreated = Static<typeof BlockFeedCreated>;
