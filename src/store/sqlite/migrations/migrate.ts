/** Numbered, once each, in order; `PRAGMA user_version` says how far a file has come. */
import { AppError } from '../../../core/errors.ts';
import type { Connection } from '../connection/connection.ts';
import { firstSchema } from './0001-first-schema.ts';
import { quietRiskSchema } from './0002-quiet-risk.ts';
import { writeBufferSchema } from './0003-write-buffer.ts';
import { uninstallGraceSchema } from './0004-uninstall-grace.ts';
import { agentRemovedSchema } from './0005-agent-removed.ts';
import { incidentTouchesSchema } from './0006-incident-touches.ts';
import { nodePolicySchema } from './0007-node-policy.ts';
import { silentNodesSchema } from './0008-silent-nodes.ts';
import { tenantDocRevisionsSchema } from './0009-tenant-doc-revisions.ts';
import { eventPlacesSchema } from './0010-event-places.ts';
import { sumsSchema } from './0011-sums.ts';
import { nodeSensorSchema } from './0012-node-sensor.ts';
import { noticesSchema } from './0013-notices.ts';
import { keyStepsSchema } from './0014-key-steps.ts';
import { observablesSchema } from './0015-observables.ts';
import { snoozeSchema } from './0016-snooze.ts';
import { namedAttacksSchema } from './0017-named-attacks.ts';
import { mergingSchema } from './0018-merging.ts';
import { notifiedChannelsSchema } from './0019-notified-channels.ts';
import { rollupPartsSchema } from './0020-rollup-parts.ts';
import { suppressedSumsSchema } from './0021-suppressed-sums.ts';
import { decoyOrderSchema } from './0022-decoy-order.ts';
import { subNodesSchema } from './0023-sub-nodes.ts';
import { boundedWalksSchema } from './0024-bounded-walks.ts';
import { rawPacksSchema } from './0025-raw-packs.ts';

export const migrations: readonly string[] = [
  firstSchema,
  quietRiskSchema,
  writeBufferSchema,
  uninstallGraceSchema,
  agentRemovedSchema,
  incidentTouchesSchema,
  nodePolicySchema,
  silentNodesSchema,
  tenantDocRevisionsSchema,
  eventPlacesSchema,
  sumsSchema,
  nodeSensorSchema,
  noticesSchema,
  keyStepsSchema,
  observablesSchema,
  snoozeSchema,
  namedAttacksSchema,
  mergingSchema,
  notifiedChannelsSchema,
  rollupPartsSchema,
  suppressedSumsSchema,
  decoyOrderSchema,
  subNodesSchema,
  boundedWalksSchema,
  rawPacksSchema,
];

export const schemaVersion = (db: Connection): number =>
  Number(db.sql('PRAGMA user_version').get()?.user_version ?? 0);

/** Brings the file to the newest schema; a kill at any point leaves a version that the next start goes on from. */
export function migrate(db: Connection, steps: readonly string[] = migrations): void {
  const found = schemaVersion(db);
  if (found > steps.length)
    throw new AppError(
      'internal',
      `The database ${db.file} has schema ${found}, this version knows ${steps.length}: run the newer version, or restore a backup made before the upgrade`,
    );
  for (const [at, step] of steps.entries()) {
    if (at < found) continue;
    db.transaction(() => {
      db.raw.exec(step);
      db.raw.exec(`PRAGMA user_version = ${at + 1}`);
    });
  }
}
