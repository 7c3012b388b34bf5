/** Parses an ML service's response with suspicion: another program wrote it, and it decides what people are notified of. */
import { type AttackType, attackTypes, type Evidence, type Verdict } from '../core/verdict.ts';

const known: ReadonlySet<string> = new Set(attackTypes);

type Fields = { [name: string]: unknown };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const within = (value: unknown, least: number, greatest: number): value is number =>
  typeof value === 'number' && value >= least && value <= greatest;

const texts = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((one) => typeof one === 'string' && one !== '' && one.length <= 300).slice(0, 20)
    : [];

function toEvidence(value: unknown, reasons: number): Evidence[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(
      (one): one is Evidence & Fields =>
        isObject(one) &&
        Number.isInteger(one.reason) &&
        within(one.reason, 0, reasons - 1) &&
        typeof one.field === 'string' &&
        one.field.length <= 60 &&
        typeof one.text === 'string' &&
        one.text.length <= 200,
    )
    .slice(0, 20)
    .map(({ reason, field, text }) => ({ reason, field, text }));
}

/**
 * The contract's answer (§5): `attack_type`, `risk_score` 1–10, `confidence` 0–1, `is_anomaly`, and `anomaly_score`
 * where the service gives one. Our own service sends more; that is used where it has the right shape. Throws a
 * TypeError on anything else.
 */
export function parseMlResponse(body: unknown): Verdict {
  if (!isObject(body)) throw new TypeError('the answer is not an object');
  const { attack_type: type, risk_score: risk, confidence, is_anomaly, anomaly_score: anomaly } = body;
  if (typeof type !== 'string' || !known.has(type)) throw new TypeError('attack_type is not known');
  if (!Number.isInteger(risk) || !within(risk, 1, 10)) throw new TypeError('risk_score is not 1 to 10');
  if (!within(confidence, 0, 1)) throw new TypeError('confidence is not 0 to 1');
  if (typeof is_anomaly !== 'boolean') throw new TypeError('is_anomaly is not a boolean');
  if (anomaly !== undefined && !(typeof anomaly === 'number' && Number.isFinite(anomaly)))
    throw new TypeError('anomaly_score is not a number');
  const reasons = texts(body.reasons);
  return {
    attack_type: type as AttackType,
    risk_score: risk,
    confidence,
    is_anomaly,
    anomaly_score: anomaly === undefined ? Number(is_anomaly) : Math.min(1, Math.max(0, anomaly)),
    reasons: reasons.length > 0 ? reasons : [`The ML service classified this as ${type}.`],
    evidence: toEvidence(body.evidence, reasons.length),
    tactics: texts(body.tactics),
    techniques: texts(body.techniques).filter((id) => /^T\d{4}(\.\d{3})?$/.test(id)),
    scored_by: 'ml_api',
    model: typeof body.model === 'string' && /^[\w.+-]{1,60}$/.test(body.model) ? body.model : 'ml_api',
  };
}
