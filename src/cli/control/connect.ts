/** Opens the administration of this installation: in this process, or through the server that holds the store. */
import type { Config } from '../../config.ts';
import type { EventPipeline } from '../../core/pipeline.ts';
import type { Store } from '../../core/store.ts';
import { openKnowledge } from '../../geo/knowledge.ts';
import { createPipeline } from '../../pipeline/pipeline.ts';
import { openLocalScorer } from '../../score/local.ts';
import { CliError } from '../failure.ts';
import { isHeld, openLocalStore } from '../local-store.ts';
import type { Terminal } from '../terminal.ts';
import { type Admin, createAdmin } from './admin.ts';
import { connectAdmin } from './socket-client.ts';

/**
 * The pipeline of commands. Imports are scored in process, whatever ML_API_URL says: a log of a million events would
 * overload a service.
 */
async function openPipeline(store: Store, config: Config, terminal: Terminal): Promise<EventPipeline> {
  const knowledge = await openKnowledge({
    countryFile: config.geoCountryFile,
    asnFile: config.geoAsnFile,
    marksDir: null,
    onWarning: (message) => terminal.say(`warning: ${message}`),
  });
  const pipeline = createPipeline({
    store,
    scorer: openLocalScorer({ onWarning: (message) => terminal.say(`warning: ${message}`) }),
    alertRiskThreshold: config.alertRiskThreshold,
    placeOf: knowledge.placeOf,
    log: {
      info: () => undefined,
      error(data, message) {
        const cause = (data as { err?: unknown }).err;
        terminal.error(cause instanceof Error ? `${message}: ${cause.message}` : message);
      },
    },
  });
  await pipeline.start();
  return {
    ...pipeline,
    async close() {
      knowledge.close();
      await pipeline.close();
    },
  };
}

/** Throws a CliError if neither is possible. */
export async function openAdmin(terminal: Terminal, config: Config): Promise<Admin> {
  let store: Store;
  try {
    store = await openLocalStore(config);
  } catch (error) {
    if (!isHeld(error)) throw error;
    const admin = await connectAdmin(config.dataDir);
    if (admin !== null) return admin;
    throw new CliError((error as CliError).message, {
      hint: 'stop the server first; to import through it: --url http://HOST:PORT --key NODE_KEY',
      cause: error,
    });
  }
  let pipeline: Promise<EventPipeline> | null = null;
  return createAdmin({
    store,
    pipeline() {
      pipeline ??= openPipeline(store, config, terminal);
      return pipeline;
    },
    async close() {
      await (await pipeline)?.close();
      await store.close();
    },
  });
}
