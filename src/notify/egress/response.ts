/** What the status of a response means, for every HTTP channel (Standard Webhooks 1.0, "Webhook Delivery"). */
import { SendError } from '../../core/channel.ts';
import { parseRetryAfter } from '../../lib/retry-after.ts';

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What a body says although its status is 2xx. `status`: the one that it names, where it does. */
export interface Refusal {
  status?: number;
  retryAfterMs?: number;
}

/**
 * Returns a 2xx (or a status in `also`) as it is; throws SendError for the rest: 3xx too, 410 asks to disable, 429 and
 * 503 to wait. `retryAfterMs` is what the body quoted, where the service says it there. `refusal` reads a 2xx whose body
 * says that the message was not taken: what the receiver said, or null.
 */
export function accepted(
  answer: HttpResponse,
  nowMs: number,
  options: {
    also?: readonly number[];
    retryAfterMs?: number | null;
    refusal?: ((body: string) => Refusal | null) | undefined;
  } = {},
): { status: number; answer: string } {
  const { status, body } = answer;
  const refusal = status >= 200 && status < 300 ? (options.refusal?.(body) ?? null) : null;
  if (refusal !== null)
    throw new SendError(`The receiver answered ${status}, but did not take the message.`, {
      status: refusal.status ?? status,
      answer: body,
      retryAfterMs: refusal.retryAfterMs ?? null,
      busy: refusal.status === 429 || refusal.status === 503,
      disable: refusal.status === 410,
    });
  if ((status >= 200 && status < 300) || options.also?.includes(status)) return { status, answer: body };
  const redirects = status >= 300 && status < 400 ? '; redirects are not followed' : '';
  throw new SendError(`The receiver answered ${status}${redirects}.`, {
    status,
    answer: body,
    retryAfterMs: parseRetryAfter(answer.headers['retry-after'], nowMs) ?? options.retryAfterMs ?? null,
    disable: status === 410,
    busy: status === 429 || status === 503,
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

const isNumber = (value: unknown): value is number => typeof value === 'number';

/**
 * JSON that says no, in the ways in which chat services and gateways say it: `ok` or `success` false (Slack, Rocket.Chat,
 * Telegram), an error with a code (Google Chat), or a code that is not zero (DingTalk, WeCom, Feishu). Anything else is
 * no refusal.
 */
export function refusalInJson(body: string): Refusal | null {
  const said = parseObject(body);
  if (said === null) return null;
  const { error } = said;
  if (typeof error === 'object' && error !== null) {
    const { code } = error as { code?: unknown };
    if (isNumber(code) && code >= 400) return { status: code };
    if (code === undefined && 'message' in error) return {};
  }
  const parameters = said.parameters as { retry_after?: unknown } | null | undefined;
  const waitSeconds = isNumber(parameters?.retry_after) ? parameters.retry_after : null;
  const saysNo = said.ok === false || said.success === false || said.status === 'error';
  const hasCode = [said.errcode, said.StatusCode].some((code) => isNumber(code) && code !== 0);
  const hasStatus = isNumber(said.status_code) && said.status_code >= 400;
  if (!saysNo && !hasCode && !hasStatus) return null;
  const code = [said.error_code, said.statusCode, said.status_code].find(
    (one): one is number => isNumber(one) && one >= 400 && one < 600,
  );
  return {
    ...(code === undefined ? {} : { status: code }),
    ...(waitSeconds === null ? {} : { retryAfterMs: waitSeconds * 1000 }),
  };
}
