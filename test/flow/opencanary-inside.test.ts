/**
 * OpenCanary inside the network: every logtype that a person causes alerts as a lone first touch; a bare connection, a
 * page view and what a sensor says of itself do not. Real records, from a private source, through the real pipeline.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/core/event.ts';
import { parseOpencanary } from '../../src/ingest/opencanary.ts';
import { logTypes } from '../../src/ingest/opencanary-logtypes.ts';
import { actOf } from '../../src/score/exposure/act.ts';
import { levels } from '../../src/score/exposure/levels.ts';
import { openTestServer } from '../support/server.ts';
import { vectorsOf } from '../support/vectors.ts';

/** What scanners cause by themselves: kept at 5 or 6, and counted towards a scan. */
const bare = new Map([
  [2001, 'a connection to FTP'],
  [3003, 'a page that redirects'],
  [4000, 'a connection to SSH'],
  [4001, 'the version that an SSH client states'],
  [6002, 'a connection to telnet'],
  [9003, 'a connection to MySQL'],
  [18001, 'a connection that gets a banner'],
  [18002, 'a connection that is kept open'],
]);
/** The sensor's messages about itself. */
const own = [1000, 1001, 1002, 1003, 1004, 1005, 1006];
/** Within a logtype that otherwise alerts. */
const isBareRecord = ({ logtype, logdata }: JsonObject): boolean => {
  const data = logdata as JsonObject;
  if (Number(logtype) === 3000) return true;
  // An empty line, which is no command.
  if (Number(logtype) === 17_001) return data.CMD === '';
  return Number(logtype) === 20_001 && /^mongodb\.(?:connection|disconnect|error)$/.test(String(data.action));
};

const userModules = Object.keys(logTypes)
  .map(Number)
  .filter((logtype) => logtype >= 99_000);
/** Two that the lab has no record of, beside the user modules, which are all alike. */
const made: JsonObject[] = [
  ...userModules.map((logtype) => ({ logtype, logdata: { A: 1 } })),
  { logtype: 3000, logdata: { PATH: '/admin/export.php?table=users', HOSTNAME: 'nas', USERAGENT: 'curl' } },
].map((record) => ({ dst_host: '10.0.0.5', dst_port: 80, src_port: 4001, node_id: 'n', ...record }));

describe('OpenCanary inside the network', () => {
  const records = [...vectorsOf('opencanary').map(({ record }) => record), ...made];

  it('is met with every logtype there is', () => {
    const met = new Set(records.map(({ logtype }) => Number(logtype)));
    assert.deepEqual(
      Object.keys(logTypes)
        .map(Number)
        .filter((logtype) => !met.has(logtype)),
      [],
    );
  });

  it('alerts for what a person does as a lone first touch, and for none of its own messages', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const node = await server.createNode(user, 'dc-branch-07');
    const alerted = new Set<number>();
    for (const [n, record] of records.entries()) {
      const logtype = Number(record.logtype);
      const now = new Date().toISOString().replace('T', ' ').replace('Z', '000');
      const source = `192.168.${n >> 8}.${n & 255}`;
      const draft = parseOpencanary({ ...record, src_host: source, utc_time: now, local_time: now });
      const name = `logtype ${logtype} ${logTypes[logtype]?.name ?? ''} ${JSON.stringify(record.logdata)}`;
      assert.equal(draft === null, own.includes(logtype), name);
      if (draft === null) continue;
      const [result] = await server.pipeline.accept({ user_id: user.id, node_id: node.id }, [draft]);
      const verdict = result?.verdict;
      assert.ok(verdict, name);
      assert.equal(verdict.exposure, 'internal', name);
      const level = levels.internal[actOf(draft)];
      assert.ok((verdict.risk_exact ?? verdict.risk_score) >= level.from, `${name}: ${verdict.risk_score}`);
      const isBare = bare.has(logtype) || (isBareRecord(record) && !made.includes(record));
      assert.equal(result?.alert_created, !isBare, `${name}: risk ${verdict.risk_score}`);
      if (result?.alert_created) {
        alerted.add(logtype);
        assert.match(verdict.reasons[0] ?? '', /\w/, name);
      }
    }
    const silent = Object.keys(logTypes)
      .map(Number)
      .filter((logtype) => !alerted.has(logtype));
    assert.deepEqual(
      silent,
      [...own, ...bare.keys()].sort((a, b) => a - b),
    );
  });
});
