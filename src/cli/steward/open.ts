/** Finds whoever can work on the data: this process, or the server that holds the store. */
import type { Config } from '../../config.ts';
import type { Corridor } from '../../core/corridor.ts';
import type { Store } from '../../core/store.ts';
import { createPipeline } from '../../pipeline.ts';
import { openLocalScorer } from '../../score/local.ts';
import { CliError } from '../failure.ts';
import { isHeld, openLocalStore } from '../local-store.ts';
import type { Terminal } from '../terminal.ts';
import { knock } from './door.ts';
import { createSteward, type Steward } from './steward.ts';

/**
 * The corridor of commands. Imports are scored in process, whatever ML_API_URL says: a log of a million events would
 * swamp a service.
 */
async function openCorridor(store: Store, config: Config, terminal: Terminal): Promise<Corridor> {
  const corridor = createPipeline({
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
  await corridor.start();
  return corridor;
}

export async function openSteward(terminal: Terminal, config: Config): Promise<Steward> {
  let store: Store;
  try {
    store = await openLocalStore(config);
  } catch (error) {
    if (!isHeld(error)) throw error;
    const steward = await knock(config.dataDir);
    if (steward !== null) return steward;
    throw new CliError((error as CliError).message, {
      hint: 'stop it first; to import through a server: --url http://HOST:PORT --key NODE_KEY',
      cause: error,
    });
  }
  let corridor: Promise<Corridor> | null = null;
  return createSteward({
    store,
    corridor() {
      corridor ??= openCorridor(store, config, terminal);
      return corridor;
    },
    async close() {
      await (await corridor)?.close();
      await store.close();
    },
  });
}
