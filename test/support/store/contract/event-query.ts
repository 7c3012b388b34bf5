import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { StoredEvent } from '../../../../src/core/event.ts';
import { eventQueryFields } from '../../../../src/core/event-query-fields.ts';
import { matches, parseQuery, type QueryRecord } from '../../../../src/lib/query-language/index.ts';
import { type Backend, useStore } from './backend.ts';
import { makeAgentEvent, makeEvent, makeVerdict, newTenant, readAll, record, time } from './records.ts';

const nowMs = Date.parse(time(40));

/** An event as the language's own reading of a query sees it. */
const toRecord = (event: StoredEvent): QueryRecord =>
  ({
    service: event.service,
    source: event.source_ip,
    risk: event.verdict?.risk_score,
    type: event.verdict?.attack_type,
    kind: event.kind,
    time: event.timestamp,
    received: event.received_at,
    node: event.node_id,
    session: event.session,
    user: event.agent?.username ?? event.extra?.username,
    process: event.extra?.process_name,
    decoy: event.agent && (event.agent.file_path || event.agent.file_accessed),
    activity: event.activity,
    payload: event.payload,
    country: event.place?.country,
    asn: event.place?.asn,
    owner: event.place?.network_owner,
    technique: event.verdict?.techniques,
    vulnerability: event.verdict?.vulnerability?.id,
    alert: event.alert_id,
    suppressed: event.suppressed_by,
  }) as QueryRecord;

const queries = [
  '',
  'service:ssh',
  'SERVICE:SSH risk>=8',
  'service:(ssh, http) -type:BruteForce',
  'source:203.0.113.0/24 -source:203.0.113.4',
  'source:203.0.113.2',
  '203.0.113.3',
  'source:203.0.113.2..203.0.113.4',
  'source:2001:db8::/32',
  'source:fileserver',
  'source:*',
  'type:SqlInjection OR risk:0..2',
  'kind:login.failed',
  'node:NODE-1',
  'node:node-1 node:node-0',
  'session:s-3',
  '-session:*',
  'user:root',
  'user:adm*',
  '-user:*',
  'process:excel.exe',
  'decoy:passwords',
  '"select password"',
  'payload:*password*',
  'ÜBERRASCHUNG',
  '50%_',
  'login',
  'country:de',
  'asn:64496 owner:example',
  '-country:*',
  'asn>64496',
  'technique:T1110',
  'technique:t1110.001 -technique:T1078',
  '-technique:*',
  'cve:cve-2021-44228',
  '-vulnerability:*',
  'alert:*',
  'suppressed:rule-1',
  `after:${time(3)} before:${time(6)}`,
  `time:${time(2)}..${time(4)}`,
  'after:30m',
  'time:2026-10-05T08:05',
  'received>2020',
  '(service:ssh OR service:mysql) NOT (risk<5 OR 203.0.113.1)',
  'service:ssh source:203.0.113.0 time>=2026-10-05 try',
];

export function eventQueryContract(backend: Backend): void {
  describe(`${backend.name}: queries about events`, () => {
    const open = useStore(backend);
    const user = newTenant();
    let all: StoredEvent[] = [];

    before(async () => {
      const services = ['ssh', 'http', 'mysql'];
      const types = ['Normal', 'BruteForce', 'SqlInjection'] as const;
      const techniques = [[], ['T1110'], ['T1110.001', 'T1078'], ['T1059'], ['T1078', 'T1110.001']];
      const places = [
        null,
        { country: 'DE', asn: 64496, network_owner: 'Example Net' },
        { country: 'US', asn: 64497, network_owner: 'Other' },
      ];
      all = Array.from({ length: 60 }, (_, at): StoredEvent => {
        const isAgent = at % 7 === 6;
        const make = isAgent ? makeAgentEvent : makeEvent;
        return make({
          user_id: user,
          timestamp: time(Math.floor(at / 5)),
          node_id: `node-${at % 2}`,
          ...(isAgent ? {} : { source_ip: at % 11 === 5 ? `2001:db8::${at}` : `203.0.113.${at % 6}` }),
          service: services[at % 3] ?? '',
          session: at % 10 === 0 ? null : `s-${at % 10}`,
          alert_id: at % 9 === 0 ? 'ALERT-1' : null,
          suppressed_by: at % 13 === 0 ? 'rule-1' : null,
          payload: at === 17 ? 'SELECT Password FROM Users' : `try ${at}`,
          activity: at === 18 ? 'ÜBERRASCHUNG 50%_' : 'login attempt',
          place: places[at % 3] ?? null,
          ...(isAgent ? {} : { extra: at % 4 === 0 ? null : { username: at % 4 === 1 ? 'Root' : 'admin2' } }),
          verdict: makeVerdict({
            risk_score: at % 11,
            attack_type: types[at % 3] ?? 'unknown',
            techniques: techniques[at % 5] ?? [],
            ...(at % 8 === 0
              ? {
                  vulnerability: {
                    id: 'CVE-2021-44228',
                    title: 'Log4Shell',
                    product: 'log4j',
                    strength: 'exploit',
                  },
                }
              : {}),
          }),
        });
      });
      await record(open.store, all);
      await record(open.store, [makeEvent({ user_id: newTenant() })]);
    });

    const ids = (events: readonly StoredEvent[]): string[] => events.map(({ log_id }) => log_id).sort();

    it('find what the language says they mean', async () => {
      for (const text of queries) {
        const { ast, errors } = parseQuery(text, eventQueryFields);
        assert.ok(ast, `${text}: ${JSON.stringify(errors)}`);
        const expected = all.filter((event) => matches(ast, toRecord(event), nowMs));
        const query = { text, nowMs };
        for (const limit of [7, 1000]) {
          const found = await readAll((page) => open.store.of(user).events({ query }, page), limit);
          assert.deepEqual(ids(found), ids(expected), text);
        }
      }
    });

    it('narrow what other filters find, and see nothing of another tenant', async () => {
      const query = { text: 'risk>=5 service:ssh', nowMs };
      const tenant = open.store.of(user);
      const found = await tenant.events({ query, node_id: 'node-0', from: time(2) }, { limit: 100 });
      const expected = all.filter(
        (e) =>
          (e.verdict?.risk_score ?? 0) >= 5 &&
          e.service === 'ssh' &&
          e.node_id === 'node-0' &&
          e.timestamp >= time(2),
      );
      assert.ok(expected.length > 0);
      assert.deepEqual(ids(found.items), ids(expected));
      const other = await open.store.of(newTenant()).events({ query }, { limit: 100 });
      assert.deepEqual(other.items, []);
    });
  });
}
