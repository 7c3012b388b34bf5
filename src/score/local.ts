/** Judges in process: rules as data, and the learned models where their files are whole. */
import { join } from 'node:path';
import { createCommandReader } from './command.ts';
import { createDrift } from './drift.ts';
import { formOf } from './event-shape.ts';
import { fuse } from './finding.ts';
import { findSigns, type ScoringModels } from './judge.ts';
import { createNamer, toNamed } from './naming.ts';
import { openPayloadModel } from './payload/index.ts';
import { nextSession, toCounts, toSteps } from './session.ts';
import { stagesOf } from './session-stages.ts';
import { withShadow } from './shadow.ts';
import { openShellModel } from './shell/index.ts';
import type { StatementScorer } from './stream.ts';

/** Version of the rules; the models add theirs. */
export const rulesVersion = '2026.11.4';

export function createScorer(
  minds: ScoringModels,
  name: 'local' | 'rules',
  version: string,
): StatementScorer {
  const by = { scored_by: name, model: version };
  return {
    name,
    version,
    judge(input) {
      const { signs, anomaly, naming } = findSigns(input, minds);
      const verdict = fuse(signs, anomaly, by);
      if (naming !== null) {
        const vulnerability = toNamed(naming);
        if (naming.protocol !== null) verdict.protocol = naming.protocol.protocol;
        if (vulnerability !== null) verdict.vulnerability = vulnerability;
      }
      minds.drift.verdict(verdict.risk_score, verdict.is_anomaly);
      return verdict;
    },
    toCounts,
    counters: minds.drift.counters,
    toStatements: (texts) => minds.commands.tell(texts),
    advance(session, event, verdict, identity) {
      const isCommand = formOf(event) === 'shell' && event.payload !== '';
      const report = isCommand ? minds.commands.read(event.payload) : null;
      const stages = stagesOf(session?.memo) | (report?.stages ?? 0);
      return nextSession(session, event, verdict, identity, toSteps(event, report), { stages });
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
  /** Folder with a second pair of models that judges beside the first and is only counted. */
  shadowFolder?: string;
  /** Told in one sentence why a model file was refused. */
  onWarning?: (message: string) => void;
}

/** Opens both models; throws when one of them is missing or damaged. */
export function openModels(modelFolder?: string): { minds: ScoringModels; version: string } {
  const at = (name: string) => (modelFolder === undefined ? {} : { file: join(modelFolder, name) });
  const payload = openPayloadModel(at('payload.bin'));
  const shell = openShellModel(at('shell.bin'));
  return {
    minds: {
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
 * Rules and models. A model file that is missing or damaged is refused with a warning; the rules carry on alone. The
 * same holds for a model in shadow: it is left out.
 */
export function openLocalScorer({
  modelFolder,
  shadowFolder,
  onWarning = () => undefined,
}: LocalScorerOptions = {}): StatementScorer {
  let scorer: StatementScorer;
  try {
    const { minds, version } = openModels(modelFolder);
    scorer = createScorer(minds, 'local', version);
  } catch (error) {
    onWarning(`A model file was refused, so the rules judge alone: ${whyOf(error)}`);
    scorer = createRulesScorer();
  }
  if (shadowFolder === undefined) return scorer;
  try {
    const { minds, version } = openModels(shadowFolder);
    return withShadow(scorer, createScorer(minds, 'local', version));
  } catch (error) {
    onWarning(`The model in shadow was refused and is left out: ${whyOf(error)}`);
    return scorer;
  }
}
