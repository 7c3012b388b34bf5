/** Opens the listeners of the configuration on what the app has for its nodes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { createApp } from '../api/app.ts';
import type { Config } from '../config.ts';
import type { ServerCertificate } from '../core/certificate.ts';
import { AppError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import type { Log } from '../listeners/intake.ts';
import type { ListenerPorts } from '../listeners/listener.ts';
import { createNodeFinder } from '../listeners/node-finder.ts';
import { type Listening, openListeners } from '../listeners/servers.ts';

const portsOf = (config: Config): ListenerPorts => ({
  syslogUdp: config.syslogUdpPort,
  syslogTcp: config.syslogTcpPort,
  syslogTls: config.syslogTlsPort,
  gelfUdp: config.gelfUdpPort,
  gelfTcp: config.gelfTcpPort,
  gelfTls: config.gelfTlsPort,
  jsonTcp: config.jsonTcpPort,
  jsonTls: config.jsonTlsPort,
  hpfeeds: config.hpfeedsPort,
});

/** Rejects with `conflict` when a port is in use. Close it before the app. */
export async function listenForSensors({
  app,
  store,
  certificate,
  config,
  clock,
  log,
}: {
  app: ReturnType<typeof createApp>;
  store: Store;
  /** Null = no port speaks TLS. */
  certificate: ServerCertificate | null;
  config: Config;
  clock(): number;
  log: Log;
}): Promise<Listening> {
  const { nodeKeys, lastSeen, ownAddresses, ingestProblems, mappings, subNodes, hpfeedsSecretOf } =
    app.nodeParts;
  const nodes = createNodeFinder({
    store,
    findKey: nodeKeys.find,
    nodes: config.listenerNodes,
    certificates: config.listenerCertificates,
    secretOf: hpfeedsSecretOf,
    clock,
  });
  try {
    return await openListeners({
      host: config.host,
      ports: portsOf(config),
      certificate,
      accept: subNodes.accept,
      ingestProblems,
      nodes,
      mappings,
      saw(node, address) {
        lastSeen.saw(node);
        if (address !== null) ownAddresses.saw(node.user_id, node.node_id, address);
      },
      clock,
      wait: (ms) => sleep(ms),
      log,
    });
  } catch (error) {
    const { code, port } = error as NodeJS.ErrnoException & { port?: number };
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const reason = code === 'EACCES' ? 'needs rights that the server does not have' : 'is in use';
    throw new AppError('conflict', `Port ${port ?? ''} of a listener ${reason}; set another`, {
      cause: error,
    });
  }
}
