/** The one suite that every store passes. */
import { applyContract } from './apply.ts';
import { type Backend, createWatch } from './backend.ts';
import { commitContract } from './commit.ts';
import { contextContract } from './context.ts';
import { decoysContract } from './decoys.ts';
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
  ])
    contract(watched);
}
