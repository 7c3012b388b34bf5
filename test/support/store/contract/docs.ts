import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Doc, Page } from '../../../../src/core/query.ts';
import { type Backend, useStore } from './backend.ts';
import { fresh, makeDoc, newTenant, time, write } from './records.ts';

export function docsContract(backend: Backend): void {
  describe(`${backend.name}: documents`, () => {
    const open = useStore(backend);

    it('are kept as they are, by kind and tenant', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const body = { 'a.b': { $c: [null, { '': true }] }, __proto: 1 };
      const doc = makeDoc({ user_id: user, tag: 'node-1', expires_at: time(9), body });
      assert.equal(await open.store.of(user).createDoc(doc), 'created');
      assert.deepEqual(await open.store.of(user).doc('note', doc.id), doc);
      assert.equal(await open.store.of(user).doc('other', doc.id), null);
      assert.equal(await open.store.of(other).doc('note', doc.id), null);
      assert.equal(await open.store.of(user).doc('note', 'doc-none'), null);
    });

    it('have an id once per kind and tenant', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const doc = makeDoc({ user_id: user, id: '203.0.113.7' });
      await open.store.of(user).createDoc(doc);
      assert.equal(await open.store.of(user).createDoc({ ...doc, body: { again: true } }), 'exists');
      assert.deepEqual(await open.store.of(user).doc('note', doc.id), doc);
      assert.equal(await open.store.of(user).createDoc({ ...doc, kind: 'block' }), 'created');
      assert.equal(await open.store.of(other).createDoc({ ...doc, user_id: other }), 'created');
    });

    it('have a lookup once per kind over all tenants', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const lookup = fresh('secret');
      const doc = makeDoc({ user_id: user, kind: 'key', lookup });
      assert.equal(await open.store.of(user).createDoc(doc), 'created');
      assert.deepEqual(await open.store.docByLookup('key', lookup), doc);
      assert.equal(await open.store.docByLookup('note', lookup), null);
      assert.equal(await open.store.docByLookup('key', fresh('secret')), null);
      const rival = makeDoc({ user_id: other, kind: 'key', lookup });
      assert.equal(await open.store.of(other).createDoc(rival), 'exists');
      assert.equal(await open.store.of(other).doc('key', rival.id), null);
      assert.equal(await open.store.of(other).createDoc({ ...rival, kind: 'feed' }), 'created');
      const changed = await open.store
        .of(user)
        .updateDoc('key', doc.id, null, { lookup: null, updated_at: time(2) });
      assert.ok(changed && changed !== 'stale');
      assert.equal(await open.store.docByLookup('key', lookup), null);
      assert.equal(await open.store.of(other).createDoc(rival), 'created');
    });

    it('are listed oldest first, by tag, up to a limit', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const made = Array.from({ length: 12 }, (_, at) =>
        makeDoc({
          user_id: user,
          kind: 'block',
          id: `doc-${String((at * 5) % 12).padStart(2, '0')}`,
          tag: at % 3 ? `node-${at % 3}` : null,
          created_at: time(Math.floor(at / 4)),
        }),
      );
      for (const doc of made) await open.store.of(user).createDoc(doc);
      await open.store.of(other).createDoc(makeDoc({ user_id: other, kind: 'block', tag: 'node-1' }));
      const sorted = [...made].sort((a, b) =>
        a.created_at === b.created_at ? (a.id < b.id ? -1 : 1) : a.created_at < b.created_at ? -1 : 1,
      );
      assert.deepEqual(await open.store.of(user).docs('block', {}, 100), sorted);
      assert.deepEqual(await open.store.of(user).docs('block', {}, 5), sorted.slice(0, 5));
      assert.equal(await open.store.of(user).countDocs('block', 100), made.length);
      assert.equal(await open.store.of(user).countDocs('block', 5), 5);
      assert.equal(await open.store.of(other).countDocs('block', 100), 1);
      assert.equal(await open.store.of(user).countDocs('channel', 100), 0);
      assert.deepEqual(
        await open.store.of(user).docs('block', { tag: 'node-1' }, 100),
        sorted.filter((doc) => doc.tag === 'node-1'),
      );
      assert.deepEqual(await open.store.of(user).docs('channel', {}, 100), []);
      assert.equal((await open.store.of(other).docs('block', {}, 100)).length, 1);
    });

    it('are changed where nobody was faster', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const doc = makeDoc({ user_id: user, tag: 'a', expires_at: time(9) });
      await open.store.of(user).createDoc(doc);
      const update = (tenant: string, version: number | null, patch: object) =>
        open.store.of(tenant).updateDoc('note', doc.id, version, { updated_at: time(5), ...patch });
      const second = { ...doc, body: { new: 1 }, updated_at: time(5), version: 2 };
      assert.deepEqual(await update(user, 1, { body: { new: 1 } }), second);
      assert.equal(await update(user, 1, { body: {} }), 'stale');
      assert.equal(await update(other, null, { body: {} }), null);
      const third = { ...second, tag: null, expires_at: null, version: 3 };
      assert.deepEqual(await update(user, null, { tag: null, expires_at: null }), third);
      assert.deepEqual(await open.store.of(user).doc('note', doc.id), third);
      const none = await open.store.of(user).updateDoc('note', 'doc-none', null, { updated_at: time(5) });
      assert.equal(none, null);
    });

    it('let one of many through who change the same version at once', async () => {
      const user = newTenant();
      const doc = makeDoc({ user_id: user });
      await open.store.of(user).createDoc(doc);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          open.store.of(user).updateDoc('note', doc.id, 1, { body: { at }, updated_at: time(1) }),
        ),
      );
      assert.equal(answers.filter((answer) => answer === 'stale').length, 7);
      assert.equal((await open.store.of(user).doc('note', doc.id))?.version, 2);
    });

    it('go away, for their tenant alone', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const doc = makeDoc({ user_id: user });
      await open.store.of(user).createDoc(doc);
      assert.equal(await open.store.of(other).removeDoc('note', doc.id), false);
      assert.equal(await open.store.of(user).removeDoc('block', doc.id), false);
      assert.equal(await open.store.of(user).removeDoc('note', doc.id), true);
      assert.equal(await open.store.of(user).removeDoc('note', doc.id), false);
      assert.equal(await open.store.of(user).doc('note', doc.id), null);
    });

    it('are listed over all tenants, with a revision that grows with each change', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const kind = fresh('kind');
      const revision = (): Promise<number> => open.store.docsRevision(kind);
      const seen = [await revision()];
      const [a, b] = [
        makeDoc({ user_id: user, kind }),
        makeDoc({ user_id: other, kind, created_at: time(1) }),
      ];
      await open.store.of(user).createDoc(a);
      seen.push(await revision());
      await open.store.of(other).createDoc(b);
      seen.push(await revision());
      assert.deepEqual(await open.store.docsAfter(kind, { limit: 10 }), { items: [a, b], next_cursor: null });
      assert.equal((await open.store.docsAfter(kind, { limit: 1 })).items.length, 1);
      await open.store.of(user).updateDoc(kind, a.id, null, { updated_at: time(3) });
      seen.push(await revision());
      await open.store.of(other).removeDoc(kind, b.id);
      seen.push(await revision());
      for (const [at, value] of seen.entries())
        if (at > 0) assert.ok(value > (seen[at - 1] ?? 0), `revisions ${seen.join(', ')}`);
      const quiet = await revision();
      await open.store.of(user).createDoc(a);
      await open.store.of(user).removeDoc(kind, 'doc-none');
      await open.store.of(user).createDoc(makeDoc({ user_id: user }));
      assert.equal(await revision(), quiet);
    });

    it('of all tenants come page by page, each once, also where ids and times are equal', async () => {
      const kind = fresh('kind');
      const tenants = Array.from({ length: 7 }, newTenant);
      for (const user_id of tenants)
        for (const at of [1, 2]) {
          const doc = makeDoc({ user_id, kind, id: `same-${at}`, created_at: time(at) });
          await open.store.of(user_id).createDoc(doc);
        }
      const seen: string[] = [];
      const sizes: number[] = [];
      let cursor: string | null = null;
      do {
        const page: Page<Doc> = await open.store.docsAfter(kind, { limit: 4, cursor });
        sizes.push(page.items.length);
        seen.push(...page.items.map(({ id, user_id }) => `${id} ${user_id}`));
        cursor = page.next_cursor;
      } while (cursor !== null);
      assert.deepEqual(sizes, [4, 4, 4, 2]);
      assert.equal(new Set(seen).size, 14);
      assert.ok(
        seen.slice(0, 7).every((one) => one.startsWith('same-1')),
        'ascending by time',
      );
      await assert.rejects(open.store.docsAfter(kind, { limit: 4, cursor: 'no cursor' }), {
        code: 'bad_request',
      });
    });

    it('have a revision per tenant that grows with its own changes alone', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const kind = fresh('kind');
      const revisions = async (): Promise<[number, number]> => [
        await open.store.of(user).docsRevision(kind),
        await open.store.of(other).docsRevision(kind),
      ];
      const doc = makeDoc({ user_id: user, kind });
      const seen = [await revisions()];
      for (const change of [
        () => open.store.of(user).createDoc(doc),
        () => open.store.of(user).updateDoc(kind, doc.id, null, { updated_at: time(3) }),
        () => open.store.of(user).removeDoc(kind, doc.id),
      ]) {
        await change();
        seen.push(await revisions());
      }
      for (const [at, [own, others]] of seen.entries()) {
        if (at > 0) assert.ok(own > seen[at - 1]![0], JSON.stringify(seen));
        assert.equal(others, seen[0]![1]);
      }
      assert.equal(await open.store.of(user).docsRevision('note'), 0, 'another kind');
    });

    it('count hits of suppression rules without moving on for people or caches', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const rule = makeDoc({ user_id: user, kind: 'suppression', body: { enabled: true } });
      await open.store.of(user).createDoc(rule);
      const revision = await open.store.docsRevision('suppression');
      const hit = (user_id: string, hits: number, last_at: string) => ({
        suppressionHits: [
          { user_id, rule_id: rule.id, hits, last_at },
          { user_id, rule_id: 'rule-none', hits: 1, last_at },
        ],
      });
      await write(open.store, user, hit(user, 3, time(7)));
      await write(open.store, user, hit(user, 2, time(5)));
      await write(open.store, other, hit(other, 9, time(9)));
      const scanner = makeDoc({
        user_id: user,
        kind: 'known-scanner',
        id: fresh('scanner'),
        body: { hits: 1 },
      });
      await open.store.of(user).createDoc(scanner);
      await write(open.store, user, {
        suppressionHits: [{ user_id: user, rule_id: scanner.id, hits: 2, last_at: time(3) }],
      });
      assert.deepEqual((await open.store.of(user).doc('known-scanner', scanner.id))?.body, {
        hits: 3,
        last_hit_at: time(3),
      });
      assert.deepEqual(await open.store.of(user).doc('suppression', rule.id), {
        ...rule,
        body: { enabled: true, hits: 5, last_hit_at: time(7) },
      });
      assert.equal(await open.store.docsRevision('suppression'), revision);
    });
  });
}
