/**
 * Answers calls that no route takes: 405 with the methods that the path has, 404 where there is no such path. Whoever may not
 * call anything at a path is told no more about it than by its routes: 401.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../core/errors.ts';
import type { AccessControl } from './mount.ts';
import { isPlain } from './plain.ts';
import type { Route } from './route.ts';

type Known = Pick<Route, 'method' | 'path' | 'access' | 'answerType'>;

/** As the router matches: a parameter is one segment, `*` the rest; a slash at the end does not count. */
const toPattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split('/')
      .map((part) =>
        part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      )
      .join('/')
      .replace(/\/$/, '')}/?$`,
  );

/** Throws unless the request shows a credential that is good for anything. */
async function checkAnyCredential(request: FastifyRequest, control: AccessControl): Promise<void> {
  try {
    await control.findCaller(request, 'read');
    return;
  } catch (error) {
    // One that is good, but not for this.
    if (error instanceof AppError && error.code === 'forbidden') return;
  }
  try {
    const node = await control.nodeAuth.checkHeaders(request, 'uninstall');
    if (node !== null) return;
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') return;
  }
  throw new AppError('unauthenticated', 'A credential is required');
}

/** Throws `method_not_allowed` or `unauthenticated` for a path of these routes; resolves where there is no such path. */
export function createUnknown(
  routes: readonly Known[],
  control: AccessControl,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const known = routes.map((route) => ({ ...route, pattern: toPattern(route.path) }));
  return async (request, reply) => {
    // Below /t/ nobody learns which addresses there are.
    if (isPlain(request)) return;
    const path = request.url.split('?', 1)[0] ?? '';
    // Of /api/incidents/bulk and /api/incidents/:id the one with the fewest parameters, as the router prefers it.
    const [nearest] = known
      .filter(({ pattern }) => pattern.test(path))
      .sort((a, b) => a.path.split(/[:*]/).length - b.path.split(/[:*]/).length);
    // Two routes may name one parameter differently.
    const here = known.filter(({ pattern }) => pattern.source === nearest?.pattern.source);
    if (here.length === 0) return;
    if (!here.some(({ access }) => access === 'public')) await checkAnyCredential(request, control);
    const methods = new Set<string>(here.map(({ method }) => method));
    if (here.some(({ method, answerType }) => method === 'GET' && answerType !== 'text/event-stream'))
      methods.add('HEAD');
    reply.header('allow', [...methods].sort().join(', '));
    throw new AppError(
      'method_not_allowed',
      'This path does not take this method; Allow names those it takes',
    );
  };
}
