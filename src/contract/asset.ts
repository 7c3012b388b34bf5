/** Assets: names, owners, roles and locations of addresses inside. */
import type { AssetSourceBody } from '../core/asset.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { plainTime } from './fields.ts';
import { integer, list, nullable, object, optional, type Static, text } from './schema.ts';

const said = nullable(text({ maxLength: 253 }));

/** As records that have a source show it. */
export const FoundAsset = object(
  {
    network: text({ description: 'The address or network that it describes.', examples: ['10.0.3.17'] }),
    name: said,
    owner: said,
    role: said,
    location: said,
    source: text({ description: 'The file or list that says so.' }),
  },
  { description: 'Whose machine it is, according to your assets.' },
);
export type FoundAsset = Static<typeof FoundAsset>;

const entry = {
  network: text({ maxLength: 64, examples: ['10.0.3.17'] }),
  name: optional(said),
  owner: optional(said),
  role: optional(said),
  location: optional(said),
};

const summary = {
  id: text({ examples: ['assets-5f4dcc3b5aa765d6'] }),
  name: text({ minLength: 1, maxLength: 100, examples: ['dhcpd.leases'] }),
  format: text({ description: 'list, csv, isc-dhcpd, kea, dnsmasq or hosts.', examples: ['hosts'] }),
  assets: integer(),
  rejected: integer({ description: 'Lines that could not be read.' }),
  updated_at: plainTime,
};
export const AssetSource = object(summary);
export type AssetSource = Static<typeof AssetSource>;
export const AssetSources = object({ sources: list(AssetSource) });
export type AssetSources = Static<typeof AssetSources>;

export const AssetSourceDetail = object({
  ...summary,
  entries: list(object({ network: text(), name: said, owner: said, role: said, location: said })),
});
export type AssetSourceDetail = Static<typeof AssetSourceDetail>;

export const AssetSourcePut = object({
  name: text({
    description: 'Writing under the same name replaces its content.',
    minLength: 1,
    maxLength: 100,
  }),
  format: optional(
    text({ description: 'Of `content`: csv, isc-dhcpd, kea, dnsmasq or hosts.', maxLength: 20 }),
  ),
  content: optional(text({ description: 'A file as text.', maxLength: 4 * 1024 * 1024 })),
  entries: optional(list(object(entry), { description: 'Instead of a file.', maxItems: 10_000 })),
});
export type AssetSourcePut = Static<typeof AssetSourcePut>;

export const AssetSourceWritten = object({
  ...summary,
  skipped: integer({ description: 'Valid lines without anything to store.' }),
  rejections: list(object({ line: integer(), message: text() }), { description: 'The first 100.' }),
});
export type AssetSourceWritten = Static<typeof AssetSourceWritten>;

export const toAssetSource = ({ id, body, updated_at }: DocOf<AssetSourceBody>): AssetSource => ({
  id,
  name: body.name,
  format: body.format,
  assets: body.entries.length,
  rejected: body.rejected,
  updated_at,
});
export const toAssetSourceDetail = (doc: DocOf<AssetSourceBody>): AssetSourceDetail => ({
  ...toAssetSource(doc),
  entries: doc.body.entries,
});
