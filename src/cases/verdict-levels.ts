/** What a tenant's verdicts add up to, and the suggestion that was applied: one document per tenant. */
import type { Alert, VerdictKind } from '../core/alert.ts';
import { verdictLevelsDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import { readDocument, saveDocument } from '../core/update-document.ts';
import type { VerdictLevels } from '../core/verdict-levels.ts';
import { addJudged } from './threshold-advice.ts';

export interface LevelsParts {
  tenant: Pick<TenantStore, 'doc' | 'createDoc' | 'updateDoc'>;
  now(): string;
}

const none = (): VerdictLevels => verdictLevelsDocs.parse({});

export const readLevels = async (tenant: Pick<TenantStore, 'doc'>, user_id: string): Promise<VerdictLevels> =>
  (await readDocument(tenant, verdictLevelsDocs, user_id))?.body ?? none();

async function saveLevels(
  { tenant, now }: LevelsParts,
  user_id: string,
  change: (levels: VerdictLevels) => Partial<VerdictLevels>,
): Promise<VerdictLevels> {
  const saved = await saveDocument(
    tenant,
    verdictLevelsDocs,
    { id: user_id, user_id },
    (existing) => {
      const levels = existing?.body ?? none();
      return { ...levels, ...change(levels) };
    },
    now(),
  );
  if (saved === 'stale')
    throw new AppError('conflict', 'Other verdicts are being saved at the same time; try again');
  return saved.body;
}

/** An alert's latest verdict replaces its earlier one; `expected` (a drill, a job of our own) says nothing about risk. */
export const recordVerdict = (
  parts: LevelsParts,
  { alert_id, incident_id, user_id, risk_score }: Alert,
  verdict: VerdictKind,
): Promise<VerdictLevels> =>
  saveLevels(parts, user_id, ({ judged }) => {
    if (verdict === 'expected') return { judged: judged.filter((one) => one.alert_id !== alert_id) };
    const risk = Math.min(10, Math.max(0, Math.floor(risk_score)));
    return { judged: addJudged(judged, { alert_id, incident_id, verdict, risk }) };
  });

export const recordApplied = (
  parts: LevelsParts,
  user_id: string,
  applied: VerdictLevels['applied'],
): Promise<VerdictLevels> => saveLevels(parts, user_id, () => ({ applied }));
