/** Where imported events go: into the store of this machine, or over HTTP to a server. */
import type { DraftEvent } from '../../core/event.ts';

export interface Outcome {
  status: 'accepted' | 'duplicate' | 'rejected';
  alert_created: boolean;
  reason?: string;
}

export interface Sink {
  /** Resolves, in order, when all of it is durable. May be called again before it has resolved. */
  send(drafts: readonly DraftEvent[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

/** The node that a file's events belong to. */
export interface ImportNode {
  node_id: string;
  name: string;
  created: boolean;
}
