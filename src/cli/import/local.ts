/** Import into the store of this machine: the same corridor that the server runs, without the server. */
import { randomBytes } from 'node:crypto';
import { keyHash, newNodeKey } from '../../api/auth/node-key.ts';
import type { Config } from '../../config.ts';
import { AppError } from '../../core/errors.ts';
import { nodeId } from '../../core/ids.ts';
import type { Store } from '../../core/store.ts';
import { createPipeline } from '../../pipeline.ts';
import { openLocalScorer } from '../../score/local.ts';
import { CliError } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import type { ImportNode, Sink } from './sink.ts';

/** What the corridor has to say goes to the terminal, and only where it is an error. */
const logTo = (terminal: Terminal) => ({
  info: () => undefined,
  error: (data: object, message: string) => {
    const cause = (data as { err?: unknown }).err;
    terminal.error(cause instanceof Error ? `${message}: ${cause.message}` : message);
  },
});

export interface LocalImport {
  /** The tenant's node of that name, or a new one. Its key is nowhere: rotate it to let a sensor use the node. */
  node(userId: string, name: string): Promise<ImportNode & { node_id: string }>;
  sink(userId: string, nodeIdText: string): Sink;
  close(): Promise<void>;
}

/** Imports are scored in process, whatever ML_API_URL says: a log of a million events would swamp a service. */
export async function openLocalImport({
  store,
  config,
  terminal,
}: {
  store: Store;
  config: Config;
  terminal: Terminal;
}): Promise<LocalImport> {
  const scorer = openLocalScorer({ onWarning: (message) => terminal.say(`warning: ${message}`) });
  const corridor = createPipeline({
    store,
    scorer,
    alertRiskThreshold: config.alertRiskThreshold,
    log: logTo(terminal),
  });
  await corridor.start();
  return {
    async node(userId, name) {
      const tenant = store.of(userId);
      const known = (await tenant.nodes()).find((node) => node.name === name);
      if (known) return { node_id: known.node_id, name, created: false };
      const node_id = nodeId((bytes) => randomBytes(bytes).toString('hex'));
      await tenant.createNode({
        node_id,
        user_id: userId,
        name,
        status: 'active',
        os_type: 'import',
        deployment_config: null,
        key_hash: keyHash(newNodeKey(randomBytes)),
        created_at: new Date().toISOString(),
        last_seen: null,
        agent: null,
        deleted_at: null,
        farewell_until: null,
      });
      return { node_id, name, created: true };
    },
    sink: (user_id, node_id) => ({
      async send(drafts) {
        try {
          return await corridor.accept({ user_id, node_id }, drafts);
        } catch (cause) {
          if (!(cause instanceof AppError)) throw cause;
          throw new CliError(`the store did not take the events: ${cause.detail}`, {
            hint: 'what was taken is kept: run the same command again',
            cause,
          });
        }
      },
      close: async () => undefined,
    }),
    close: () => corridor.close(),
  };
}
