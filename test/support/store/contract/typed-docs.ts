import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { suppressionDocs, verdictLevelsDocs } from '../../../../src/core/doc-kinds.ts';
import type { SuppressionBody } from '../../../../src/core/suppression.ts';
import {
  listDocuments,
  readDocument,
  saveDocument,
  updateDocument,
} from '../../../../src/core/update-document.ts';
import type { JudgedAlert } from '../../../../src/core/verdict-levels.ts';
import { type Backend, useStore } from './backend.ts';
import { newTenant, time } from './records.ts';

const rule: SuppressionBody = {
  name: 'backup',
  note: '',
  enabled: true,
  condition: { sources: ['10.0.0.5'] },
  origin: null,
  created_by: 'eve@example.org',
  hits: 0,
  last_hit_at: null,
};

export function typedDocsContract(backend: Backend): void {
  describe(`${backend.name}: documents of a kind`, () => {
    const open = useStore(backend);
    const make = async (user_id: string, id: string) => {
      const doc = suppressionDocs.create({ id, user_id }, rule, time(0));
      await open.store.of(user_id).createDoc(doc);
      return suppressionDocs.read(doc);
    };

    it('are read as they were written, and completed where an earlier version wrote less', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const made = await make(user, 'rule-a');
      const tenant = open.store.of(user);
      assert.deepEqual(await readDocument(tenant, suppressionDocs, 'rule-a'), made);
      assert.equal(await readDocument(open.store.of(other), suppressionDocs, 'rule-a'), null);
      const bare = { ...suppressionDocs.create({ id: 'rule-b', user_id: user }, rule, time(1)), body: {} };
      await tenant.createDoc(bare);
      const read = await listDocuments(tenant, suppressionDocs, 10);
      assert.deepEqual(
        read.map(({ id, body }) => [id, body.name, body.enabled, body.condition]),
        [
          ['rule-a', 'backup', true, { sources: ['10.0.0.5'] }],
          ['rule-b', '', true, {}],
        ],
      );
    });

    it('are changed by everybody who changes them at once', async () => {
      const user = newTenant();
      await make(user, 'rule-a');
      const answers = await Promise.all(
        Array.from({ length: 4 }, (_, at) =>
          updateDocument(
            open.store.of(user),
            suppressionDocs,
            'rule-a',
            ({ body }) => ({ body: { ...body, note: `${body.note}${at}` } }),
            { now: time(2) },
          ),
        ),
      );
      assert.ok(answers.every((answer) => answer !== null && answer !== 'stale'));
      const after = await readDocument(open.store.of(user), suppressionDocs, 'rule-a');
      assert.equal(after?.version, 5);
      assert.equal([...(after?.body.note ?? '')].sort().join(''), '0123');
    });

    it('stay as they are where the change says so, where another version is stored, and where there are none', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const made = await make(user, 'rule-a');
      const tenant = open.store.of(user);
      const change = () => ({ expires_at: time(9) });
      const at = { now: time(2) };
      assert.deepEqual(await updateDocument(tenant, suppressionDocs, 'rule-a', () => null, at), made);
      const wrong = { ...at, version: 7 };
      assert.equal(await updateDocument(tenant, suppressionDocs, 'rule-a', change, wrong), 'stale');
      assert.equal(await updateDocument(tenant, suppressionDocs, 'rule-none', change, at), null);
      const foreign = open.store.of(other);
      assert.equal(await updateDocument(foreign, suppressionDocs, 'rule-a', change, at), null);
      assert.deepEqual(await readDocument(tenant, suppressionDocs, 'rule-a'), made);
    });

    it('are reported as stale where others are always faster', async () => {
      const user = newTenant();
      await make(user, 'rule-a');
      const tenant = open.store.of(user);
      let calls = 0;
      const busy = {
        doc: tenant.doc,
        async updateDoc(...args: Parameters<typeof tenant.updateDoc>) {
          calls += 1;
          await tenant.updateDoc(args[0], args[1], null, { updated_at: time(3) });
          return tenant.updateDoc(...args);
        },
      };
      const change = () => ({ expires_at: time(9) });
      assert.equal(await updateDocument(busy, suppressionDocs, 'rule-a', change, { now: time(2) }), 'stale');
      assert.equal(calls, 8);
    });

    it('are created by whoever saves first, and changed by the others', async () => {
      const user = newTenant();
      const tenant = open.store.of(user);
      const owner = { id: user, user_id: user };
      const judged = (risk: number): JudgedAlert => ({
        alert_id: `alert-${risk}`,
        incident_id: 'inc-1',
        verdict: 'attack',
        risk,
      });
      await Promise.all(
        [1, 2, 3].map((to) =>
          saveDocument(
            tenant,
            verdictLevelsDocs,
            owner,
            (existing) => ({ judged: [...(existing?.body.judged ?? []), judged(to)], applied: null }),
            time(to),
          ),
        ),
      );
      const saved = await readDocument(tenant, verdictLevelsDocs, user);
      assert.deepEqual(saved?.body.judged.map(({ risk }) => risk).sort(), [1, 2, 3]);
      assert.equal(saved?.version, 3);
    });
  });
}
