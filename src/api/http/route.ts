/**
 * How a route is written.
 *
 * A file in routes/ exports a function of RouteParts that returns a list of routes; routes/index.ts has a line for it. A
 * route declares who may call it (`access`), what it takes (`query`, `body`: schemas that validate and appear in the
 * OpenAPI document) and what it answers; its handler gets exactly what that access gives:
 *
 *   userRoute({
 *     method: 'GET', path: '/api/things/:id', access: { user: 'read' }, tag: 'Things', summary: 'One thing',
 *     query: object({ limit: optional(limitOf(50)) }), answer: Thing, errors: ['not_found'],
 *     async handle({ tenant, caller, params, query }) { … return thing; },      // tenant = store.of(caller.user_id)
 *   })
 *
 * `publicRoute` gets neither caller nor tenant; `nodeRoute` gets the node, and `tenant` is its owner's. What a handler
 * returns is sent as JSON with status 200; a handler that sends the answer itself returns `reply`. Bodies of user routes refuse
 * unknown keys, those of node routes have `open` schemas. Errors are thrown as AppError.
 */

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccountStates } from '../../cases/account-states.ts';
import type { IngestProblems } from '../../cases/ingest-problems.ts';
import type { Mappings } from '../../cases/mappings.ts';
import type { OwnAddresses } from '../../cases/own-addresses.ts';
import type { SubNodes } from '../../cases/sub-nodes.ts';
import type { TokenHits } from '../../cases/token-hits.ts';
import type { Schema } from '../../contract/schema.ts';
import type { Access, Caller, NodeNeed, Scope } from '../../core/access.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { NodeRecord } from '../../core/node.ts';
import type { EventPlace } from '../../core/place.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import type { FindAsset, FoundAsset } from '../../geo/asset-index.ts';
import type { Located } from '../../geo/knowledge.ts';
import type { ApiKeys } from '../auth/api-key.ts';
import type { LastSeen } from '../auth/last-seen.ts';
import type { NodeKeys } from '../auth/node-key.ts';
import type { Passwords } from '../auth/password.ts';
import type { Sessions } from '../auth/session.ts';
import type { Throttle } from '../auth/throttle.ts';
import type { AppDeps } from '../deps.ts';
import type { Connections } from './connections.ts';

export type LocateAsset = (
  source: string,
  kept?: EventPlace | null,
) => Located & { asset: FoundAsset | null };

/** What a routes file is given: the app's deps with their defaults filled in, and what `auth/` builds on them. */
export type RouteParts = Required<Omit<AppDeps, 'bcryptCost' | 'loop' | 'sessionsSinceMs'>> &
  Pick<AppDeps, 'loop'> & {
    /** How many are open in this process, by tenant. */
    liveStreams: Map<string, number>;
    connections: Connections;
    accountStates: AccountStates;
    ownAddresses: OwnAddresses;
    passwords: Passwords;
    sessions: Sessions;
    apiKeys: ApiKeys;
    throttle: Throttle;
    nodeKeys: NodeKeys;
    lastSeen: LastSeen;
    /** Uses of tokens; closed with the app. */
    tokenHits: TokenHits;
    /** What is shown beside a source of the tenant's: its place, and whose it is. */
    locateFor(userId: string): Promise<LocateAsset>;
    /** Whose a source of the tenant's is. */
    assetFor(userId: string): Promise<FindAsset>;
    /** What sensors sent that was not taken; closed with the app. */
    ingestProblems: IngestProblems;
    /** How records of tenants' own sensors are read. */
    mappings: Mappings;
    /** Takes the events of nodes, and tells apart the sensors behind one key. */
    subNodes: SubNodes;
    /** What addresses of tokens are computed with. */
    tokenKey: Buffer;
    /** With which secret a node publishes by hpfeeds. */
    hpfeedsSecretOf(node: Pick<NodeRecord, 'key_hash'>): string;
    /** Aborted when the app begins to close: long-lived connections end. */
    closing: AbortSignal;
    /** ISO, from the clock. */
    now(): string;
    randomHex(bytes: number): string;
    /** 24 hex digits, greater than all before: ids of what is listed by time. */
    growingHex(): string;
  };

