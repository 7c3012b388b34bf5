/** What a rule that could hide the worst, or something anywhere, requires: an administrator and an end. */
import { type Caller, mayAct } from '../core/access.ts';
import { AppError, invalid } from '../core/errors.ts';
import type { EventCondition } from '../core/query.ts';
import { dayMs } from '../lib/duration.ts';

/** From here on a risk must not disappear for good. */
const worstRisk = 9;
/** The end of such a rule where none is given. */
export const usualDays = 90;

const isGiven = (list: readonly string[] | undefined): boolean => list !== undefined && list.length > 0;

/** Whether it could hide risk 9 or 10, or names no source, node or decoy. */
export const isWide = (condition: EventCondition): boolean =>
  condition.max_risk === undefined ||
  condition.max_risk >= worstRisk ||
  !(
    isGiven(condition.sources) ||
    isGiven(condition.networks) ||
    isGiven(condition.nodes) ||
    isGiven(condition.decoys)
  );

/** Throws `forbidden` for a wide rule of a caller without the scope `admin`. */
export function checkRights({ scopes }: Pick<Caller, 'scopes'>, condition: EventCondition): void {
  if (isWide(condition) && !mayAct(scopes, 'admin'))
    throw new AppError(
      'forbidden',
      'A rule that could hide risk 9 or more, or names no source, node or decoy, requires the scope "admin"; set max_risk to 8 or less and name one of them',
    );
}

/**
 * The end of a rule, ISO; null = none. `given` undefined (left out): of a wide rule in ninety days. Throws `invalid_request`
 * for a wide one that is explicitly without an end.
 */
export function decideEnd(
  condition: EventCondition,
  given: string | null | undefined,
  nowMs: number,
): string | null {
  if (!isWide(condition)) return given ?? null;
  if (given === null)
    throw invalid([
      {
        field: 'expires_at',
        message: 'is required for a rule that could hide risk 9 or more, or names no source, node or decoy',
      },
    ]);
  return given ?? new Date(nowMs + usualDays * dayMs).toISOString();
}
