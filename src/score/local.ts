/** Judges in process: rules as data, and the learned models where their files are whole. */
import { join } from 'node:path';
import type { LocalScorer, ScoreInput } from '../core/scorer.ts';
import type { Verdict } from '../core/verdict.ts';
import { toFacts } from './facts.ts';
import { openPayloadModel, type PayloadModel } from './payload/index.ts';
import { endpointRules } from './rules/endpoint.ts';
import { loginRules } from './rules/logins.ts';
import { type Rule, toSign } from './rules/rule.ts';
import { commandSigns } from './rules/shell.ts';
import { trafficRules } from './rules/traffic.ts';
import { nextSession, toCounts, toStep } from './session.ts';
import { fuse, type Sign } from './sign.ts';

/** Version of the rules; the models add theirs. */
const rulesVersion = '2026.11.1';

const rules: readonly Rule[] = [...loginRules, ...trafficRules, ...endpointRules];

interface Models {
  payload: PayloadModel | null;
}

function createScorer({ payload }: Models, name: 'local' | 'rules', version: string): LocalScorer {
  const judge = (input: ScoreInput): Verdict => {
    const facts = toFacts(input);
    const signs: Sign[] = [];
    for (const rule of rules) {
      const hit = rule.find(facts);
      if (hit) signs.push(toSign(rule, hit));
    }
    const { payload: text } = input.event;
    if (text !== '' && facts.form === 'shell') commandSigns(facts, signs);
    if (
      text !== '' &&
      payload &&
      (facts.form === 'web' || facts.form === 'query' || facts.form === 'bytes')
    ) {
      const found = payload.classify(text);
      if (found.attack >= 0.5) {
        for (const { text: bytes } of found.evidence.slice(0, 1)) {
          signs.push({
            rule: 'payload-model',
            reason: 'The text reads like an attack.',
            field: 'payload',
            text: bytes,
            risk: found.attack >= 0.9 ? 7.5 + (found.attack - 0.9) * 12 : 5 + (found.attack - 0.5) * 3.5,
            attackType: found.family,
            tactics: ['Initial Access'],
            techniques: ['T1190'],
            sure: found.attack,
          });
        }
      }
    }
    return fuse(signs, { score: 0, isAnomaly: false }, { scored_by: name, model: version });
  };
  return {
    name,
    version,
    judge,
    toCounts,
    advance: (session, event, verdict, identity) =>
      nextSession(
        session,
        event,
        verdict,
        identity,
        event.payload === '' ? [] : [toStep(event.kind, event.payload, null)],
        session?.memo ?? {},
      ),
  };
}

/** Rules alone: no file is read. */
export const createRulesScorer = (): LocalScorer =>
  createScorer({ payload: null }, 'rules', `rules-${rulesVersion}`);

export interface LocalScorerOptions {
  /** Folder with `payload.bin`; default: the shipped model. */
  modelFolder?: string;
  /** Told in one sentence why a model file was refused. */
  onWarning?: (message: string) => void;
}

/** Rules and models. A model file that is missing or damaged is refused with a warning; the rules carry on alone. */
export function openLocalScorer({ modelFolder, onWarning }: LocalScorerOptions = {}): LocalScorer {
  try {
    const payload = openPayloadModel(
      modelFolder === undefined ? {} : { file: join(modelFolder, 'payload.bin') },
    );
    return createScorer({ payload }, 'local', `${rulesVersion}+${payload.version}`);
  } catch (error) {
    onWarning?.(
      `The model was refused, the rules judge alone: ${error instanceof Error ? error.message : String(error)}`,
    );
    return createRulesScorer();
  }
}
