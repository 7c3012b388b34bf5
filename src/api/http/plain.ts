/**
 * Answers below `/t/` are those of a plain web server, whatever happens there: they are written past the framework, in
 * the order and spelling of nginx, and no header, cookie or error of ours goes with them.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TokenHits } from '../../cases/token-hits.ts';
import type { PlainAnswer } from '../../core/token.ts';
import { serverName, statusPage } from '../../tokens/plain-server.ts';
import type { Log } from '../deps.ts';

/** A visitor waits no longer than this for their visit to be stored; it is stored all the same. */
const mostWaitMs = 1000;

/** Whether an address as sent belongs to tokens. */
export const isPlain = ({ raw }: FastifyRequest): boolean => /^\/t(?:[/?]|$)/.test(raw.url ?? '');

export function sendPlain(request: FastifyRequest, reply: FastifyReply, answer: PlainAnswer): FastifyReply {
  if (!reply.sent) reply.hijack();
  const { raw } = reply;
  if (raw.headersSent || raw.destroyed) return reply;
  for (const name of raw.getHeaderNames()) raw.removeHeader(name);
  raw.sendDate = false;
  const isLast = request.headers.connection?.toLowerCase() === 'close' || request.raw.httpVersion === '1.0';
  const { status, phrase, contentType, headers, body } = answer;
  raw.writeHead(
    status,
    phrase,
    [
      ['Server', serverName],
      ['Date', new Date().toUTCString()],
      ['Content-Type', contentType],
      ['Content-Length', String(body.byteLength)],
      ['Connection', isLast || status === 400 || status === 408 ? 'close' : 'keep-alive'],
      ...headers.map(([name, value]) => [name, value] as [string, string]),
    ].flat(),
  );
  raw.end(body);
  return reply;
}

/** What a visitor gets. Never throws, and never tells why. */
export async function visit(
  { tokenHits, log }: { tokenHits: TokenHits; log: Log },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { raw, ip } = request;
  try {
    const opened = await tokenHits.open({
      method: raw.method ?? 'GET',
      target: raw.url ?? '/',
      httpVersion: raw.httpVersion,
      rawHeaders: raw.rawHeaders,
      address: ip,
    });
    if (opened === null) return sendPlain(request, reply, statusPage(404));
    await Promise.race([opened.recorded, new Promise((resolve) => setTimeout(resolve, mostWaitMs).unref())]);
    const isRead = raw.method === 'GET' || raw.method === 'HEAD';
    return sendPlain(request, reply, isRead ? opened.answer : statusPage(405));
  } catch (error) {
    log.error({ err: error }, 'a use of a token could not be looked up');
    return sendPlain(request, reply, statusPage(404));
  }
}

/** Every method below `/t/` is a visit; a body is not read. GET and HEAD have a route of their own (routes/tokens.ts). */
export function answerPlainly(app: FastifyInstance, parts: { tokenHits: TokenHits; log: Log }): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!isPlain(request) || request.method === 'GET' || request.method === 'HEAD') {
      done();
      return;
    }
    reply.hijack();
    void visit(parts, request, reply);
  });
}
