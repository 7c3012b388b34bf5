/** Finds whoever can work on the data: this process, or the server that holds the store. */
import type { Config } from '../../config.ts';
import type { EventPipeline } from '../../core/pipeline.ts';
import type { Store } from '../../core/store.ts';
import { createPipeline } from '../../pipeline/pipeline.ts';
import { openLocalScorer } from '../../score/local.ts';
import { CliError } from '../failure.ts';
import { isHeld, openLocalStore } from '../local-store.ts';
import type { Terminal } from '../terminal.ts';
import { createSteward, type Steward } from './admin.ts';
import { checkHeaders } from './socket-server.ts';

/**
 * The pipeline of commands. Imports are scored in process, whatever ML_API_URL says: a log of a million events would
 * swamp a service.
 */
async function openCorridor(store: Store, config: Config, terminal: Terminal): Promise<EventPipeline> {
  const pipeline = createPipeline({
    store,
    scorer: openLocalScorer({ onWarning: (message) => terminal.say(`warning: ${message}`) }),
    alertRiskThreshold: config.alertRiskThreshold,
    log: {
      info: () => undefined,
      error(data, message) {
        const cause = (data as { err?: unknown }).err;
        terminal.error(cause instanceof Error ? `${message}: ${cause.message}` : message);
      },
    },
  });
  await pipeline.start();
  return pipeline;
}

export async function openSteward(terminal: Terminal, config: Config): Promise<Steward> {
  let store: Store;
  try {
    store = await openLocalStore(config);
  } catch (error) {
    if (!isHeld(error)) throw error;
    const steward = await checkHeaders(config.dataDir);
    if (steward !== null) return steward;
    throw new CliError((error as CliError).message, {
      hint: 'stop it first; to import through a server: --url http://HOST:PORT --key NODE_KEY',
      cause: error,
    });
  }
  let pipeline: Promise<EventPipeline> | null = null;
  return createSteward({
    store,
    pipeline() {
      pipeline ??= openCorridor(store, config, terminal);
      return pipeline;
    },
    async close() {
      await (await pipeline)?.close();
      await store.close();
    },
  });
}
