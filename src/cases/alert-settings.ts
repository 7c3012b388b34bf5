/** A tenant's alert settings, changed by people or by what follows from their verdicts. */
import type { AlertSettings } from '../core/alert-settings.ts';
import { alertSettingsDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { TenantStore } from '../core/store.ts';
import { readDocument, saveDocument } from '../core/update-document.ts';

/** The defaults where the tenant has set nothing. */
export const readAlertSettings = async (
  tenant: Pick<TenantStore, 'doc'>,
  user_id: string,
): Promise<AlertSettings> =>
  (await readDocument(tenant, alertSettingsDocs, user_id))?.body ?? alertSettingsDocs.parse({});

/** The risk above which the tenant's events raise an alert. `alertRiskThreshold` is the server's own. */
export const effectiveThreshold = (
  { threshold }: Pick<AlertSettings, 'threshold'>,
  { alertRiskThreshold }: { alertRiskThreshold: number },
): number => threshold ?? alertRiskThreshold;

export interface AlertSettingsParts {
  tenant: Pick<TenantStore, 'doc' | 'createDoc' | 'updateDoc'>;
  now(): string;
  pipeline: Pick<EventPipeline, 'refresh'>;
}

/**
 * `change` gets the settings as stored, and may be called again where others change them at the same time. Throws
 * `conflict` where they keep doing so, and what `change` throws.
 */
export async function saveAlertSettings(
  { tenant, now, pipeline }: AlertSettingsParts,
  user_id: string,
  change: (settings: AlertSettings) => Partial<AlertSettings>,
): Promise<AlertSettings> {
  const saved = await saveDocument(
    tenant,
    alertSettingsDocs,
    { id: user_id, user_id },
    (existing) => {
      const settings = existing?.body ?? alertSettingsDocs.parse({});
      return { ...settings, ...change(settings) };
    },
    now(),
  );
  if (saved === 'stale')
    throw new AppError('conflict', 'The alert settings are being changed by others; try again');
  pipeline.refresh();
  return saved.body;
}
