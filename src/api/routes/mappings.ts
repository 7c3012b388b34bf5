/** Mappings: how the records of a sensor that DecoyVerse does not know become events. */
import {
  changeMapping,
  createMapping,
  deleteMapping,
  listMappings,
  previewMapping,
  toMapping,
} from '../../cases/mappings.ts';
import {
  MappedSample,
  Mapping,
  MappingCreate,
  MappingPreview,
  MappingUpdate,
  toMappingView,
} from '../../contract/mapping.ts';
import { list } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Sensors';

export const mappingRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/mappings',
    access: { user: 'read' },
    tag,
    summary: 'All mappings, in the order in which they are tried',
    answer: list(Mapping),
    handle: async ({ tenant }) => (await listMappings(tenant)).map(toMappingView),
  }),

  userRoute(parts, {
    method: 'POST',
    path: '/api/mappings',
    access: { user: 'admin' },
    tag,
    summary: 'Create a mapping',
    description:
      'How records of an unsupported sensor become events: paths, constants and conditions. It applies to every path below /ingest within two seconds, and takes precedence over the built-in formats.',
    body: MappingCreate,
    answer: Mapping,
    errors: ['conflict'],
    handle: async ({ tenant, caller, body }) =>
      toMappingView(
        await createMapping({ ...parts, tenant }, { user_id: caller.user_id, by: caller.email }, body),
      ),
  }),

  userRoute(parts, {
    method: 'POST',
    path: '/api/mappings/preview',
    access: { user: 'read' },
    tag,
    summary: 'Preview what a mapping makes of samples; nothing is stored',
    body: MappingPreview,
    answer: list(MappedSample),
    bodyLimitBytes: 1024 * 1024,
    handle({ body }) {
      const mapping = toMapping(body.mapping);
      return body.samples.map((sample) => {
        const { becomes, reason, draft, explanation } = previewMapping(mapping, sample, parts.now());
        if (draft === null) return { becomes, reason, event: null, explanation };
        const { kind, timestamp, service, source_ip, activity, payload, session, extra } = draft;
        const event = { kind, timestamp, service, source_ip, activity, payload, session, extra };
        return { becomes, reason, event, explanation };
      });
    },
  }),

  userRoute(parts, {
    method: 'PATCH',
    path: '/api/mappings/:id',
    access: { user: 'admin' },
    tag,
    summary: 'Change a mapping',
    body: MappingUpdate,
    answer: Mapping,
    errors: ['conflict'],
    async handle({ tenant, params, body: { version, ...change } }) {
      const which = { id: params.id, version: version ?? null };
      return toMappingView(await changeMapping({ ...parts, tenant }, which, change));
    },
  }),

  userRoute(parts, {
    method: 'DELETE',
    path: '/api/mappings/:id',
    access: { user: 'admin' },
    tag,
    summary: 'Delete a mapping',
    description: 'Events that it created are kept unchanged.',
    answer: Success,
    async handle({ tenant, params, caller }) {
      await deleteMapping({ ...parts, tenant }, { id: params.id, userId: caller.user_id });
      return { status: 'success' };
    },
  }),
];
