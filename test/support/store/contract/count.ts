import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { StoredEvent } from '../../../../src/core/event.ts';
import type { EventCondition } from '../../../../src/core/query.ts';
import { type Backend, useStore } from './backend.ts';
import { makeAgentEvent, makeEvent, makeVerdict, newTenant, record, time } from './records.ts';

export function countContract(backend: Backend): void {
  describe(`${backend.name}: counting events by a condition`, () => {
    const open = useStore(backend);
    const user = newTenant();
    const other = newTenant();
    const events: StoredEvent[] = [];

    before(async () => {
      for (let at = 0; at < 48; at++) {
        const timestamp = new Date(Date.UTC(2026, 9, 1 + (at % 3), at % 24, 30)).toISOString();
        const verdict = makeVerdict({ risk_score: at % 11 });
        events.push(
          at % 3 === 0
            ? makeAgentEvent({
                user_id: user,
                timestamp,
                verdict,
                source_ip: at % 2 ? 'PC-Ä' : 'pc-b',
                extra: { process_name: at % 4 ? 'Excel.EXE' : 7 },
              })
            : makeEvent({
                user_id: user,
                timestamp,
                verdict: at === 1 ? null : verdict,
                state: at === 1 ? 'pending' : 'done',
                source_ip: at % 5 ? `198.51.100.${at}` : `2001:db8::${at}`,
                service: at % 2 ? 'SSH' : 'http',
                node_id: `node-${at % 4}`,
                kind: at % 10 === 8 ? 'sensor.message' : 'login.failed',
                payload: at % 7 ? 'GET /' : 'UNION Select 1\u0000kelvin \u212a',
                activity: at % 8 ? 'request' : 'Öffnen',
                extra: at % 2 ? { username: 'Root' } : { username: ['root'] },
              }),
        );
      }
      await record(open.store, events);
      await record(
        open.store,
        events.map((event) => ({ ...event, user_id: other, service: 'ftp' })),
      );
    });

    const lower = (text: unknown): string => (typeof text === 'string' ? text.toLowerCase() : '');
    const isQuiet = (event: StoredEvent): boolean => event.kind === 'sensor.message';
    const count = async (of: string, condition: EventCondition, range: object = {}): Promise<number> =>
      (await open.store.of(of).countEvents(condition, { threshold: 7, ...range })).count;
    const minute = (event: StoredEvent): number =>
      Number(event.timestamp.slice(11, 13)) * 60 + Number(event.timestamp.slice(14, 16));
    const cases: [string, EventCondition, (event: StoredEvent) => boolean][] = [
      [
        'sources in any case',
        { sources: ['pc-ä', '198.51.100.7'] },
        (e) => ['pc-ä', '198.51.100.7'].includes(lower(e.source_ip)),
      ],
      [
        'networks of both families',
        { networks: ['198.51.100.0/28', '2001:db8::/32'] },
        (e) => /^2001:/.test(e.source_ip) || /^198\.51\.100\.(\d|1[0-5])$/.test(e.source_ip),
      ],
      ['nodes', { nodes: ['node-2', 'node-3'] }, (e) => ['node-2', 'node-3'].includes(e.node_id)],
      ['services in any case', { services: ['ssh'] }, (e) => e.service === 'SSH'],
      [
        'decoys',
        { decoys: ['c:\\users\\EVE\\passwords.xlsx'] },
        (e) => lower(e.agent?.file_path) === 'c:\\users\\eve\\passwords.xlsx',
      ],
      ['processes', { processes: ['excel.exe'] }, (e) => lower(e.extra?.process_name) === 'excel.exe'],
      [
        'users of agents and of log-ins',
        { users: ['EVE', 'root'] },
        (e) => ['eve', 'root'].includes(lower(e.agent ? e.agent.username : e.extra?.username)),
      ],
      [
        'attack types',
        { attack_types: ['bruteforce'] },
        (e) => lower(e.verdict?.attack_type) === 'bruteforce',
      ],
      ['a text, whatever its case', { text: 'union SELECT' }, (e) => e.payload.startsWith('UNION')],
      ['a text after a NUL', { text: 'Kelvin k' }, (e) => e.payload.startsWith('UNION')],
      ['a text beyond ASCII', { text: 'öff' }, (e) => e.activity === 'Öffnen'],
      [
        'a time of day',
        { time_of_day: { from: 600, until: 870 } },
        (e) => minute(e) >= 600 && minute(e) < 870,
      ],
      [
        'a time of day over midnight',
        { time_of_day: { from: 1350, until: 120 } },
        (e) => minute(e) >= 1350 || minute(e) < 120,
      ],
      [
        'a time of day of a zone',
        { time_of_day: { from: 0, until: 480, timezone: 'Asia/Tokyo' } },
        (e) => (minute(e) + 540) % 1440 < 480,
      ],
      [
        'days of the week',
        { time_of_day: { from: 0, until: 1440, weekdays: ['fri'] } },
        (e) => e.timestamp.startsWith('2026-10-02'),
      ],
      ['a greatest risk', { max_risk: 3 }, (e) => (e.verdict?.risk_score ?? 0) <= 3],
      [
        'several parts, which all hold',
        { services: ['ssh'], max_risk: 5, networks: ['198.51.100.0/24'], text: 'get' },
        (e) =>
          e.service === 'SSH' &&
          (e.verdict?.risk_score ?? 0) <= 5 &&
          e.source_ip.startsWith('198.') &&
          e.payload.startsWith('GET'),
      ],
    ];
    for (const [name, condition, holds] of cases)
      it(`is exact for ${name}`, async () => {
        const expected = events.filter(holds).length;
        assert.ok(expected > 0 && expected < events.length, 'the case tells nothing apart');
        const alerting = events.filter((e) => holds(e) && (e.verdict?.risk_score ?? 0) > 7 && !isQuiet(e));
        assert.deepEqual(await open.store.of(user).countEvents(condition, { threshold: 7 }), {
          count: expected,
          alerting: alerting.length,
        });
      });

    it('keeps to a range of times', async () => {
      const range = { from: '2026-10-02T00:00:00.000Z', to: '2026-10-03T00:00:00.000Z' };
      const expected = events.filter((e) => e.timestamp >= range.from && e.timestamp < range.to).length;
      assert.equal(await count(user, { max_risk: 10 }, range), expected);
      assert.equal(await count(user, { max_risk: 10 }, { from: time(0) }), 0);
    });

    it('finds nothing for an empty condition, and nothing of another tenant', async () => {
      assert.equal(await count(user, {}), 0);
      assert.equal(await count(user, { sources: [], text: '' }), 0);
      assert.equal(await count(user, { services: ['ftp'] }), 0);
      assert.equal(await count(other, { services: ['ftp'] }), events.length);
      assert.equal(await count(newTenant(), { max_risk: 10 }), 0);
    });

    it('takes hostile values for values', async () => {
      for (const value of ["'; DROP TABLE alerts; --", '*', '%', '\u0000', '__proto__', '[', '\\', '$where'])
        for (const condition of [
          { sources: [value] },
          { services: [value] },
          { text: `${value}~` },
          { networks: [value] },
        ])
          assert.equal(await count(user, condition), 0);
    });
  });
}
