/** Crowds with what is usual at each node kept in the store: read at a node's first event, written when a span has ended. */
import { type Crowds, createCrowds } from '../alert/crowds.ts';
import { crowdDocs } from '../core/doc-kinds.ts';
import type { StoredEvent } from '../core/event.ts';
import type { Store } from '../core/store.ts';
import { readDocument } from '../core/update-document.ts';
import type { Verdict } from '../core/verdict.ts';

export interface CrowdMemory {
  /** Must have resolved before these events are judged; null when nothing is missing. */
  ensure(events: readonly StoredEvent[]): Promise<unknown> | null;
  judge(event: StoredEvent, verdict: Verdict): Verdict;
  /** Writes what has changed. Resolves when it is written; never rejects. */
  save(): Promise<void>;
}

export interface CrowdMemoryParts {
  store: Pick<Store, 'of'>;
  clock(): number;
  /** 32 bits. */
  seed: number;
  onError(error: unknown): void;
  crowds?: Crowds;
}

/** What is usual at a node that sends nothing for so long is forgotten. */
const keptMs = 30 * 24 * 60 * 60_000;

export function createCrowdMemory(parts: CrowdMemoryParts): CrowdMemory {
  const { store, clock, seed, onError, crowds = createCrowds(seed) } = parts;
  let saving: Promise<void> | null = null;

  async function load({ user_id, node_id }: StoredEvent): Promise<void> {
    const stored = await readDocument(store.of(user_id), crowdDocs, node_id);
    if (!crowds.has(node_id)) crowds.load(node_id, stored?.body.usual ?? null);
  }

  async function write(userId: string, nodeId: string, body: ReturnType<typeof crowdDocs.parse>) {
    const tenant = store.of(userId);
    const now = new Date(clock()).toISOString();
    const expires_at = new Date(clock() + keptMs).toISOString();
    const existing = await tenant.doc(crowdDocs.name, nodeId);
    // Where another process is faster, what it writes is as good.
    if (existing === null)
      await tenant.createDoc(crowdDocs.create({ id: nodeId, user_id: userId, expires_at }, body, now));
    else
      await tenant.updateDoc(crowdDocs.name, nodeId, existing.version, {
        body: crowdDocs.write(body),
        expires_at,
        updated_at: now,
      });
  }

  async function saveAll(): Promise<void> {
    for (const { userId, nodeId, usual } of crowds.takeChanged())
      await write(userId, nodeId, { usual }).catch(onError);
  }

  return {
    ensure(events) {
      const missing = new Map<string, StoredEvent>();
      for (const event of events) if (!crowds.has(event.node_id)) missing.set(event.node_id, event);
      return missing.size === 0 ? null : Promise.all([...missing.values()].map(load));
    },
    judge: crowds.judge,
    async save() {
      if (saving !== null) return saving;
      saving = saveAll().finally(() => {
        saving = null;
      });
      return saving;
    },
  };
}