type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { [K in Name | keyof ParamsOf<`/${Rest}`>]: string }
  : Path extends `${string}:${infer Name}`
    ? { [K in Name]: string }
    : unknown;

interface Asked<Path extends string, Body, Query> {
  params: ParamsOf<Path>;
  body: Body;
  query: Query;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Aborted when the caller hangs up: for reads that may take long. */
  gone(): AbortSignal;
}

/** How the OpenAPI document describes a route. */
export interface RouteDescription {
  summary: string;
  description?: string;
  tag: string;
  /** Error codes of this route beside those that follow from its access and its schemas. */
  errors?: readonly ErrorCode[];
  /** Of an answer to work that goes on after it. Default 200. */
  answerStatus?: 202;
  /** Content type of the answer where it is not JSON; several where the query chooses. */
  answerType?: string | readonly string[];
  /** Example of the answer, shown in the docs and checked against `answer` by a test. */
  example?: unknown;
  /** Left out of the OpenAPI document (pages for people, not calls for programs). */
  hidden?: boolean;
}

interface RouteShape<Path extends string, Body, Query> extends RouteDescription {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With `:name` for parameters. */
  path: Path;
  body?: Schema<Body>;
  /** Whether the body may be left out: what it says may stand in the query. */
  isBodyOptional?: boolean;
  /** About the account itself: sample data is not looked at. */
  isPersonal?: boolean;
  /** Content types of the body where they are not JSON alone. */
  bodyTypes?: readonly string[];
  query?: Schema<Query>;
  answer?: Schema<unknown>;
  /** Default 64 KiB on user routes, 1 MiB on node routes. */
  bodyLimitBytes?: number;
  /** Where a sensor of this route can put its node key, beside X-Node-Key; null = there is none. */
  findKey?(request: FastifyRequest): string | null;
  /** Whether an error's sentence is repeated as `text`, where senders that log our answer look for it. */
  errorsHaveText?: boolean;
}

export interface Route extends RouteShape<string, unknown, unknown> {
  access: Access;
  run(asked: Asked<string, unknown, unknown>, identity: Identity): unknown;
  /** Whether run() validates the body itself, with a parser of its own. */
  ownBody: boolean;
  /** Whether headers and query alone identify the node: then it is authenticated fully before the body is read. */
  headersDecide: boolean;
}

/** Who is calling. Which of the two is set follows from the route's access. */
export interface Identity {
  caller: Caller | null;
  node: NodeRecord | null;
}

/** Anyone may call it; `access: 'operator'` requires the operator's token. */
export function publicRoute<const Path extends string, Body = undefined, Query = unknown>(
  route: RouteShape<Path, Body, Query> & {
    access: 'public' | 'operator';
    handle(asked: Asked<Path, Body, Query>): unknown;
  },
): Route {
  const { handle, ...rest } = route;
  return {
    ...rest,
    ownBody: false,
    headersDecide: false,
    run: (asked) => handle(asked as Asked<Path, Body, Query>),
  } as Route;
}

export function userRoute<const Path extends string, Body = undefined, Query = unknown>(
  { store }: { store: Store },
  route: RouteShape<Path, Body, Query> & {
    access: { user: Scope };
    handle(asked: Asked<Path, Body, Query> & { caller: Caller; tenant: TenantStore }): unknown;
  },
): Route {
  const { handle, ...rest } = route;
  return {
    ...rest,
    ownBody: false,
    headersDecide: false,
    run: (asked, { caller }) =>
      handle({
        ...(asked as Asked<Path, Body, Query>),
        caller: caller!,
        tenant: store.of(caller!.user_id),
      }),
  } as Route;
}

/** `body` appears in the OpenAPI document and is validated, unless `ownBody` leaves that to the handler. */
export function nodeRoute<const Path extends string, Body = unknown, Query = unknown>(
  route: RouteShape<Path, Body, Query> & {
    access: { node: NodeNeed };
    ownBody?: boolean;
    headersDecide?: boolean;
    handle(asked: Asked<Path, Body, Query> & { node: NodeRecord }): unknown;
  },
): Route {
  const { handle, ownBody = false, headersDecide = false, ...rest } = route;
  return {
    ...rest,
    ownBody,
    headersDecide,
    run: (asked, { node }) => handle({ ...(asked as Asked<Path, Body, Query>), node: node! }),
  } as Route;
}
