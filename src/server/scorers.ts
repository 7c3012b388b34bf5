/** The scorers that a configuration asks for. */
import type { Config } from '../config.ts';
import type { LocalScorer, RemoteScorer } from '../core/scorer.ts';
import { openLocalScorer } from '../score/local.ts';
import { createRemoteScorer, type RemoteScorerParts } from '../score/remote-scorer.ts';

interface Log {
  warn(data: object, message: string): void;
}

export const toLocalScorer = ({ shadowModels }: Pick<Config, 'shadowModels'>, log: Log): LocalScorer =>
  openLocalScorer({
    shadowFolder: shadowModels ?? undefined,
    onWarning: (message) => log.warn({}, message),
  });

/** Null when events are scored in process. */
export const toRemoteScorer = (
  { mlApiUrl }: Pick<Config, 'mlApiUrl'>,
  limits: Partial<Omit<RemoteScorerParts, 'url'>> | undefined,
  log: Log,
): RemoteScorer | null =>
  mlApiUrl === null
    ? null
    : createRemoteScorer({
        onState: (state) => log.warn({ state }, 'ML service: the circuit breaker changed state'),
        ...limits,
        url: mlApiUrl,
      });
