/** Scorers whose verdicts take exposure into account, whoever makes them: the models in process or an ML service. */
import type { LocalScorer, RemoteScorer, ScoreInput } from '../../core/scorer.ts';
import type { Verdict } from '../../core/verdict.ts';
import { applyExposure } from './apply.ts';

const exposed = ({ event, exposure }: ScoreInput, verdict: Verdict): Verdict =>
  exposure === undefined ? verdict : applyExposure(event, verdict, exposure);

export const withExposure = <S extends LocalScorer>(scorer: S): S => ({
  ...scorer,
  judge: (input: ScoreInput) => exposed(input, scorer.judge(input)),
});

export const remoteWithExposure = (scorer: RemoteScorer): RemoteScorer => ({
  name: scorer.name,
  judge: async (input, signal) => exposed(input, await scorer.judge(input, signal)),
  get state() {
    return scorer.state;
  },
  close: () => scorer.close(),
});
