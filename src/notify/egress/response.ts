/** What the status of a response means, for every HTTP channel (Standard Webhooks 1.0, "Webhook Delivery"). */
import { SendError } from '../../core/channel.ts';
import { parseRetryAfter } from '../../lib/retry-after.ts';

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * Returns a 2xx (or a status in `also`) as it is; throws SendError for the rest: 3xx too, and 410 asks to disable.
 * `retryAfterMs` is what the body quoted, where the service says it there.
 */
export function accepted(
  answer: HttpResponse,
  nowMs: number,
  options: { also?: readonly number[]; retryAfterMs?: number | null } = {},
): { status: number; answer: string } {
  const { status, body } = answer;
  if ((status >= 200 && status < 300) || options.also?.includes(status)) return { status, answer: body };
  const redirects = status >= 300 && status < 400 ? '; redirects are not followed' : '';
  throw new SendError(`The receiver answered ${status}${redirects}.`, {
    status,
    answer: body,
    retryAfterMs: parseRetryAfter(answer.headers['retry-after'], nowMs) ?? options.retryAfterMs ?? null,
    disable: status === 410,
  });
}

/** The JSON object in a text, or null. */
export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
