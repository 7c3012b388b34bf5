/**
 * Counts what sensors send that is not taken or not understood. Equal problems of one node are one entry with a count; a
 * flood of them costs one write every two seconds, and a tenant has at most 200 entries, which end after 30 days.
 */
import { hash } from 'node:crypto';
import type { DocOf } from '../core/doc-kind.ts';
import { ingestProblemDocs } from '../core/doc-kinds.ts';
import type { IngestProblemBody } from '../core/ingest-problem.ts';
import type { TenantStore } from '../core/store.ts';
import { listDocuments, updateDocument } from '../core/update-document.ts';
import { mask, maskText, personalPasswordsIn } from '../lib/masking.ts';
import { cut } from '../lib/text.ts';
import { createIngestProblemNews, type TellProblems } from './ingest-problem-news.ts';

const flushMs = 2000;
const keptMs = 30 * 24 * 3600_000;
const mostEntries = 200;
/** Different problems that wait to be written; further ones are one entry until the next write. */
const mostWaiting = 500;
const sampleLength = 1000;
const reasonLength = 300;

type Tenant = Pick<TenantStore, 'doc' | 'createDoc' | 'updateDoc' | 'countDocs'>;

/** One that has just happened. */
export type NewIngestProblem = Omit<IngestProblemBody, 'count' | 'first_at' | 'last_at'> & {
  user_id: string;
};

export interface IngestProblems {
  /** Cheap; never throws and never waits. `count` is how many alike there are. */
  note(problem: NewIngestProblem, count?: number): void;
  /** Writes what waits. Readers call it first, so that they see what this process knows. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  user_id: string;
  body: IngestProblemBody;
}

/** A password in JSON (also in a text of JSON), in Python's print or in a form: whoever reads problems need not see it. */
const password =
  /((?:password|passwd|pwd)(?:\\?["'])?\s{0,5}[:=]\s{0,5}(?:b|u)?(?:\\?["'])?)[^"'&,}\s\\]{1,200}/gi;
/** Some senders put their key into the body. */
const withoutKeys = (text: string): string => text.replace(/nk_[\w-]{8,}/g, 'nk_…');
const withoutPasswords = (sample: string): string => {
  const plain = sample.replace(password, `$1${mask}`);
  return maskText(plain, personalPasswordsIn([plain]));
};

const idOf = ({ user_id, kind, input, node_id, reason }: NewIngestProblem): string =>
  `problem-${hash('sha256', JSON.stringify([user_id, kind, input, node_id, reason]), 'hex').slice(0, 24)}`;

/** What is over the limits of entries, together. */
const others = (problem: NewIngestProblem): NewIngestProblem => ({
  ...problem,
  node_id: null,
  reason: 'and further problems, which are counted here together',
});

export function createIngestProblems({
  store,
  clock,
  tell = async () => undefined,
  onError,
}: {
  store: { of(userId: string): Tenant };
  clock(): number;
  /** Tells the owner of new ones. */
  tell?: TellProblems;
  onError(error: unknown): void;
}): IngestProblems {
  const news = createIngestProblemNews({ tell, clock, onError });
  let tellTimer: NodeJS.Timeout | null = null;
  let waiting = new Map<string, Waiting>();
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  async function write(id: string, { user_id, body }: Waiting): Promise<void> {
    const tenant = store.of(user_id);
    const nowIso = new Date(clock()).toISOString();
    const expires_at = new Date(clock() + keptMs).toISOString();
    const added = await updateDocument(
      tenant,
      ingestProblemDocs,
      id,
      ({ body: before }) => ({
        expires_at,
        body: { ...body, count: before.count + body.count, first_at: before.first_at },
      }),
      { now: nowIso },
    );
    if (added !== null) return;
    if ((await tenant.countDocs(ingestProblemDocs.name, mostEntries)) >= mostEntries) {
      const other = others({ ...body, user_id });
      const otherId = idOf(other);
      if (otherId !== id) return write(otherId, { user_id, body: { ...body, ...pick(other) } });
    }
    const doc = ingestProblemDocs.create({ id, user_id, expires_at }, body, nowIso);
    if ((await tenant.createDoc(doc)) === 'exists') await write(id, { user_id, body });
    // Who makes the entry tells of it: no other process does, and nobody again while it is there.
    else news.add(user_id, body);
  }

  const pick = ({ node_id, reason }: NewIngestProblem): Pick<IngestProblemBody, 'node_id' | 'reason'> => ({
    node_id,
    reason,
  });

  async function tellAll(): Promise<void> {
    if (tellTimer !== null) clearTimeout(tellTimer);
    tellTimer = null;
    const nextMs = await news.tell();
    if (nextMs !== null)
      tellTimer = setTimeout(() => void flush(), Math.max(flushMs, nextMs - clock())).unref();
  }

  async function writeAll(): Promise<void> {
    const all = waiting;
    waiting = new Map();
    for (const [id, one] of all) await write(id, one).catch(onError);
    await tellAll();
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing = writing.then(writeAll);
    return writing;
  }

  return {
    note(given, count = 1) {
      const problem = { ...given, reason: cut(withoutKeys(given.reason), reasonLength) };
      const known = waiting.has(idOf(problem)) || waiting.size < mostWaiting;
      const { user_id, ...rest } = known ? problem : others(problem);
      const id = idOf({ user_id, ...rest });
      const at = new Date(clock()).toISOString();
      const before = waiting.get(id)?.body;
      waiting.set(id, {
        user_id,
        body: {
          ...rest,
          sample: cut(withoutPasswords(withoutKeys(rest.sample)), sampleLength),
          count: (before?.count ?? 0) + count,
          first_at: before?.first_at ?? at,
          last_at: at,
        },
      });
      timer ??= setTimeout(() => void flush(), flushMs).unref();
    },
    flush,
    async close() {
      await flush();
      if (tellTimer !== null) clearTimeout(tellTimer);
    },
  };
}

/** The latest first. */
export async function listIngestProblems(
  tenant: Pick<TenantStore, 'docs'>,
): Promise<DocOf<IngestProblemBody>[]> {
  const all = await listDocuments(tenant, ingestProblemDocs, mostEntries + 10);
  return all.sort((a, b) => (a.body.last_at < b.body.last_at ? 1 : -1));
}
