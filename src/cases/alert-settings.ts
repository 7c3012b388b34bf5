/** A tenant's alert settings, changed by people or by what follows from their verdicts. */

import type { RouteParts } from '../api/http/route.ts';
import { type AlertSettings, alertSettingsKind, toAlertSettings } from '../core/alert-settings.ts';
import { AppError } from '../core/errors.ts';
import type { JsonObject } from '../core/event.ts';
import type { TenantStore } from '../core/store.ts';
import { changeDoc } from './change-doc.ts';

export const readAlertSettings = async (tenant: TenantStore, user_id: string): Promise<AlertSettings> =>
  toAlertSettings(await tenant.doc(alertSettingsKind, user_id));

/** Throws `conflict` where others change them all the time, and what `change` throws. */
export async function saveAlertSettings(
  parts: Pick<RouteParts, 'now' | 'pipeline'>,
  tenant: TenantStore,
  user_id: string,
  change: (standing: AlertSettings) => Partial<AlertSettings>,
): Promise<AlertSettings> {
  const doc = await changeDoc(
    parts,
    tenant,
    { kind: alertSettingsKind, id: user_id, user_id },
    (standing) => {
      const settings = toAlertSettings(standing);
      return { ...settings, ...change(settings) } as unknown as JsonObject;
    },
  );
  if (doc === null) throw new AppError('conflict', 'The settings were changed meanwhile; try again');
  parts.pipeline.refresh();
  return toAlertSettings(doc);
}
