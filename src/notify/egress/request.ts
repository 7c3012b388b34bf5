/** One guarded HTTP request: own connection, checked address, no redirect, bounded time and bounded answer. */
import type { Agent, buildConnector } from 'undici';
import { type SendContext, SendError } from '../../core/channel.ts';
import { AppError } from '../../core/errors.ts';
import { describeFailure } from './failure.ts';
import { type Guard, refused, toUrlDestination } from './guard.ts';
import { parseTarget } from './public-address.ts';
import type { Resolved } from './resolver.ts';

/** What is read of an answer at most. */
export const answerBytes = 20_000;

/** Headers that decide how a request is framed or where it goes; a setting must not touch them. */
const framing =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*|:.*)$/i;

/** Null where a header could split or reframe the request. */
export function headerProblem(name: string, value: string): string | null {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name)) return 'is not a valid header name';
  if (framing.test(name)) return 'must not be set';
  return /^[\t\x20-\x7e]{0,4000}$/.test(value)
    ? null
    : 'contains characters that are not allowed in a header';
}

/** Connects to the checked addresses only, whatever the URL's host is, and checks again what it is connected to. */
function pinned(
  build: typeof buildConnector,
  approved: Resolved[],
  ca: string | undefined,
): buildConnector.connector {
  const connect = build({
    allowH2: false,
    timeout: 10_000,
    autoSelectFamily: true,
    minVersion: 'TLSv1.2',
    ...(ca ? { ca } : {}),
    lookup: (_host, options, callback) => {
      if (options.all) (callback as (e: null, all: Resolved[]) => void)(null, approved);
      else callback(null, approved[0]!.address, approved[0]!.family);
    },
  });
  const known = new Set(approved.map(({ address }) => parseTarget(address)?.text));
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      if (known.has(parseTarget(socket.remoteAddress ?? '')?.text)) return callback(null, socket);
      socket.destroy();
      callback(refused(), null);
    });
}

type Input = Parameters<SendContext['request']>[0];
type Answer = Awaited<ReturnType<SendContext['request']>>;

/**
 * Resolves for every status. Rejects with the guard's one refusal (AppError) or, where no whole answer came before
 * `signal`, with a SendError that has a public sentence and no status. An answer that is longer is cut and its
 * connection dropped.
 */
export async function guardedRequest(guard: Guard, input: Input, signal: AbortSignal): Promise<Answer> {
  const destination = toUrlDestination(input.url);
  const headers = { 'user-agent': 'DecoyVerse', ...input.headers };
  if (Object.entries(headers).some(([name, value]) => headerProblem(name, value) !== null)) throw refused();
  let agent: Agent | null = null;
  try {
    const approved = await guard.resolve(destination, 'http', signal);
    signal.throwIfAborted();
    // Loaded with the first message: it is the largest package, and many servers never send one by HTTP.
    const undici = await import('undici');
    agent = new undici.Agent({
      connect: pinned(undici.buildConnector, approved, input.ca),
      pipelining: 0,
      maxHeaderSize: 16_384,
    });
    const answer = await undici.request(input.url, {
      dispatcher: agent,
      method: input.method ?? 'POST',
      headers,
      body: input.body,
      signal,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, answerBytes - size));
      size += chunk.length;
      if (size >= answerBytes) break;
    }
    signal.throwIfAborted();
    const received = Object.entries(answer.headers).map(([name, value]) => [
      name,
      [value ?? ''].flat().join(', '),
    ]);
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(received),
      body: Buffer.concat(chunks).toString('utf8'),
    };
  } catch (error) {
    throw error instanceof AppError
      ? error
      : new SendError(describeFailure(signal.aborted ? signal.reason : error), { cause: error });
  } finally {
    await agent?.destroy().catch(() => undefined);
  }
}
