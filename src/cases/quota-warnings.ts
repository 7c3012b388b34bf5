/** Says that a quota nears its end or is used up: in the log of the server, and to the tenant through its channels. */
import { dayOf } from '../core/quota.ts';
import { dayMs } from '../lib/duration.ts';
import type { QuotaNews } from './quota-notice.ts';

/** Puts the message into the outbox; two with one `turn` are one message, whichever process tells of it. */
export type TellQuota = (userId: string, news: QuotaNews, turn: string) => Promise<void>;

export interface QuotaWarnings {
  /** Once a day for each quota and state. Does not wait until it is told. */
  add(userId: string, news: Omit<QuotaNews, 'atIso'>): void;
  /** Resolves when what was added is in the outbox. */
  settle(): Promise<void>;
}

const mostKnown = 50_000;

const sentences: Record<QuotaNews['state'], string> = {
  warning: 'four fifths of a quota are used',
  used_up: 'a quota is used up: what is above it is refused',
};

/** A quota that does not begin anew each day is warned of once a week, as long as it stays so. */
const periodOf = ({ name, state }: Pick<QuotaNews, 'name' | 'state'>, nowMs: number): string =>
  state === 'used_up' || name.endsWith('_per_day') ? dayOf(nowMs) : `week-${Math.floor(nowMs / (7 * dayMs))}`;

export function createQuotaWarnings({
  tell,
  log,
  clock,
}: {
  tell: TellQuota;
  log: { warn(data: object, message: string): void };
  clock(): number;
}): QuotaWarnings {
  const known = new Set<string>();
  const telling = new Set<Promise<void>>();
  return {
    add(userId, { name, state, used, limit }) {
      const turn = `${name}:${state}:${periodOf({ name, state }, clock())}`;
      const key = `${userId}\n${turn}`;
      if (known.has(key)) return;
      // What is told again then is the same message.
      if (known.size >= mostKnown) known.clear();
      known.add(key);
      log.warn({ user_id: userId, quota: name, used, limit }, sentences[state]);
      // A reader who opens too many streams sees it at once, and it is over with the next one that ends.
      if (name === 'streams') return;
      const atIso = new Date(clock()).toISOString();
      const work = tell(userId, { name, state, used, limit, atIso }, turn)
        .catch((error: unknown) => {
          known.delete(key);
          log.warn({ err: error, user_id: userId, quota: name }, 'a quota warning could not be sent');
        })
        .finally(() => telling.delete(work));
      telling.add(work);
    },
    async settle() {
      await Promise.all(telling);
    },
  };
}
