/** Scores in process: the rules, and the learned models where their files are intact. */
import { join } from 'node:path';
import { createCommandReader } from './command.ts';
import { createDrift } from './drift.ts';
import { shapeOf } from './event-shape.ts';
import { fuse } from './finding.ts';
import { collectFindings } from './judge.ts';
import { createNamer, toNamed } from './naming.ts';
import { openPayloadModel } from './payload/index.ts';
import type { ScoringModels } from './scoring-models.ts';
import { nextSession, toCounts, toSteps } from './session.ts';
import { relaysOf, stagesOf } from './session-stages.ts';
import { withShadow } from './shadow.ts';
import { openShellModel } from './shell/index.ts';
import type { StatementScorer } from './stream.ts';

/** Version of the rules; the models add theirs. */
export const rulesVersion = '2026.11.6';

export function createScorer(
  models: ScoringModels,
  name: 'local' | 'rules',
  version: string,
): StatementScorer {
  const by = { scored_by: name, model: version };
  return {
    name,
    version,
    judge(input) {
      const { findings, anomaly, naming } = collectFindings(input, models);
      const verdict = fuse(findings, anomaly, by);
      if (naming !== null) {
        const vulnerability = toNamed(naming);
        if (naming.protocol !== null) verdict.protocol = naming.protocol.protocol;
        if (vulnerability !== null) verdict.vulnerability = vulnerability;
      }
      models.drift.verdict(verdict.risk_score, verdict.is_anomaly);
      return verdict;
    },
    toCounts,
    counters: models.drift.counters,
    toStatements: (texts) => models.commands.tagStatements(texts),
    advance(session, event, verdict, identity) {
      const isCommand = shapeOf(event) === 'shell' && event.payload !== '';
      const report = isCommand ? models.commands.read(event.payload) : null;
      const stages = stagesOf(session?.memo) | (report?.stages ?? 0);
      const relays = relaysOf(session?.memo) + (event.kind === 'tunnel.requested' ? 1 : 0);
      const memo: { [key: string]: number } = relays === 0 ? { stages } : { stages, relays };
      return nextSession(session, event, verdict, identity, toSteps(event, report), memo);
    },
  };
}

/** Rules alone: no file is read. */
export const createRulesScorer = (): StatementScorer =>
  createScorer(
    { payload: null, commands: createCommandReader(null), namer: createNamer(), drift: createDrift() },
    'rules',
    `rules-${rulesVersion}`,
  );

export interface LocalScorerOptions {
  /** Folder with `payload.bin` and `shell.bin`; default: the shipped models. */
  modelFolder?: string;
  /** Folder with a second pair of models that scores the same events and is only compared. */
  shadowFolder?: string;
  /** Called with one sentence on why a model file was rejected. */
  onWarning?: (message: string) => void;
}

/** Opens both models; throws when one of them is missing or damaged. */
export function openModels(modelFolder?: string): { models: ScoringModels; version: string } {
  const at = (name: string) => (modelFolder === undefined ? {} : { file: join(modelFolder, name) });
  const payload = openPayloadModel(at('payload.bin'));
  const shell = openShellModel(at('shell.bin'));
  return {
    models: {
      payload,
      commands: createCommandReader(shell),
      namer: createNamer(),
      drift: createDrift(shell.scores),
    },
    version: `${rulesVersion}+p${payload.version}+s${shell.version}`,
  };
}

const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Rules and models. A model file that is missing or damaged is rejected with a warning, and only the rules are used. A
 * shadow model in that state is ignored.
 */
export function openLocalScorer({
  modelFolder,
  shadowFolder,
  onWarning = () => undefined,
}: LocalScorerOptions = {}): StatementScorer {
  let scorer: StatementScorer;
  try {
    const { models, version } = openModels(modelFolder);
    scorer = createScorer(models, 'local', version);
  } catch (error) {
    onWarning(`A model file was rejected, so only the rules are used: ${whyOf(error)}`);
    scorer = createRulesScorer();
  }
  if (shadowFolder === undefined) return scorer;
  try {
    const { models, version } = openModels(shadowFolder);
    return withShadow(scorer, createScorer(models, 'local', version));
  } catch (error) {
    onWarning(`The shadow model was rejected and is ignored: ${whyOf(error)}`);
    return scorer;
  }
}
