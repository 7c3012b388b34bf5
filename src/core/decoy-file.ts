/** Which events say no more than that a decoy file was touched: what to do about it depends on where the file lies. Pure. */
import type { EventKind } from './event.ts';

/** A decoy file was touched: on a host that an agent watches, or on a share that a sensor offers. */
export type DecoyFile = 'host_file' | 'shared_file';

const fileKinds: ReadonlySet<string> = new Set([
  'file.opened',
  'file.changed',
  'file.copied',
  'file.deleted',
]);
const aboutFiles: ReadonlySet<string> = new Set(['HoneytokenAccess', 'DataExfil']);

/** Null where what happened is more, or something else, than that a decoy file was touched. */
export const decoyFileOf = (
  attackType: string,
  step: { kind: EventKind; service: string } | null,
): DecoyFile | null => {
  if (step === null || !fileKinds.has(step.kind) || !aboutFiles.has(attackType)) return null;
  return step.service === 'endpoint_agent' ? 'host_file' : 'shared_file';
};
