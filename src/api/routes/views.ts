/** Saved views of lists, and what a person chose of the console's looks. */
import {
  changeView,
  createView,
  deleteView,
  listViews,
  readPreferences,
  savePreferences,
} from '../../cases/views.ts';
import { list, nullable, object } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import {
  Preferences,
  SavedView,
  SavedViewCreate,
  SavedViewUpdate,
  toPreferences,
  toSavedView,
} from '../../contract/view.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Views';

export function viewRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/views',
      access: { user: 'read' },
      tag,
      summary: 'Your saved views, and those that others share',
      answer: list(SavedView),
      handle: async ({ tenant, caller }) => (await listViews(tenant, caller)).map(toSavedView),
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/views',
      access: { user: 'triage' },
      tag,
      summary: 'Save a view',
      body: SavedViewCreate,
      answer: SavedView,
      errors: ['conflict'],
      handle: async ({ tenant, caller, body }) =>
        toSavedView(await createView({ ...parts, tenant }, caller, { shared: false, ...body })),
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/views/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Change a saved view',
      body: SavedViewUpdate,
      answer: SavedView,
      errors: ['conflict'],
      async handle({ tenant, caller, params, body: { version, ...change } }) {
        const which = { id: params.id, version: version ?? null, person: caller };
        return toSavedView(await changeView({ ...parts, tenant }, which, change));
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/views/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Delete a saved view',
      answer: Success,
      async handle({ tenant, caller, params }) {
        await deleteView({ ...parts, tenant }, params.id, caller);
        return { status: 'success' };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/preferences',
      access: { user: 'read' },
      isPersonal: true,
      tag,
      summary: 'Your preferences in the console',
      answer: object({ preferences: nullable(Preferences) }),
      async handle({ tenant, caller }) {
        const found = await readPreferences(tenant, caller);
        return { preferences: found && toPreferences(found) };
      },
    }),

    userRoute(parts, {
      method: 'PUT',
      path: '/api/preferences',
      access: { user: 'triage' },
      isPersonal: true,
      tag,
      summary: 'Save your preferences in the console',
      body: Preferences,
      answer: Preferences,
      errors: ['conflict'],
      handle: async ({ tenant, caller, body }) =>
        toPreferences(await savePreferences({ ...parts, tenant }, caller, body)),
    }),
  ];
}
