import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Backend, useStore } from './backend.ts';
import { makeAlert, makeEvent, newTenant, record } from './records.ts';

/** What strangers send. */
const hostile = [
  'a\u0000b\u0000',
  Array.from({ length: 32 }, (_, at) => String.fromCharCode(at)).join(''),
  Array.from({ length: 33 }, (_, at) => String.fromCharCode(0x7f + at)).join(''),
  '\u202egnp.exe\u2066\u200b\ufeff',
  '\'; DROP TABLE users; -- " ` \\ % _ * ?',
  '{"$gt": ""}',
  '__proto__',
  '😀𝒳\u{10ffff}',
  'é\u0301 ﬀ İ ı K ẞ',
  'x'.repeat(1024 * 1024),
];

export function textContract(backend: Backend): void {
  describe(`${backend.name}: hostile text`, () => {
    const open = useStore(backend);

    it('comes back as it was stored, from every field of an event', async () => {
      const user = newTenant();
      for (const text of hostile) {
        const short = text.slice(0, 200);
        const event = makeEvent({
          user_id: user,
          payload: text,
          activity: short,
          service: short,
          source_ip: short,
          session: short,
          event_id: short,
          node_id: short,
          extra: { text, list: [short], deep: { [short === '__proto__' ? 'proto' : short]: short } },
        });
        await record(open.store, [event]);
        assert.deepEqual(await open.store.of(user).event(event.log_id), event);
        const { items } = await open.store.of(user).events({ source: short }, { limit: 5 });
        assert.deepEqual(
          items.map((item) => item.log_id),
          [event.log_id],
        );
        assert.deepEqual(
          (await open.store.of(newTenant()).events({ source: short }, { limit: 5 })).items,
          [],
        );
      }
    });

    it('comes back from an alert', async () => {
      const user = newTenant();
      for (const text of hostile) {
        const alert = makeAlert({
          user_id: user,
          payload: text,
          extra: { text },
          reasons: [text.slice(0, 99)],
        });
        await record(open.store, [makeEvent({ user_id: user })], { alerts: [alert] });
        assert.deepEqual(await open.store.of(user).alert(alert.alert_id), alert);
      }
    });

    it('may lose a lone surrogate to U+FFFD, and nothing else', async () => {
      const user = newTenant();
      const event = makeEvent({ user_id: user, payload: 'a\ud800b', extra: { text: '\udc00c' } });
      await record(open.store, [event]);
      const stored = await open.store.of(user).event(event.log_id);
      assert.match(stored?.payload ?? '', /^a[\ud800\ufffd]+b$/);
      assert.match(String(stored?.extra?.text), /^[\udc00\ufffd]+c$/);
    });

    it('keeps numbers of any size', async () => {
      const user = newTenant();
      const numbers = [0, -1, 0.1, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 53 + 2, -(2 ** 31), 4e9];
      const event = makeEvent({ user_id: user, extra: { numbers } });
      await record(open.store, [event]);
      assert.deepEqual((await open.store.of(user).event(event.log_id))?.extra, { numbers });
    });

    it('keeps an own key named __proto__', async () => {
      const user = newTenant();
      const extra = JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}');
      const event = makeEvent({ user_id: user, extra });
      await record(open.store, [event]);
      const stored = (await open.store.of(user).event(event.log_id))?.extra ?? {};
      assert.deepEqual(JSON.stringify(stored), JSON.stringify(extra));
      assert.equal(Reflect.get({}, 'admin'), undefined);
    });
  });
}
