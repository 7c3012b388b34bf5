/** What a message says beside what happened, so that a person can act without opening anything. */
import type { AssetEntry } from './asset.ts';
import type { EventPlace } from './place.ts';
import type { NamedVulnerability } from './verdict.ts';

/** Of a node, as people know it. */
export interface NodeFacts {
  labels: string[];
  /** Name of its group (a site, a customer). */
  group: string | null;
  /** IANA name of the zone in which the tenant reads times. */
  timezone: string;
}

export const noNodeFacts: NodeFacts = { labels: [], group: null, timezone: 'UTC' };

export interface NoticeFacts extends NodeFacts {
  /** The account that was tried, or the user of an agent's host. */
  account: string | null;
  /** The captured password: masked unless the channel shows it. */
  password: string | null;
  /** Sign-in attempts so far, where it is about signing in. */
  attempts: number | null;
  /** Nodes that the incident touched. */
  node_count: number;
  place: EventPlace | null;
  protocol: string | null;
  vulnerability: NamedVulnerability | null;
}

/** Whose machine the source is, where it is an address inside that the tenant's assets name. */
export type NoticeAsset = Pick<AssetEntry, 'name' | 'owner' | 'role' | 'location'>;

/** What a channel's template made of a notice, in place of our own words. Null = our own. */
export interface NoticeWords {
  title: string | null;
  text: string | null;
}
