/** Senders that never give up: what was not acknowledged is sent again under the same ids, to whichever server is there. */
import { setTimeout as delay } from 'node:timers/promises';

export interface Acknowledged {
  /** log_id by event_id. */
  readonly ids: ReadonlyMap<string, string>;
  /** Answers that contradict an earlier one; must stay empty. */
  readonly contradictions: string[];
  readonly sent: ReadonlySet<string>;
  readonly repeats: number;
}

export interface Load extends Acknowledged {
  /** Where the server is now; null while there is none. */
  aim(address: string | null): void;
  /** Sends nothing new; resolves when all that was sent is acknowledged. */
  finish(): Promise<void>;
}

interface BatchAnswer {
  results: { status: string; event_id?: string; log_id?: string; reason?: string; retryable?: boolean }[];
}

const addresses = 40;

const toEvent = (eventId: string, n: number): object => ({
  event_id: eventId,
  service: n % 5 === 0 ? 'HTTP' : 'SSH',
  source_ip: `203.0.113.${n % addresses}`,
  activity: n % 5 === 0 ? 'request' : 'login_attempt',
  payload: n % 5 === 0 ? `GET /index.php?id=${n} HTTP/1.1` : '',
  timestamp: new Date(Date.parse('2026-11-25T08:00:00Z') + n * 50).toISOString(),
  extra: { username: 'root', password: `p${n}`, session: n % 3 === 0 ? `s${n % 500}` : undefined },
});

export function startLoad(headers: Record<string, string>, senders: number, batchSize: number): Load {
  const ids = new Map<string, string>();
  const contradictions: string[] = [];
  const sent = new Set<string>();
  let address: string | null = null;
  let finishing = false;
  let repeats = 0;

  function note(eventId: string, status: string, logId: string | undefined): void {
    if ((status !== 'accepted' && status !== 'duplicate') || !logId) return;
    const earlier = ids.get(eventId);
    if (earlier !== undefined && (earlier !== logId || status === 'accepted'))
      contradictions.push(`${eventId}: ${earlier}, then ${status} ${logId}`);
    ids.set(eventId, logId);
  }

  /** The ids of a batch that are not acknowledged yet. */
  async function send(batch: readonly { eventId: string; n: number }[]): Promise<boolean> {
    const target = address;
    if (target === null) return false;
    try {
      const response = await fetch(`${target}/api/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(batch.map(({ eventId, n }) => toEvent(eventId, n))),
      });
      if (response.status !== 200) {
        await response.text();
        if (response.status === 503) return false;
        throw new TypeError(`answered ${response.status}`);
      }
      const { results } = (await response.json()) as BatchAnswer;
      for (const [at, result] of results.entries()) {
        const { eventId } = batch[at]!;
        if (result.status === 'rejected' && !result.retryable)
          contradictions.push(`${eventId} rejected: ${result.reason}`);
        note(eventId, result.status, result.log_id);
      }
      return batch.every(({ eventId }) => ids.has(eventId));
    } catch (error) {
      // The connection broke: nobody knows what was stored.
      if (error instanceof TypeError && /answered/.test(error.message)) contradictions.push(error.message);
      return false;
    }
  }

  async function run(sender: number): Promise<void> {
    for (let n = 0; !finishing; ) {
      const batch = Array.from({ length: n % 7 === 0 ? 1 : batchSize }, () => {
        const eventId = `sender-${sender}-${n}`;
        sent.add(eventId);
        return { eventId, n: n++ };
      });
      while (!(await send(batch))) {
        repeats++;
        await delay(5);
      }
    }
  }
  const running = Array.from({ length: senders }, (_, i) => run(i));

  return {
    ids,
    contradictions,
    sent,
    get repeats() {
      return repeats;
    },
    aim(next) {
      address = next;
    },
    async finish() {
      finishing = true;
      await Promise.all(running);
    },
  };
}
