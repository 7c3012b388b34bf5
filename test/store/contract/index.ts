/** The one suite that every store passes. */
import { alertsContract } from './alerts.ts';
import { applyContract } from './apply.ts';
import { type Backend, createWatch } from './backend.ts';
import { commitContract } from './commit.ts';
import { contextContract } from './context.ts';
import { countContract } from './count.ts';
import { decoysContract } from './decoys.ts';
import { eventsContract } from './events.ts';
import { incidentsContract } from './incidents.ts';
import { nodesContract } from './nodes.ts';
import { usersContract } from './users.ts';

export function storeContract(backend: Backend): void {
  const watch = createWatch();
  const watched = watch.watch(backend);
  for (const contract of [
    usersContract,
    nodesContract,
    decoysContract,
    commitContract,
    contextContract,
    applyContract,
    eventsContract,
    countContract,
    alertsContract,
    incidentsContract,
  ])
    contract(watched);
}
