/** Known scanners, backups and monitors: what they are known to do raises no alert. */

import {
  changeScanner,
  createScanner,
  deleteScanner,
  getScanner,
  listScanners,
} from '../../cases/known-scanners.ts';
import {
  KnownScanner,
  KnownScannerCreate,
  KnownScannerUpdate,
  toScannerSettings,
  toScannerView,
} from '../../contract/known-scanner.ts';
import { list } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Known scanners';

export function knownScannerRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/known-scanners',
      access: { user: 'read' },
      tag,
      summary: 'All known scanners',
      answer: list(KnownScanner),
      async handle({ tenant }) {
        return (await listScanners(tenant)).map(toScannerView);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/known-scanners',
      access: { user: 'triage' },
      tag,
      summary: 'Create a known scanner',
      description:
        'What it is allowed to do raises no alert; its events are still stored and counted. A token, a planted credential, a successful sign-in, a command, and anything outside its nodes, services and hours raise an alert that says that it never does this.',
      body: KnownScannerCreate,
      answer: KnownScanner,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const { user_id, email: by } = caller;
        const settings = toScannerSettings(body);
        return toScannerView(await createScanner({ ...parts, tenant }, { user_id, by }, settings));
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/known-scanners/:id',
      access: { user: 'read' },
      tag,
      summary: 'One known scanner',
      answer: KnownScanner,
      async handle({ tenant, params }) {
        return toScannerView(await getScanner(tenant, params.id));
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/known-scanners/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Change a known scanner',
      body: KnownScannerUpdate,
      answer: KnownScanner,
      errors: ['conflict'],
      async handle({ tenant, params, body: { version, ...change } }) {
        const which = { id: params.id, version: version ?? null };
        return toScannerView(await changeScanner({ ...parts, tenant }, which, change));
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/known-scanners/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Delete a known scanner',
      description: 'From the next event on, its actions raise alerts again.',
      answer: Success,
      async handle({ tenant, params }) {
        await deleteScanner({ ...parts, tenant }, params.id);
        return { status: 'success' };
      },
    }),
  ];
}
