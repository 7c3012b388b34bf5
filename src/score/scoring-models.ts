/** What judging an event needs beside the rules: the learned models, the catalogue of names, and the drift counters. */
import type { CommandReader } from './command.ts';
import type { Drift } from './drift.ts';
import type { Namer } from './naming.ts';
import type { PayloadModel } from './payload/index.ts';

export interface ScoringModels {
  /** Null where only the rules are used. */
  payload: PayloadModel | null;
  commands: CommandReader;
  namer: Namer;
  drift: Drift;
}
