/** Turns our routes into Fastify's: authenticate before the body is read, then validate it, then handle the call. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IdempotentCall } from '../../cases/idempotency.ts';
import { checkBody, readQuery } from '../../contract/check.ts';
import type { Access } from '../../core/access.ts';
import { AppError } from '../../core/errors.ts';
import { bearerToken, type FindCaller } from '../auth/caller.ts';
import type { NodeAuth } from '../auth/node-auth.ts';
import type { InSample } from '../auth/sample-caller.ts';
import { sameSecret } from '../auth/secret.ts';
import { type Audit, isAudited } from './audit.ts';
import { watchHangUp } from './hang-up.ts';
import { checkQueryKeys } from './query-keys.ts';
import type { Identity, Route } from './route.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route. A route without it keeps the app from starting. */
    access?: Access;
    /** Where a sensor of this route can put its node key, beside X-Node-Key. */
    findKey?: (request: FastifyRequest) => string | null;
    /** Whether an error's sentence is repeated as `text`. */
    errorsHaveText?: boolean;
  }
  interface FastifyRequest {
    /** Who is calling; null on public routes. */
    identity: Identity | null;
  }
}

/** A call that must happen once, and whose it is. */
export interface OnceCall {
  userId: string;
  call: IdempotentCall;
}

/** What `auth/` knows about callers. */
export interface AccessControl {
  /** Runs the call, or gives the answer of the first one with its key. */
  once(call: OnceCall, run: () => Promise<string>): Promise<{ answer: string; isReplayed: boolean }>;
  /** Notes that the handler of a route begins. */
  mark?(what: string): void;
  findCaller: FindCaller;
  inSample: InSample;
  nodeAuth: NodeAuth;
  audit: Audit;
  authEnabled: boolean;
  metricsToken: string | null;
}

const anonymous: Identity = Object.freeze({ caller: null, node: null });
const userBodyBytes = 64 * 1024;
const nodeBodyBytes = 1024 * 1024;

type Hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;

/** The hook that authenticates. It is synchronous where it can be: nodes whose key is cached wait for nothing. */
function authenticate(
  { access, headersDecide, isPersonal = false }: Route,
  control: AccessControl,
): Hook | null {
  if (access === 'public') return null;
  if (access === 'operator')
    return (request, _reply, done) => {
      try {
        if (
          control.authEnabled &&
          !(control.metricsToken !== null && sameSecret(bearerToken(request), control.metricsToken))
        )
          throw new AppError('unauthenticated', "The operator's token (METRICS_TOKEN) is required");
        done();
      } catch (error) {
        done(error as Error);
      }
    };
  if ('user' in access)
    return (request, _reply, done) => {
      control
        .findCaller(request, access.user)
        .then((caller) => (isPersonal ? caller : control.inSample(request, caller, access.user)))
        .then((caller) => {
          request.identity = { caller, node: null };
          done();
        }, done);
    };
  const { nodeAuth } = control;
  return (request, _reply, done) => {
    try {
      const found = nodeAuth.checkHeaders(request, access.node);
      if (found === null || found instanceof Promise || headersDecide) {
        Promise.resolve(found)
          .then((node) => (headersDecide ? nodeAuth.checkBody(request, node, access.node) : node))
          .then((node) => {
            request.identity = { caller: null, node };
            done();
          }, done);
        return;
      }
      request.identity = { caller: null, node: found };
      done();
    } catch (error) {
      done(error as Error);
    }
  };
}

const noQuery = Object.freeze({});

/**
 * Adds the route. What its handler returns is the answer; `undefined` is a bug and becomes a 500. `control` is null
 * in apps whose routes are all public.
 */
export function mount(app: FastifyInstance, route: Route, control: AccessControl | null): void {
  const { access, body, query, ownBody, headersDecide } = route;
  const isNode = typeof access === 'object' && 'node' in access;
  const isPrivate = access !== 'public';
  if (isPrivate && control === null)
    throw new AppError('internal', `${route.method} ${route.path} needs access control`);
  const hook = control && authenticate(route, control);
  const audited = isAudited(route);

  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    control?.mark?.(`${route.method} ${route.path}`);
    let identity = request.identity ?? anonymous;
    if (control && isNode && !headersDecide) {
      const node = control.nodeAuth.checkBody(request, identity.node, access.node);
      identity = { caller: null, node: node instanceof Promise ? await node : node };
    }
    checkQueryKeys(route, request.query, reply);
    const isLeftOut = route.isBodyOptional === true && (request.body ?? null) === null;
    if (body !== undefined && !ownBody && !isLeftOut) checkBody(body, request.body);
    else if (body === undefined && !isNode) checkNoBody(request.body);
    const asked = {
      params: request.params,
      body: request.body,
      query: query === undefined ? noQuery : readQuery(query, request.query),
      request,
      reply,
      gone: () => watchHangUp(request, reply),
    };
    const run = async (): Promise<unknown> => {
      const { caller } = identity;
      const answer =
        control && audited && caller
          ? await control.audit({ route, request, caller }, () => route.run(asked, identity))
          : await route.run(asked, identity);
      if (answer === undefined && !isOver(reply))
        throw new AppError('internal', 'Internal server error; the server log has the details');
      return answer;
    };
    const once = control && idempotencyOf(route, request, identity);
    if (once) {
      const { answer, isReplayed } = await control.once(once, async () => JSON.stringify(await run()));
      if (isReplayed) reply.code(route.answerStatus ?? 200).header('idempotent-replayed', 'true');
      return sendJson(reply, answer, isPrivate);
    }
    const answer = await run();
    if (answer === reply || isOver(reply)) return reply;
    return sendJson(reply, JSON.stringify(answer), isPrivate);
  };

  app.route({
    method: route.method,
    url: route.path,
    // HEAD makes no sense for a stream, which has no end.
    exposeHeadRoute: route.method === 'GET' && route.answerType !== 'text/event-stream',
    bodyLimit: route.bodyLimitBytes ?? (isNode ? nodeBodyBytes : userBodyBytes),
    config: {
      access,
      ...(route.findKey ? { findKey: route.findKey } : {}),
      ...(route.errorsHaveText ? { errorsHaveText: true } : {}),
    },
    ...(hook ? { onRequest: hook } : {}),
    handler: handle,
  });
}

/** Whether nothing more can be sent: the answer went out, or its reader left in the middle of it. */
const isOver = (reply: FastifyReply): boolean => reply.sent || reply.raw.destroyed;

function sendJson(reply: FastifyReply, text: string, isPrivate: boolean): string {
  reply.header('content-type', 'application/json; charset=utf-8').header('x-content-type-options', 'nosniff');
  if (isPrivate) reply.header('cache-control', 'no-store');
  return text;
}

/** A person's POST with an `Idempotency-Key`; null for any other call. */
function idempotencyOf(route: Route, request: FastifyRequest, { caller }: Identity): OnceCall | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined || caller === null || route.method !== 'POST' || route.answerType !== undefined)
    return null;
  const { body, url } = request;
  return { userId: caller.user_id, call: { key: String(key), method: 'POST', path: url, body } };
}

/** Where no body is needed, an empty one and `{}` are accepted; a client that sends anything else expects an effect. */
function checkNoBody(body: unknown): void {
  if (body === undefined || body === null) return;
  checkBody({ type: 'object', properties: {}, additionalProperties: false }, body);
}

/** Prepares the app for mount(): every request starts unauthenticated. */
export function prepare(app: FastifyInstance): void {
  app.decorateRequest('identity', null);
}
