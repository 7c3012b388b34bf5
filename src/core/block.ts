/** The block list of a tenant: what its firewalls and agents keep out. */

import type { Doc } from './query.ts';
import type { TenantStore } from './store.ts';

/** Kinds of documents: one address or network each; the tenant's rules about blocking; the secret addresses of feeds. */
export const blockedKind = 'blocked';
export const blockSettingsKind = 'block-settings';
export const blockFeedKind = 'block-feed';

export type BlockSource = 'manual' | 'incident' | 'rule';

/** One entry, as it stands now. */
export interface Block {
  id: string;
  /** An address, or a network as CIDR, in canonical form. */
  network: string;
  family: 4 | 6;
  note: string;
  source: BlockSource;
  incident_id: string | null;
  /** The node whose agent is to block it, or null: every node's. */
  node_id: string | null;
  added_by: string;
  added_at: string;
  /** Null = until somebody takes it off. */
  expires_at: string | null;
  /** Agents that said they have blocked it, and when. */
  confirmed: { node_id: string; at: string }[];
}

/** An entry as its document holds it: the rest of `Block` is the document's own. */
export type BlockedBody = Omit<Block, 'id' | 'added_at' | 'expires_at'>;

export interface BlockFeedBody {
  name: string;
  /** ISO, to the minute; null = never. */
  last_pulled_at: string | null;
}

/** A source with an alert of at least this risk is blocked for so long, unless the never-block list holds it. */
export interface BlockRule {
  min_risk: number;
  /** Empty = all. */
  attack_types: string[];
  minutes: number;
}

export interface BlockSettings {
  /** Networks that are never blocked, whoever asks. */
  never_block: string[];
  rule: BlockRule | null;
}

/** Text that one kind of firewall reads. */
export interface BlockFormat {
  /** Kebab-case, the file's name. */
  name: string;
  title: string;
  /** How to use it, one or two sentences. */
  help: string;
  contentType: string;
  /** Same entries, same bytes: the ETag is made of them. Entries come sorted and without overlap. */
  render(blocks: readonly Block[]): string;
}

export const defineBlockFormat = (format: BlockFormat): BlockFormat => format;

export interface NewBlock {
  network: string;
  note?: string;
  source: BlockSource;
  incident_id?: string | null;
  node_id?: string | null;
  added_by: string;
  expires_at?: string | null;
}

type BlockStore = Pick<TenantStore, 'createDoc' | 'doc' | 'docs' | 'updateDoc' | 'removeDoc'>;

/** What the API needs of `src/block/`. Times are ISO. */
export interface Blocking {
  formats: readonly BlockFormat[];
  /** Canonical form of an address or network, or null where it is none. */
  toNetwork(text: string): string | null;
  /**
   * Adds it, or renews what is there (a later expiry, another node). Throws `invalid_request` where it is no network,
   * is too wide, means this machine or everybody, or is on the never-block list; `conflict` when the list is full.
   */
  add(tenant: BlockStore, userId: string, block: NewBlock, now: string): Promise<Block>;
  /** What is in force, sorted by address. */
  list(tenant: BlockStore, userId: string, now: string): Promise<Block[]>;
  /** Without what another entry holds already: what formats render. */
  forFeed(blocks: readonly Block[]): Block[];
  /** Addresses among these that this node's agent has still to block. Pure. */
  pending(blocks: readonly Block[], nodeId: string, now: string): string[];
  /** False where no entry in force has this address. */
  confirm(tenant: BlockStore, userId: string, nodeId: string, address: string, now: string): Promise<boolean>;
  settings(tenant: BlockStore, userId: string): Promise<BlockSettings>;
  /** Throws `invalid_request` naming what is wrong. */
  saveSettings(
    tenant: BlockStore,
    userId: string,
    settings: BlockSettings,
    now: string,
  ): Promise<BlockSettings>;
  toBlock(doc: Doc): Block;
}
