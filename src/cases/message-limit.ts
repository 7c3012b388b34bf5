/** What people send by hand: test messages, messages sent again, tests of nodes. */
import { AppError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';

const mostPerMinute = 10;
const minuteMs = 60_000;

const names = { test: 'test messages', resent: 'messages sent again', node_test: 'tests of nodes' } as const;
const keys = { test: 'channel-test', resent: 'delivery-resend', node_test: 'node-test' } as const;

/** Throws `too_many_requests` above ten a minute for the tenant. */
export async function countMessage(
  store: Pick<Store, 'addToRateLimit'>,
  { what, user_id }: { what: keyof typeof names; user_id: string },
  nowMs: number,
): Promise<void> {
  const key = `${keys[what]}:${user_id}`;
  const { count, first_ms } = await store.addToRateLimit(key, minuteMs, nowMs);
  if (count > mostPerMinute)
    throw new AppError('too_many_requests', `At most ${mostPerMinute} ${names[what]} a minute`, {
      retryAfterSeconds: Math.max(1, Math.ceil((first_ms + minuteMs - nowMs) / 1000)),
    });
}
