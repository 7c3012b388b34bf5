/**
 * Real logs through the inputs over HTTP, as a shipper would send them: every record is new, known, skipped or refused, the
 * sum is the file, and what is refused is damaged in the file. The logs are no part of the project (DECOYVERSE_DATA).
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openTestServer } from '../support/server.ts';
import { sharedDataIsMissing, sharedFile } from '../support/shared-data.ts';

interface Counts {
  accepted: number;
  duplicate: number;
  skipped: number;
  rejected: number;
}

/** Input, path below the folder of data, and how many of its lines are damaged. */
const logs: readonly (readonly [input: string, path: string, damaged?: number])[] = [
  ['json', 'cowrie_real/compx520_excerpt_2016_20.json'],
  ['json', 'cowrie_real/dblanko_2026-06_excerpt.json'],
  ['json', 'cowrie_real/kareiva_2018-05-10_21.json'],
  ['json', 'cowrie_real/scriptzteam_2017-10-07.json'],
  ['json', 'cowrie_real/scriptzteam_2017-11-04.json'],
  ['tpot', 'tpot_2025/ciscoasa.jsonl'],
  ['tpot', 'tpot_2025/dionaea.jsonl'],
  ['tpot', 'tpot_2025/heralding.jsonl'],
  ['tpot', 'tpot_2025/honeytrap.jsonl'],
  ['dionaea', 'dionaea_mhn/mhn_dionaea_2017-11-11.json'],
  // Two lines without the attacker.
  ['json', 'mhn_secrepo_2014_17/events.jsonl.gz', 2],
  ['json', 'docker_api_honeypot/requests_2021_2022.jsonl'],
  ['opencanary', 'format_samples/opencanary_2019_lab.log'],
  // Addresses such as 203.0.113.4712, by whoever took the real ones out.
  ['json', 'format_samples/suricata_eve_2026.json', 19],
  ['json', 'format_samples/telnethoney_2026.json'],
  ['json', 'honey_2017_mixed/http_requests_2017-03-27.jsonl'],
  ['json', 'real_sensors/cowrie/cowrie.json'],
  ['json', 'real_sensors/heralding/log_session.json'],
  ['opencanary', 'real_sensors/opencanary/opencanary.log'],
  ['json', 'real_sensors/qeeqbox/honeypots-json.log'],
  ['json', 'real_sensors/qeeqbox/honeypots-tpot-style.log'],
];

/** At most so many records in a request. */
const most = 1000;

describe('real logs through the inputs', { skip: sharedDataIsMissing, timeout: 170_000 }, () => {
  for (const [input, path, damaged = 0] of logs)
    it(`${path} through ${input}`, async (t) => {
      const server = await openTestServer();
      t.after(() => server.close());
      const node = await server.createNode(await server.createUser());
      const bytes = readFileSync(sharedFile(...path.split('/')) ?? '');
      const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      const send = async (): Promise<Counts> => {
        const sum: Counts = { accepted: 0, duplicate: 0, skipped: 0, rejected: 0 };
        for (let from = 0; from < lines.length; from += most) {
          const response = await fetch(`${server.address}/ingest/${input}`, {
            method: 'POST',
            headers: { 'x-node-key': node.key, 'content-type': 'application/x-ndjson' },
            body: lines.slice(from, from + most).join('\n'),
          });
          const answer = (await response.json()) as Counts;
          assert.equal(response.status, 200, JSON.stringify(answer));
          for (const name of Object.keys(sum) as (keyof Counts)[]) sum[name] += answer[name];
        }
        return sum;
      };
      const first = await send();
      t.diagnostic(`${lines.length} lines: ${JSON.stringify(first)}`);
      assert.equal(first.rejected, damaged);
      assert.ok(first.accepted > 0);
      // Some records are several events, as a connection and the sign-in within it are; none is less than one.
      const events = first.accepted + first.duplicate + first.skipped + first.rejected;
      assert.ok(events >= lines.length, `${events} of ${lines.length}`);
      // Without a time of its own, a record that comes again is another event.
      if (/^(?:honey_2017_mixed|docker_api)/.test(path)) return assert.equal(first.accepted, lines.length);
      const again = await send();
      assert.deepEqual(again, { ...first, accepted: 0, duplicate: first.accepted + first.duplicate });
    });
});
