/** Looking at sample data: the same calls as always, with a header. It can be looked at and triaged; nothing is set up in it. */
import type { FastifyRequest } from 'fastify';
import { sampleTenant } from '../../cases/sample/sample.ts';
import type { Caller, Scope } from '../../core/access.ts';
import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/store.ts';

export const sampleHeader = 'x-sample-data';

/** Whom the call is made as. */
export type InSample = (request: FastifyRequest, caller: Caller, needed: Scope) => Promise<Caller>;

/** Throws `forbidden` for what is not done in sample data, and `not_found` where there is none. */
export const createInSample =
  ({ store }: { store: Pick<Store, 'of'> }): InSample =>
  async (request, caller, needed) => {
    const asked = request.headers[sampleHeader];
    if (asked === undefined || asked === 'false') return caller;
    if (asked !== 'true') throw new AppError('bad_request', 'X-Sample-Data must be true or false');
    if (needed !== 'read' && needed !== 'triage')
      throw new AppError('forbidden', 'This is not possible in sample data; leave it to change settings');
    return {
      ...caller,
      user_id: await sampleTenant(store.of(caller.user_id)),
      scopes: ['triage'],
    };
  };
