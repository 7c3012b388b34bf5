/** The one suite that every store passes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alertingContract } from './alerting.ts';
import { alertsContract } from './alerts.ts';
import { applyContract } from './apply.ts';
import { type Backend, createWatch, operationsOf } from './backend.ts';
import { commitContract } from './commit.ts';
import { contextContract } from './context.ts';
import { countContract } from './count.ts';
import { countersContract } from './counters.ts';
import { decoysContract } from './decoys.ts';
import { deliveriesContract } from './deliveries.ts';
import { docsContract } from './docs.ts';
import { eventPlacesContract } from './event-places.ts';
import { eventQueryContract } from './event-query.ts';
import { eventsContract } from './events.ts';
import { feedContract } from './feed.ts';
import { incidentsContract } from './incidents.ts';
import { journalContract } from './journal.ts';
import { listQueryContract } from './list-query.ts';
import { mergingContract } from './merging.ts';
import { nodesContract } from './nodes.ts';
import { observablesContract } from './observables.ts';
import { orderContract } from './order.ts';
import { outboxBoundContract } from './outbox-bound.ts';
import { pageSizeContract } from './page-size.ts';
import { profilesContract } from './profiles.ts';
import { rawPacksContract } from './raw-packs.ts';
import { sessionsContract } from './sessions.ts';
import { sideTenantContract } from './side-tenant.ts';
import { snoozeContract } from './snooze.ts';
import { statsContract } from './stats.ts';
import { sumsContract } from './sums.ts';
import { textContract } from './text.ts';
import { typedDocsContract } from './typed-docs.ts';
import { upkeepContract } from './upkeep.ts';
import { usersContract } from './users.ts';

export function storeContract(backend: Backend): void {
  const watch = createWatch();
  const watched = watch.watch(backend);
  usersContract(watched);
  nodesContract(watched);
  decoysContract(watched);
  contextContract(watched);
  commitContract(watched);
  applyContract(watched);
  eventsContract(watched);
  eventPlacesContract(watched);
  eventQueryContract(watched);
  countContract(watched);
  alertsContract(watched);
  incidentsContract(watched);
  snoozeContract(watched);
  mergingContract(watched);
  sessionsContract(watched);
  profilesContract(watched);
  rawPacksContract(watched);
  statsContract(watched);
  sumsContract(watched);
  observablesContract(watched);
  listQueryContract(watched);
  deliveriesContract(watched);
  outboxBoundContract(watched);
  docsContract(watched);
  typedDocsContract(watched);
  journalContract(watched);
  orderContract(watched);
  feedContract(watched);
  pageSizeContract(watched);
  countersContract(watched);
  textContract(watched);
  upkeepContract(watched);
  alertingContract(watched);
  sideTenantContract(watched);

  describe(`${backend.name}: the contract suite`, () => {
    it('meets every operation of the port', () => {
      const names = operationsOf('Store');
      assert.ok(names.length > 30, `only ${names.length} operations found`);
      assert.deepEqual(
        names.filter((name) => !watch.called.has(name)),
        [],
      );
    });

    it('meets every operation of a tenant’s view, with at least two tenants', () => {
      const names = operationsOf('TenantStore');
      assert.ok(names.length > 30, `only ${names.length} operations found`);
      assert.deepEqual(
        names.filter((name) => (watch.called.get(`of.${name}`)?.size ?? 0) < 2),
        [],
      );
    });
  });
}
