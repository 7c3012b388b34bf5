/** Whose an address is: files and lists of the tenant's own. */
import { deleteAssetSource, getAssetSource, listAssetSources, putAssets } from '../../cases/assets.ts';
import {
  AssetSourceDetail,
  AssetSourcePut,
  AssetSources,
  AssetSourceWritten,
  toAssetSource,
  toAssetSourceDetail,
} from '../../contract/asset.ts';
import { Success } from '../../contract/success.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Assets';

export const assetRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/assets',
    access: { user: 'read' },
    tag,
    summary: 'Files and lists of the owners of addresses',
    answer: AssetSources,
    handle: async ({ tenant }) => ({ sources: (await listAssetSources(tenant)).map(toAssetSource) }),
  }),

  userRoute(parts, {
    method: 'PUT',
    path: '/api/assets',
    access: { user: 'triage' },
    tag,
    summary: 'Write a file or a list of assets',
    description:
      'A CSV, DHCP leases, a hosts file, or entries. Names, owners, roles and locations are shown wherever the address appears; the narrowest network wins, and entries by people take precedence over files. Writing under the same name replaces its content.',
    body: AssetSourcePut,
    bodyLimitBytes: 9 * 1024 * 1024,
    answer: AssetSourceWritten,
    errors: ['conflict', 'too_large'],
    async handle({ tenant, caller, body }) {
      const { doc, read } = await putAssets({ ...parts, tenant }, caller.user_id, body);
      return { ...toAssetSource(doc), skipped: read.skipped, rejections: read.rejections };
    },
  }),

  userRoute(parts, {
    method: 'GET',
    path: '/api/assets/:id',
    access: { user: 'read' },
    tag,
    summary: 'One file or list, with all its entries',
    answer: AssetSourceDetail,
    handle: async ({ tenant, params }) => toAssetSourceDetail(await getAssetSource(tenant, params.id)),
  }),

  userRoute(parts, {
    method: 'DELETE',
    path: '/api/assets/:id',
    access: { user: 'triage' },
    tag,
    summary: 'Delete a file or list',
    answer: Success,
    async handle({ tenant, params }) {
      await deleteAssetSource(tenant, params.id);
      return { status: 'success' };
    },
  }),
];
