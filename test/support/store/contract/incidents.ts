import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Incident, noTouches } from '../../../../src/core/alert.ts';
import type { KeyStep } from '../../../../src/core/key-step.ts';
import type { IncidentFilter } from '../../../../src/core/query.ts';
import { type Backend, useStore } from './backend.ts';
import {
  fresh,
  makeIncident,
  makeIncidentFold,
  newTenant,
  nothingAsked,
  readAll,
  time,
  write,
} from './records.ts';

export function incidentsContract(backend: Backend): void {
  describe(`${backend.name}: incidents`, () => {
    const open = useStore(backend);
    const user = newTenant();
    const other = newTenant();
    let all: Incident[] = [];

    before(async () => {
      const statuses = ['open', 'acknowledged', 'investigating', 'resolved'] as const;
      all = Array.from({ length: 30 }, (_, at) =>
        makeIncident({
          user_id: user,
          incident_id: `inc-${String((at * 7) % 30).padStart(2, '0')}`,
          last_seen: time(Math.floor(at / 3)),
          source_ip: `203.0.113.${at % 4}`,
          node_id: `node-${at % 3}`,
          service: at % 6 ? 'ssh' : 'telnet',
          first_seen: time(Math.floor(at / 3)),
          touched: {
            ...noTouches(),
            nodes: at % 4 ? [`node-${at % 3}`] : [`node-${at % 3}`, 'node-9'],
            services: at % 7 ? [] : ['ssh', 'smb'],
            attack_types: at % 5 ? ['BruteForce'] : ['BruteForce', 'Recon'],
          },
          risk_score: at % 11,
          status: statuses[at % 4] ?? 'open',
          assignee: at % 5 ? null : 'eve@example.org',
          open_key: fresh('key'),
        }),
      );
      await write(open.store, user, { incidents: all });
      await write(open.store, other, {
        incidents: [makeIncident({ user_id: other, source_ip: '203.0.113.1' })],
      });
      all.sort((a, b) =>
        a.last_seen === b.last_seen
          ? a.incident_id < b.incident_id
            ? 1
            : -1
          : a.last_seen < b.last_seen
            ? 1
            : -1,
      );
    });

    const list = (filter: IncidentFilter, limit: number): Promise<Incident[]> =>
      readAll((page) => open.store.of(user).incidents(filter, page), limit);
    const ids = (incidents: readonly Incident[]): string[] => incidents.map((i) => i.incident_id);
    const holder = async (key: string): Promise<string | undefined> =>
      (await open.store.context({ ...nothingAsked, openKeys: [key] })).incidents.get(key)?.incident_id;

    it('are counted as they are listed, up to a bound, each tenant its own', async () => {
      const filters: IncidentFilter[] = [
        {},
        { open: true },
        { status: 'resolved', min_risk: 4 },
        { source: '203.0.113.1', open: true },
        { node_id: 'node-9', from: time(2), to: time(8) },
        { attack_type: 'Recon', assignee: 'eve@example.org' },
      ];
      const tenant = open.store.of(user);
      for (const filter of filters) {
        const { length } = await list(filter, 7);
        assert.ok(length > 0);
        assert.deepEqual(await tenant.countIncidents(filter, 100), { count: length, has_more: false });
        assert.deepEqual(await tenant.countIncidents(filter, length), { count: length, has_more: false });
        if (length > 1)
          assert.deepEqual(await tenant.countIncidents(filter, length - 1), {
            count: length - 1,
            has_more: true,
          });
      }
      assert.deepEqual(await open.store.of(newTenant()).countIncidents({}, 100), {
        count: 0,
        has_more: false,
      });
    });

    it('are created without an event, once, for their tenant alone', async () => {
      const [mine, other] = [newTenant(), newTenant()];
      const incident = makeIncident({ user_id: mine });
      assert.equal(await open.store.of(mine).createIncident(incident), true);
      assert.equal(await open.store.of(mine).createIncident({ ...incident, title: 'again' }), false);
      assert.deepEqual(await open.store.of(mine).incident(incident.incident_id), incident);
      assert.equal(await open.store.of(other).incident(incident.incident_id), null);
      assert.equal(await open.store.of(other).createIncident(makeIncident({ user_id: other })), true);
      assert.deepEqual((await open.store.of(mine).incidents({}, { limit: 10 })).items, [incident]);
    });

    it('are kept as they are, for their tenant alone', async () => {
      const mine = newTenant();
      const incident = makeIncident({
        user_id: mine,
        related_decoy: '/a',
        human_verdict: { verdict: 'attack', note: '', by: 'eve', at: time(3) },
        notified_types: ['BruteForce', 'Recon'],
      });
      await write(open.store, mine, { incidents: [incident] });
      assert.deepEqual(await open.store.of(mine).incident(incident.incident_id), incident);
      assert.equal(await open.store.of(newTenant()).incident(incident.incident_id), null);
      assert.equal(await open.store.of(mine).incident('inc-none'), null);
    });

    it('are one per open key, and one per id', async () => {
      const mine = newTenant();
      const open_key = fresh('key');
      const first = makeIncident({ user_id: mine, open_key });
      await write(open.store, mine, { incidents: [first] });
      const rival = makeIncident({ user_id: mine, open_key });
      await write(open.store, mine, {
        incidents: [rival, { ...first, open_key: fresh('key'), title: 'again' }],
      });
      assert.equal(await open.store.of(mine).incident(rival.incident_id), null);
      assert.deepEqual(await open.store.of(mine).incident(first.incident_id), first);
      assert.equal(await holder(open_key), first.incident_id);
    });

    it('give up their key before a new one takes it in the same batch', async () => {
      const mine = newTenant();
      const open_key = fresh('key');
      const first = makeIncident({ user_id: mine, open_key });
      const second = makeIncident({ user_id: mine, open_key });
      await write(open.store, mine, { incidents: [first] });
      await write(open.store, mine, {
        closedIncidents: [{ user_id: mine, incident_id: first.incident_id }],
        incidents: [second],
      });
      assert.equal(await holder(open_key), second.incident_id);
      const closed = await open.store.of(mine).incident(first.incident_id);
      assert.deepEqual(closed, { ...first, open_key: first.incident_id });
    });

    it('are listed by the latest event first, in pages of any size', async () => {
      for (const limit of [1, 7, 30, 100]) assert.deepEqual(ids(await list({}, limit)), ids(all));
    });

    const filters: [string, IncidentFilter, (incident: Incident) => boolean][] = [
      ['status', { status: 'acknowledged' }, (i) => i.status === 'acknowledged'],
      ['being open', { open: true }, (i) => i.status !== 'resolved'],
      ['source', { source: '203.0.113.1' }, (i) => i.source_ip === '203.0.113.1'],
      [
        'source and being open',
        { source: '203.0.113.3', open: true, min_risk: 1 },
        (i) => i.source_ip === '203.0.113.3' && i.status !== 'resolved' && i.risk_score >= 1,
      ],
      ['node', { node_id: 'node-2' }, (i) => i.node_id === 'node-2'],
      ['a node it touched later', { node_id: 'node-9' }, (i) => i.touched.nodes.includes('node-9')],
      [
        'a service it touched, open and from a time on',
        { service: 'smb', open: true, from: time(4) },
        (i) => i.touched.services.includes('smb') && i.status !== 'resolved' && i.last_seen >= time(4),
      ],
      ['attack type', { attack_type: 'Recon' }, (i) => i.touched.attack_types.includes('Recon')],
      ['its first service', { service: 'telnet' }, (i) => i.service === 'telnet'],
      ['the time from', { from: time(5) }, (i) => i.last_seen >= time(5)],
      ['the time to', { to: time(3) }, (i) => i.first_seen < time(3)],
      [
        'a time between, of a node',
        { from: time(3), to: time(6), node_id: 'node-1' },
        (i) => i.last_seen >= time(3) && i.first_seen < time(6) && i.touched.nodes.includes('node-1'),
      ],
      ['least risk', { min_risk: 9 }, (i) => i.risk_score >= 9],
      ['assignee', { assignee: 'eve@example.org' }, (i) => i.assignee === 'eve@example.org'],
    ];
    for (const [name, filter, holds] of filters)
      it(`are filtered by ${name}`, async () => {
        const expected = ids(all.filter(holds));
        assert.ok(expected.length < all.length, 'the case tells nothing apart');
        for (const limit of [2, 100]) assert.deepEqual(ids(await list(filter, limit)), expected);
      });

    it('show nothing of another tenant in any list', async () => {
      for (const filter of [{}, { open: true }, { source: '203.0.113.1' }]) {
        const { items } = await open.store.of(other).incidents(filter, { limit: 100 });
        assert.deepEqual(
          items.map((incident) => incident.user_id),
          [other],
        );
      }
    });

    it('grow with further events, without moving on for the people who look at them', async () => {
      const mine = newTenant();
      const incident = makeIncident({ user_id: mine, last_seen: time(5), risk_score: 6 });
      await write(open.store, mine, { incidents: [incident] });
      const fold = { user_id: mine, incident_id: incident.incident_id };
      const notified = {
        notified_risk: 9,
        notified_types: ['BruteForce', 'Recon'],
        throttled: true,
        notifications: 2,
        notified_channels: {
          'ch-1': { occasions: 2, risk: 9, stage: 8, at: time(8), throttled: true, folded: false },
        },
      };
      const touched = { ...noTouches(), nodes: ['node-1', 'node-2'], services: ['ssh'], unlisted: 3 };
      const worse = {
        attack_type: 'MalwareDeployment',
        risk_score: 9,
        confidence: 0.9,
        is_anomaly: true,
        reasons: ['worse'],
        evidence: [],
        tactics: [],
        techniques: ['T1105'],
        scored_by: 'local',
        model: '2',
        protocol: 'http',
        vulnerability: { id: 'CVE-2017-5638', title: 't', product: 'Struts', strength: 'probe' as const },
        title: 'worse than it was',
      };
      await write(open.store, mine, {
        incidentFolds: [
          makeIncidentFold({
            ...fold,
            ...{ events: 4, alerts: 2, worse, touched, notified },
            first_seen: '2026-10-04T23:00:00.000Z',
            last_seen: time(9),
            active_at: time(10),
            resumed_at: time(9, 30),
          }),
        ],
      });
      const grown = {
        ...incident,
        ...worse,
        ...notified,
        touched,
        ...{ event_count: 5, alert_count: 3 },
        first_seen: '2026-10-04T23:00:00.000Z',
        last_seen: time(9),
        active_at: time(10),
        resumed_at: time(9, 30),
      };
      assert.deepEqual(await open.store.of(mine).incident(incident.incident_id), grown);
      const milder = { ...worse, risk_score: 3, attack_type: 'Recon', title: 'milder' };
      await write(open.store, mine, {
        incidentFolds: [
          makeIncidentFold({ ...fold, last_seen: time(2), worse: milder }),
          makeIncidentFold({ ...fold, incident_id: 'inc-none', last_seen: time(2) }),
        ],
      });
      const after = await open.store.of(mine).incident(incident.incident_id);
      assert.deepEqual(after, { ...grown, event_count: 6 });
    });

    it('take their open key back where no other holds it', async () => {
      const mine = newTenant();
      const open_key = `${mine}|source:203.0.113.77`;
      const resolved = makeIncident({ user_id: mine, status: 'resolved', open_key: 'x' });
      resolved.open_key = resolved.incident_id;
      const tenant = open.store.of(mine);
      await write(open.store, mine, { incidents: [resolved] });
      const reopened = await tenant.updateIncident(resolved.incident_id, 1, { status: 'open', open_key });
      assert.ok(reopened && reopened !== 'stale');
      assert.deepEqual([reopened.status, reopened.open_key, reopened.version], ['open', open_key, 2]);
      const again = await tenant.updateIncident(resolved.incident_id, 2, { status: 'open', open_key });
      assert.ok(again && again !== 'stale' && again.open_key === open_key, 'its own key is free for it');
      const other = makeIncident({ user_id: mine, status: 'resolved' });
      other.open_key = other.incident_id;
      await write(open.store, mine, { incidents: [other] });
      const late = await tenant.updateIncident(other.incident_id, 1, { status: 'open', open_key });
      assert.ok(late && late !== 'stale');
      assert.deepEqual([late.status, late.open_key, late.version], ['open', other.incident_id, 2]);
    });

    it('keep their key steps', async () => {
      const mine = newTenant();
      const step: KeyStep = {
        log_id: 'log-1',
        alert_id: null,
        at: time(1),
        kind: 'login.succeeded',
        title: '203.0.113.7 signed in',
        attack_type: 'CredentialAccess',
        risk_score: 9,
        node_id: 'node-1',
        service: 'ssh',
        source_ip: '203.0.113.7',
        account: 'root\u0000',
        place: { country: 'DE', asn: 1, network_owner: null },
        protocol: null,
        vulnerability: null,
      };
      const incident = makeIncident({ user_id: mine, key_steps: [step] });
      await write(open.store, mine, { incidents: [incident] });
      const { incident_id } = incident;
      assert.deepEqual((await open.store.of(mine).incident(incident_id))?.key_steps, [step]);
      const key_steps = [step, { ...step, log_id: 'log-2' }];
      await write(open.store, mine, {
        incidentFolds: [makeIncidentFold({ user_id: mine, incident_id, key_steps })],
      });
      const grown = await open.store.of(mine).incident(incident_id);
      assert.deepEqual(grown?.key_steps, key_steps);
      assert.equal(grown?.version, 1);
    });

    it('are changed by people where nobody was faster', async () => {
      const mine = newTenant();
      const incident = makeIncident({ user_id: mine });
      const { incident_id } = incident;
      await write(open.store, mine, { incidents: [incident] });
      const patch = { status: 'acknowledged', assignee: 'eve', acknowledged_at: time(3) } as const;
      const changed = await open.store.of(mine).updateIncident(incident_id, 1, patch);
      assert.deepEqual(changed, { ...incident, ...patch, version: 2 });
      assert.equal(await open.store.of(mine).updateIncident(incident_id, 1, { assignee: null }), 'stale');
      assert.equal(await open.store.of(mine).updateIncident('inc-none', 1, patch), null);
      assert.equal(await open.store.of(newTenant()).updateIncident(incident_id, null, patch), null);
      const forced = await open.store.of(mine).updateIncident(incident_id, null, { assignee: null });
      assert.deepEqual(forced, { ...incident, ...patch, assignee: null, version: 3 });
      assert.deepEqual(await open.store.of(mine).incident(incident_id), forced);
    });

    it('let one of many through who change the same version at once', async () => {
      const mine = newTenant();
      const incident = makeIncident({ user_id: mine });
      await write(open.store, mine, { incidents: [incident] });
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          open.store.of(mine).updateIncident(incident.incident_id, 1, { assignee: `person ${at}` }),
        ),
      );
      assert.equal(answers.filter((answer) => answer === 'stale').length, 7);
    });

    it('wait for somebody, over all tenants, the oldest first', async () => {
      const [mine, next] = [newTenant(), newTenant()];
      const at = (second: number): string => `1999-01-01T00:00:0${second}.000Z`;
      const first = makeIncident({ user_id: mine, opened_at: at(1) });
      const second = makeIncident({ user_id: next, opened_at: at(2) });
      const others = [
        makeIncident({ user_id: mine, opened_at: at(1), status: 'acknowledged', acknowledged_at: at(2) }),
        makeIncident({ user_id: mine, opened_at: at(1), status: 'resolved' }),
        makeIncident({ user_id: mine, opened_at: at(1), escalated_at: at(3) }),
        makeIncident({ user_id: mine, opened_at: at(5) }),
      ];
      await write(open.store, next, { incidents: [second] });
      await write(open.store, mine, { incidents: [...others, first] });
      assert.deepEqual(await open.store.unacknowledged(at(5), 10), [first, second]);
      assert.deepEqual(await open.store.unacknowledged(at(5), 1), [first]);
      await open.store.of(mine).updateIncident(first.incident_id, null, { escalated_at: at(6) });
      assert.deepEqual(await open.store.unacknowledged(at(5), 10), [second]);
    });

    it('take no more events once they were idle, some at a time', async () => {
      const mine = newTenant();
      const at = (second: number): string => `1998-01-01T00:00:0${second}.000Z`;
      const keys = [1, 2, 3, 4].map(() => fresh('key'));
      const idle = keys.map((open_key, index) =>
        makeIncident({ user_id: mine, open_key, last_seen: at(index) }),
      );
      await write(open.store, mine, { incidents: idle });
      assert.equal(await open.store.closeIdleIncidents(at(3), 2), 2);
      assert.equal(await open.store.closeIdleIncidents(at(3), 10), 1);
      assert.equal(await open.store.closeIdleIncidents(at(3), 10), 0);
      const held = await Promise.all(keys.map(holder));
      assert.deepEqual(held, [undefined, undefined, undefined, idle[3]?.incident_id]);
      const closed = await open.store.of(mine).incident(idle[0]?.incident_id ?? '');
      assert.equal(closed?.status, 'open');
      assert.equal(closed?.open_key, closed?.incident_id);
    });
  });
}
