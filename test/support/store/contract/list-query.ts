import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noTouches } from '../../../../src/core/alert.ts';
import { type Backend, useStore } from './backend.ts';
import { makeIncident, makeProfileDelta, makeSession, newTenant, time, write } from './records.ts';

const page = { limit: 100 };
const nowMs = Date.parse(time(59));

export function listQueryContract(backend: Backend): void {
  describe(`${backend.name}: queries about incidents, attackers and sessions`, () => {
    const open = useStore(backend);
    const ask = (text: string) => ({ query: { text, nowMs } });

    it('find incidents by what they touched, by text, network, risk and time', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const guessing = makeIncident({
        user_id: user,
        title: '203.0.113.7 is guessing passwords',
        source_ip: '203.0.113.7',
        last_seen: time(10),
        touched: { ...noTouches(), nodes: ['node-1', 'node-9'], services: ['ssh', 'ftp'] },
      });
      const stealing = makeIncident({
        user_id: user,
        title: 'pc-17 opened a planted file',
        source_ip: 'pc-17',
        risk_score: 10,
        attack_type: 'DataExfil',
        assignee: 'Eve',
        status: 'acknowledged',
        last_seen: time(20),
        touched: { ...noTouches(), decoys: ['C:\\secret\\passwords.xlsx'], users: ['eve with excel.exe'] },
      });
      await write(open.store, user, { incidents: [guessing, stealing] });
      await write(open.store, other, { incidents: [makeIncident({ user_id: other })] });
      const find = async (text: string): Promise<string> => {
        const { items } = await open.store.of(user).incidents(ask(text), page);
        return items.map(({ source_ip }) => source_ip).join(' ');
      };
      for (const [text, expected] of [
        ['', 'pc-17 203.0.113.7'],
        ['guessing', '203.0.113.7'],
        ['PASSWORDS.xlsx', 'pc-17'],
        ['203.0.113.0/24', '203.0.113.7'],
        ['source:203.0.113.7', '203.0.113.7'],
        ['-source:203.0.113.7', 'pc-17'],
        ['node:NODE-9 service:ftp', '203.0.113.7'],
        ['risk>=9', 'pc-17'],
        ['status:open', '203.0.113.7'],
        ['assignee:eve', 'pc-17'],
        ['-assignee:*', '203.0.113.7'],
        ['type:DataExfil or service:ssh', 'pc-17 203.0.113.7'],
        [`after:${time(15)}`, 'pc-17'],
        [`before:${time(15)}`, '203.0.113.7'],
        ['user:*excel*', 'pc-17'],
        ['technique:T1110.001 risk<9', '203.0.113.7'],
        ['title:"100%"', ''],
      ] as const)
        assert.equal(await find(text), expected, text);
      await assert.rejects(open.store.of(user).incidents(ask('risk>=x'), page), { code: 'invalid_request' });
    });

    it('find attackers in each order', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const profiles = [
        makeProfileDelta({ user_id: user, source_ip: '203.0.113.7', events: 5, last_seen: time(10) }),
        makeProfileDelta({
          user_id: user,
          source_ip: '2001:db8::7',
          services: { 'a.b$': 1, http: 1 },
          attack_types: { Recon: 1 },
          last_seen: time(20),
          max_risk: 9,
        }),
      ];
      await write(open.store, user, { profiles });
      await write(open.store, other, { profiles: [makeProfileDelta({ user_id: other })] });
      for (const order of ['last_seen', 'total_attacks', 'max_risk_score'] as const)
        for (const [text, expected] of [
          ['2001:db8::/32', '2001:db8::7'],
          ['source:203.0.113.7', '203.0.113.7'],
          ['service:a.b$ type:Recon', '2001:db8::7'],
          ['events>=5', '203.0.113.7'],
          ['risk>8', '2001:db8::7'],
          [`before:${time(15)}`, '203.0.113.7'],
          ['ssh', '203.0.113.7'],
        ] as const) {
          const { items } = await open.store.of(user).profiles(order, page, ask(text).query);
          assert.equal(items.map(({ source_ip }) => source_ip).join(' '), expected, `${order}: ${text}`);
        }
    });

    it('find sessions', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const sessions = [
        makeSession({ user_id: user, session: 's-1', commands: 3, succeeded_logins: 1, last_at: time(10) }),
        makeSession({
          user_id: user,
          session: 's-2',
          source_ip: '198.51.100.2',
          service: 'telnet',
          alert_id: 'ALERT-1',
          last_at: time(20),
        }),
      ];
      await write(open.store, user, { sessions });
      await write(open.store, other, { sessions: [makeSession({ user_id: other, session: 's-1' })] });
      for (const [text, expected] of [
        ['', 's-2 s-1'],
        ['commands>2 succeeded>=1', 's-1'],
        ['198.51.100.0/24', 's-2'],
        ['source:198.51.100.2 service:telnet', 's-2'],
        ['alert:*', 's-2'],
        ['session:S-1', 's-1'],
        [`after:${time(15)}`, 's-2'],
        [`before:${time(15)}`, 's-1'],
      ] as const) {
        const { items } = await open.store.of(user).sessions(ask(text), page);
        assert.equal(items.map(({ session }) => session).join(' '), expected, text);
      }
    });
  });
}
