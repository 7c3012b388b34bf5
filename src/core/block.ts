/** The block list of a tenant: what its firewalls and agents keep out. */

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
  /** The alert it was blocked from, or null. */
  alert_id: string | null;
  /** The node whose agent is to block it, or null: every node's. */
  node_id: string | null;
  added_by: string;
  added_at: string;
  /** Null = until somebody takes it off. */
  expires_at: string | null;
  /** Agents that said they have blocked it, and when. */
  confirmed: { node_id: string; at: string }[];
  /** The address within `network` that a rule saw: agents block single addresses. */
  seen?: string | null;
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
  /** Not after a single event whose source may be forged (without a connection). */
  only_proven?: boolean;
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
  alert_id?: string | null;
  node_id?: string | null;
  added_by: string;
  expires_at?: string | null;
  seen?: string | null;
}
