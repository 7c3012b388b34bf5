/** Judges in process: rules as data, and the learned models where their files are whole. */
import { join } from 'node:path';
import { createCommandReader } from './command.ts';
import { formOf } from './form.ts';
import { findSigns, type Minds } from './judge.ts';
import { openPayloadModel } from './payload/index.ts';
import { nextSession, toCounts, toSteps } from './session.ts';
import { openShellModel } from './shell/index.ts';
import { fuse } from './sign.ts';
import { stagesOf } from './story.ts';
import type { StatementScorer } from './stream.ts';

/** Version of the rules; the models add theirs. */
export const rulesVersion = '2026.11.1';

export function createScorer(minds: Minds, name: 'local' | 'rules', version: string): StatementScorer {
  const by = { scored_by: name, model: version };
  return {
    name,
    version,
    judge(input) {
      const { signs, anomaly } = findSigns(input, minds);
      return fuse(signs, anomaly, by);
    },
    toCounts,
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
  createScorer({ payload: null, commands: createCommandReader(null) }, 'rules', `rules-${rulesVersion}`);

export interface LocalScorerOptions {
  /** Folder with `payload.bin` and `shell.bin`; default: the shipped models. */
  modelFolder?: string;
  /** Told in one sentence why a model file was refused. */
  onWarning?: (message: string) => void;
}

/** Opens both models; throws when one of them is missing or damaged. */
export function openModels(modelFolder?: string): { minds: Minds; version: string } {
  const at = (name: string) => (modelFolder === undefined ? {} : { file: join(modelFolder, name) });
  const payload = openPayloadModel(at('payload.bin'));
  const shell = openShellModel(at('shell.bin'));
  return {
    minds: { payload, commands: createCommandReader(shell) },
    version: `${rulesVersion}+p${payload.version}+s${shell.version}`,
  };
}

/** Rules and models. A model file that is missing or damaged is refused with a warning; the rules carry on alone. */
export function openLocalScorer({ modelFolder, onWarning }: LocalScorerOptions = {}): StatementScorer {
  try {
    const { minds, version } = openModels(modelFolder);
    return createScorer(minds, 'local', version);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    onWarning?.(`A model file was refused, so the rules judge alone: ${why}`);
    return createRulesScorer();
  }
}
