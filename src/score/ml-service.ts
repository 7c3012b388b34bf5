/**
 * The ML API (docs/contract.md) as it is served, without HTTP: what each call takes and returns. Events are scored with
 * the history that the caller sends, so any number of these services can run side by side.
 */
import { attackCatalogue } from '../core/attack-catalogue.ts';
import { type FieldError, invalid } from '../core/errors.ts';
import type { DraftEvent } from '../core/event.ts';
import { emptyHistory, type SourceHistory } from '../core/history.ts';
import type { LocalScorer } from '../core/scorer.ts';
import type { Verdict } from '../core/verdict.ts';
import { type ContractFeatures, contractRanges } from './contract-features.ts';
import { judgeFeatures } from './legacy-features.ts';

export interface MlServiceParts {
  scorer: LocalScorer;
  /** HoneypotLog or AgentEvent → draft; throws `invalid_request`. */
  parseEvent(body: unknown): DraftEvent;
  /** Version of the program. */
  version: string;
  clock?: () => number;
}

type Fields = { [name: string]: unknown };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const names = Object.keys(contractRanges) as (keyof ContractFeatures)[];
const whole: ReadonlySet<string> = new Set(names);
/** Entries of one `/predict-batch` or `/score`. */
export const maxBatch = 5_000;
/** From this risk on a prediction counts as high (contract). */
const highRisk = 7;

/** The contract's six features, each within its range. Throws `invalid_request` naming every field that is wrong. */
export function parseFeatures(body: unknown, at = ''): ContractFeatures {
  const errors: FieldError[] = [];
  const given = isObject(body) ? body : {};
  const found: Partial<ContractFeatures> = {};
  for (const name of names) {
    const [least, greatest] = contractRanges[name];
    const field = `${at}${name}`;
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) errors.push({ field, message: 'is required' });
    else if (typeof value !== 'number' || !Number.isFinite(value))
      errors.push({ field, message: 'must be a number' });
    else if (value < least || value > greatest)
      errors.push({ field, message: `must be between ${least} and ${greatest}` });
    else found[name] = value;
  }
  if (!isObject(body)) throw invalid([{ field: at.slice(0, -1) || 'body', message: 'must be an object' }]);
  if (errors.length > 0) throw invalid(errors.slice(0, 20));
  return found as ContractFeatures;
}

const textOf = (body: Fields, name: string): string => {
  const value = Object.hasOwn(body, name) ? body[name] : '';
  return typeof value === 'string' ? value : '';
};

/** The source's history as the six features describe it, without this event. */
export function toHistory(features: ContractFeatures, event: DraftEvent, nowMs: number): SourceHistory {
  const minutes = Math.max(1, features.session_time / 60);
  const isFailure = event.kind === 'login.failed' ? 1 : 0;
  const events = Math.max(0, Math.round(features.request_rate * minutes) - 1);
  if (events === 0 && features.failed_logins <= isFailure) return emptyHistory;
  return {
    ...emptyHistory,
    events: Math.max(events, features.failed_logins - isFailure),
    failed_logins: Math.max(0, features.failed_logins - isFailure),
    commands: features.commands_count,
    honeytokens: event.agent ? 0 : features.honeytoken_access,
    first_ms: nowMs - features.session_time * 1000,
    last_ms: nowMs,
  };
}

export interface Prediction extends Omit<Verdict, 'scored_by'> {
  /** The class among the contract's five. */
  contract_type: string;
}

export function createMlService({ scorer, parseEvent, version, clock = Date.now }: MlServiceParts) {
  const by = { scored_by: scorer.name, model: scorer.version };

  /** The event of the raw fields, or null where there are none worth judging. */
  function eventOf(body: Fields): DraftEvent | null {
    const timestamp = new Date(clock()).toISOString();
    const file = textOf(body, 'file_accessed');
    try {
      if (file !== '') {
        const [hostname, username] = [textOf(body, 'hostname'), textOf(body, 'username')];
        return parseEvent({
          timestamp,
          hostname,
          username,
          file_accessed: file,
          file_path: file,
          action: textOf(body, 'activity') || 'ACCESSED',
          severity: '',
          alert_type: '',
        });
      }
      const [service, activity, payload] = [
        textOf(body, 'service'),
        textOf(body, 'activity'),
        textOf(body, 'payload'),
      ];
      if (service === '' && activity === '' && payload === '') return null;
      return parseEvent({ timestamp, service, source_ip: textOf(body, 'source_ip'), activity, payload });
    } catch {
      // Raw fields are optional: bad ones are no reason to reject valid features.
      return null;
    }
  }

  const toPrediction = ({ scored_by: _, ...verdict }: Verdict): Prediction => ({
    ...verdict,
    risk_score: Math.max(1, verdict.risk_score),
    contract_type: attackCatalogue[verdict.attack_type].contractType,
  });

  function predict(body: unknown, at = ''): Prediction {
    const features = parseFeatures(body, at);
    const byFeatures = judgeFeatures(features, by);
    const event = eventOf(body as Fields);
    if (event === null) return toPrediction(byFeatures);
    const history = toHistory(features, event, Date.parse(event.timestamp));
    const verdict = scorer.judge({ event, history, session: null, baseline: null });
    // The raw fields say more than the six features; the features decide only where those say little.
    return toPrediction(
      verdict.risk_score >= byFeatures.risk_score || verdict.risk_score >= highRisk ? verdict : byFeatures,
    );
  }

  const listOf = (body: unknown, name: string): unknown[] => {
    const list = isObject(body) ? body[name] : undefined;
    if (!Array.isArray(list)) throw invalid([{ field: name, message: 'must be a list' }]);
    if (list.length === 0 || list.length > maxBatch)
      throw invalid([{ field: name, message: `must have 1 to ${maxBatch} entries` }]);
    return list;
  };

  return {
    about: () => ({
      service: 'DecoyVerse ML API',
      version,
      model: scorer.version,
      endpoints: ['/', '/health', '/features', '/predict', '/predict-batch', '/score', '/docs'],
    }),
    health: () => ({ status: 'healthy', model_loaded: scorer.name === 'local', version: scorer.version }),
    features: () => ({
      feature_order: names,
      total_features: whole.size,
      feature_ranges: Object.fromEntries(
        names.map((name) => [name, { min: contractRanges[name][0], max: contractRanges[name][1] }]),
      ),
    }),
    predict: (body: unknown) => predict(body),
    predictBatch(body: unknown) {
      const results = listOf(body, 'logs').map((log, at) => predict(log, `logs.${at}.`));
      return {
        results,
        total_processed: results.length,
        high_risk_count: results.filter(({ risk_score }) => risk_score >= highRisk).length,
      };
    },
    /**
     * Whole events: one HoneypotLog or AgentEvent, or `{events: [...]}`. Each may bring `history` (counters of its
     * source, as the six features) beside it; without it the event is scored as its source's first.
     */
    score(body: unknown) {
      const one = (given: unknown, at: string): Prediction => {
        if (!isObject(given)) throw invalid([{ field: at || 'body', message: 'must be an object' }]);
        const { history: past, ...fields } = given;
        const event = parseEvent(fields);
        const history =
          past === undefined || past === null
            ? emptyHistory
            : toHistory(parseFeatures(past, `${at}history.`), event, Date.parse(event.timestamp));
        return toPrediction(scorer.judge({ event, history, session: null, baseline: null }));
      };
      if (!isObject(body) || !Object.hasOwn(body, 'events')) return one(body, '');
      return { results: listOf(body, 'events').map((event, at) => one(event, `events.${at}.`)) };
    },
  };
}

export type MlService = ReturnType<typeof createMlService>;
