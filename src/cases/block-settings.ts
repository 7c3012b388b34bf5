/** What a tenant never blocks, and what it blocks by rule: one document per tenant. */
import type { BlockSettings } from '../core/block.ts';
import { blockSettingsDocs } from '../core/doc-kinds.ts';
import { AppError, type FieldError, invalid } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import { readDocument, saveDocument } from '../core/update-document.ts';
import { type Network, parseNetwork } from '../lib/network.ts';

const mostNever = 1000;
const mostErrors = 20;

export const readBlockSettings = async (
  tenant: Pick<TenantStore, 'doc'>,
  user_id: string,
): Promise<BlockSettings> =>
  (await readDocument(tenant, blockSettingsDocs, user_id))?.body ?? blockSettingsDocs.parse({});

/** The networks that are never blocked, whoever asks. */
export const neverBlocked = async (tenant: Pick<TenantStore, 'doc'>, user_id: string): Promise<Network[]> =>
  (await readBlockSettings(tenant, user_id)).never_block.flatMap((text) => parseNetwork(text) ?? []);

/** Networks are stored in canonical form, each once. Throws `invalid_request` naming what is not one. */
export async function saveBlockSettings(
  { tenant, now }: { tenant: Pick<TenantStore, 'doc' | 'createDoc' | 'updateDoc'>; now(): string },
  user_id: string,
  { never_block, rule }: BlockSettings,
): Promise<BlockSettings> {
  const errors: FieldError[] = [];
  const networks = never_block.map((text, index) => {
    const network = parseNetwork(text);
    if (!network)
      errors.push({
        field: `never_block.${index}`,
        message: 'must be an IP address or a CIDR network such as 10.0.0.0/8',
      });
    return network?.text ?? '';
  });
  if (never_block.length > mostNever)
    errors.push({ field: 'never_block', message: `must have at most ${mostNever} entries` });
  if (errors.length > 0) throw invalid(errors.slice(0, mostErrors));
  const settings: BlockSettings = { never_block: [...new Set(networks)], rule };
  const named = { id: user_id, user_id };
  const saved = await saveDocument(tenant, blockSettingsDocs, named, () => settings, now());
  if (saved === 'stale')
    throw new AppError('conflict', 'The block settings are being changed by others; try again');
  return settings;
}
