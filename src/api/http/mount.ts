/** Makes Fastify routes of ours: who is asking is found out before a body is read, then it is checked, then handled. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkBody, readQuery } from '../../contract/check.ts';
import type { Access } from '../../core/access.ts';
import { AppError } from '../../core/errors.ts';
import { bearerToken, type FindCaller } from '../auth/caller.ts';
import type { NodeAuth } from '../auth/node-auth.ts';
import { sameSecret } from '../auth/secret.ts';
import { type Audit, isDeed } from './audit.ts';
import type { Route, Who } from './route.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route. A route without it keeps the app from starting. */
    access?: Access;
  }
  interface FastifyRequest {
    /** What authentication found out; null where nobody was asked. */
    who: Who | null;
  }
}

export interface Gate {
  findCaller: FindCaller;
  nodeAuth: NodeAuth;
  /** Absent where there are no tenants. */
  audit?: Audit;
  authEnabled: boolean;
  metricsToken: string | null;
}

const nobody: Who = Object.freeze({ caller: null, node: null });
const userBodyBytes = 64 * 1024;
const nodeBodyBytes = 1024 * 1024;

type Hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;

/** Asks who it is. Answers at once where it can: nodes whose key is remembered wait for nothing. */
function identify({ access, headersDecide }: Route, gate: Gate): Hook | null {
  if (access === 'public') return null;
  if (access === 'operator')
    return (request, _reply, done) => {
      try {
        if (
          gate.authEnabled &&
          !(gate.metricsToken !== null && sameSecret(bearerToken(request), gate.metricsToken))
        )
          throw new AppError('unauthenticated', "This needs the operator's token (METRICS_TOKEN)");
        done();
      } catch (error) {
        done(error as Error);
      }
    };
  if ('user' in access)
    return (request, _reply, done) => {
      gate.findCaller(request, access.user).then((caller) => {
        request.who = { caller, node: null };
        done();
      }, done);
    };
  const { nodeAuth } = gate;
  return (request, _reply, done) => {
    try {
      const found = nodeAuth.checkHeaders(request, access.node);
      if (found === null || found instanceof Promise || headersDecide) {
        Promise.resolve(found)
          .then((node) => (headersDecide ? nodeAuth.checkBody(request, node, access.node) : node))
          .then((node) => {
            request.who = { caller: null, node };
            done();
          }, done);
        return;
      }
      request.who = { caller: null, node: found };
      done();
    } catch (error) {
      done(error as Error);
    }
  };
}

const noQuery = Object.freeze({});

/** Adds the route. What its handler returns is the answer; `undefined` is a mistake and becomes 500. */
export function mount(app: FastifyInstance, route: Route, gate: Gate): void {
  const { access, body, query, ownBody, headersDecide } = route;
  const isNode = typeof access === 'object' && 'node' in access;
  const hook = identify(route, gate);
  const isPrivate = access !== 'public';
  const noted = isDeed(route);

  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    let who = request.who ?? nobody;
    if (isNode && !headersDecide) {
      const node = gate.nodeAuth.checkBody(request, who.node, access.node);
      who = { caller: null, node: node instanceof Promise ? await node : node };
    }
    if (body !== undefined && !ownBody) checkBody(body, request.body);
    else if (body === undefined && !isNode) checkNoBody(request.body);
    const answer = await route.run(
      {
        params: request.params,
        body: request.body,
        query: query === undefined ? noQuery : readQuery(query, request.query),
        request,
        reply,
      },
      who,
    );
    if (noted && who.caller) await gate.audit?.({ route, request, caller: who.caller });
    if (answer === reply || reply.sent) return reply;
    if (answer === undefined) throw new AppError('internal', 'Something went wrong on our side');
    reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('x-content-type-options', 'nosniff');
    if (isPrivate) reply.header('cache-control', 'no-store');
    return JSON.stringify(answer);
  };

  app.route({
    method: route.method,
    url: route.path,
    // A stream has no end at which its headers alone would be an answer.
    exposeHeadRoute: route.method === 'GET' && route.answerType !== 'text/event-stream',
    bodyLimit: route.bodyLimitBytes ?? (isNode ? nodeBodyBytes : userBodyBytes),
    config: { access },
    ...(hook ? { onRequest: hook } : {}),
    handler: handle,
  });
}

/** Where no body is needed, an empty one is none and `{}` is as good as none; anything else was meant for something. */
function checkNoBody(body: unknown): void {
  if (body === undefined || body === null) return;
  checkBody({ type: 'object', properties: {}, additionalProperties: false }, body);
}

/** Readies the app for mount(): every request begins as nobody's. */
export function prepare(app: FastifyInstance): void {
  app.decorateRequest('who', null);
}
