/**
 * Somebody opened the address of a token. Every use is counted; so many a minute become events. Counts of a token are
 * written one after another, so that a flood costs one write at a time, whatever its size.
 */
import { tokenDocs } from '../core/doc-kinds.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { Store } from '../core/store.ts';
import type { PlainAnswer, TokenRequest } from '../core/token.ts';
import { updateDocument } from '../core/update-document.ts';
import { toHit } from '../tokens/hit.ts';
import { typeOf } from '../tokens/index.ts';
import { hashOf } from './credentials.ts';
import { type TokenDoc, type TokensNodeParts, tokensNode } from './tokens.ts';

/** Uses of one token that a process records as events in a minute. */
export const mostRecordedPerMinute = 30;
const minuteMs = 60_000;
/** Between two writes of one token's count. */
const countEveryMs = 1000;
const target = /^\/t\/([A-Za-z0-9_-]{22})(\.gif)?$/;

interface Count {
  doc: TokenDoc;
  hits: number;
  unrecorded: number;
  at: string;
}

export interface TokenHits {
  /**
   * The answer to a request below `/t/`, and when all that follows from it is stored. Null where no token answers: the
   * same for a secret that there never was, a token that is disabled and one that has expired. Throws what the store does.
   */
  open(request: TokenRequest): Promise<{ answer: PlainAnswer; recorded: Promise<void> } | null>;
  /** Writes the counts that wait. Readers of tokens call it first, so that they see what this process knows. */
  flush(): Promise<void>;
  /** Resolves when everything that was opened so far is stored. */
  close(): Promise<void>;
}

export interface TokenHitsParts extends Omit<TokensNodeParts, 'tenant'> {
  store: Pick<Store, 'docByLookup' | 'of' | 'touchNodes'>;
  pipeline: Pick<EventPipeline, 'accept'>;
  clock(): number;
  onError(error: unknown): void;
}

export function createTokenHits(parts: TokenHitsParts): TokenHits {
  const { store, pipeline, clock, now, onError } = parts;
  /** By token: how many were recorded in the minute that began then. */
  const minutes = new Map<string, { startMs: number; recorded: number }>();
  const counts = new Map<string, Count>();
  /** Tokens whose count is being written, or was a moment ago. */
  const writing = new Map<string, Promise<void>>();
  const pending = new Set<Promise<void>>();
  let isClosing = false;
  const wakers = new Set<() => void>();

  function mayRecord(id: string): boolean {
    const nowMs = clock();
    const minute = minutes.get(id);
    if (minute && nowMs - minute.startMs < minuteMs && nowMs >= minute.startMs) {
      minute.recorded += 1;
      return minute.recorded <= mostRecordedPerMinute;
    }
    // Only tokens that exist are in here, and those whose minute is over leave with the first of the next.
    for (const [one, { startMs }] of minutes) {
      if (nowMs - startMs < minuteMs) break;
      minutes.delete(one);
    }
    minutes.delete(id);
    minutes.set(id, { startMs: nowMs, recorded: 1 });
    return true;
  }

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      if (isClosing) return resolve();
      const wake = (): void => {
        clearTimeout(timer);
        wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, countEveryMs);
      wakers.add(wake);
    });

  async function writeCount(id: string): Promise<void> {
    const count = counts.get(id);
    if (count === undefined) return;
    counts.delete(id);
    const change = ({ body }: TokenDoc) => ({
      body: {
        ...body,
        hits: body.hits + count.hits,
        unrecorded_hits: body.unrecorded_hits + count.unrecorded,
        last_hit_at: body.last_hit_at !== null && body.last_hit_at > count.at ? body.last_hit_at : count.at,
      },
    });
    try {
      const saved = await updateDocument(store.of(count.doc.user_id), tokenDocs, id, change, {
        now: count.at,
      });
      // Other processes kept being faster: with the next write.
      if (saved === 'stale') add(count);
    } catch (error) {
      add(count);
      throw error;
    }
  }

  function add({ doc, hits, unrecorded, at }: Count): void {
    const before = counts.get(doc.id);
    counts.set(doc.id, {
      doc,
      hits: (before?.hits ?? 0) + hits,
      unrecorded: (before?.unrecorded ?? 0) + unrecorded,
      at: before && before.at > at ? before.at : at,
    });
  }

  /** Resolves when this use is counted, which for the first of a flood is at once. */
  function count(doc: TokenDoc, isRecorded: boolean): Promise<void> {
    add({ doc, hits: 1, unrecorded: isRecorded ? 0 : 1, at: now() });
    const running = writing.get(doc.id);
    if (running !== undefined) return Promise.resolve();
    const first = writeCount(doc.id);
    const all = first
      .then(async () => {
        await pause();
        while (counts.has(doc.id)) {
          await writeCount(doc.id);
          await pause();
        }
      })
      .catch(onError)
      .finally(() => writing.delete(doc.id));
    writing.set(doc.id, all);
    return first;
  }

  async function record(doc: TokenDoc, request: TokenRequest, secret: string): Promise<void> {
    const { id, user_id, body } = doc;
    const at = now();
    const tenant = store.of(user_id);
    const isThere = (await tenant.node(body.node_id)) !== null;
    const node_id = isThere ? body.node_id : await tokensNode({ ...parts, tenant }, user_id);
    await pipeline.accept({ user_id, node_id }, [toHit(request, { token: { ...body, id }, secret, at })]);
    await store.touchNodes([{ node_id, at }]);
  }

  return {
    async open(request) {
      const [, secret, picture] = target.exec(request.target.split('?', 1)[0] ?? '') ?? [];
      if (secret === undefined) return null;
      const found = await store.docByLookup(tokenDocs.name, hashOf(secret));
      const doc = found && tokenDocs.read(found);
      const isLive =
        doc?.body.enabled === true && (doc.body.expires_at === null || doc.body.expires_at > now());
      const type = doc && typeOf(doc.body.type);
      if (!doc || !isLive || !type) return null;
      const isRecorded = mayRecord(doc.id);
      const stored = Promise.allSettled([
        count(doc, isRecorded),
        isRecorded ? record(doc, request, secret) : null,
      ]).then((outcomes) => {
        for (const one of outcomes) if (one.status === 'rejected') onError(one.reason);
      });
      pending.add(stored);
      void stored.finally(() => pending.delete(stored));
      return { answer: type.toAnswer(doc.body, picture !== undefined), recorded: stored };
    },
    async flush() {
      await Promise.all([...counts.keys()].map(writeCount));
    },
    async close() {
      isClosing = true;
      for (const wake of wakers) wake();
      await Promise.all([...pending]);
      await Promise.all([...writing.values()]);
    },
  };
}
