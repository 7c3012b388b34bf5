/**
 * As real-logs-others.test.ts, of the formats without sign-ins in JSON: addresses, accounts, paths and passwords are counted in
 * the files by one pattern a file, which knows nothing of our readers. Needs the data (DECOYVERSE_DATA).
 */
import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { it } from 'node:test';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { Observable, ObservableKind } from '../../../src/core/observable.ts';
import type { Page } from '../../../src/core/query.ts';
import { readAny } from '../../../src/ingest/read-any.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { makeEvent, record } from '../../support/store/contract/records.ts';
import { tempFolder } from '../../support/store/sqlite-folder.ts';

const data = process.env.DECOYVERSE_DATA || join(import.meta.dirname, '../../../../../shared/data');
const skip = existsSync(join(data, 'honey_2017_mixed')) ? false : 'no real logs here: set DECOYVERSE_DATA';

/** The values of a line, each as often as it counts. */
type Count = (line: string) => Iterable<readonly [value: string, times: number]>;

const once = (value: string | undefined): [string, number][] => (value === undefined ? [] : [[value, 1]]);
const byPattern =
  (pattern: RegExp, group = 1): Count =>
  (line) =>
    once(pattern.exec(line)?.[group] || undefined);
const field =
  (path: string, isCounted: (value: string) => boolean = () => true): Count =>
  (line) => {
    let at: unknown = JSON.parse(line);
    for (const name of path.split('.')) at = (at as Record<string, unknown> | undefined)?.[name];
    return typeof at === 'string' && isCounted(at) ? [[at, 1]] : [];
  };

/** "message repeated 2 times: [ … ]" is two attempts. */
const attempts =
  (group: 'user' | 'address'): Count =>
  (line) => {
    const found =
      /(?:repeated (?<times>\d+) times: \[ )?Failed password for (?:invalid user )?(?<user>\S+) from (?<address>\S+)/.exec(
        line,
      )?.groups;
    return found?.[group] === undefined ? [] : [[found[group], Number(found.times ?? 1)]];
  };
/** Some bots end what they type with a NUL; an empty password is none. */
const telnetLogin = /^\S+ \S+ - __main__ - INFO - \S+:\d+ logged in as ([^-\0]+)\0?-([^\0]*)/;
const docker: Count = (line) => {
  const { headers } = JSON.parse(line) as { headers: [string, string][] };
  return once(headers.find(([name]) => name.toLowerCase() === 'user-agent')?.[1] || undefined);
};
/** Version 6 is listed in its shortest form; the sample has addresses that were made unreadable. */
const suricata: Count = (line) => {
  const { src_ip: ip } = JSON.parse(line) as { src_ip: string };
  return isIP(ip) === 6
    ? once(new URL(`http://[${ip}]`).hostname.slice(1, -1))
    : once(isIP(ip) ? ip : undefined);
};
/** Two of its sensors name the attacker, one its source. */
const mhn: Count = (line) => {
  const one = JSON.parse(line) as Record<string, unknown>;
  const given = one.attackerIP ?? one.source_ip ?? one.src_ip;
  if (typeof given === 'string' && given !== '') return once(given.replace('::ffff:', ''));
  return once(/^\W*([\d.]+)/.exec(String(one.source ?? one.peerIP ?? one.remote_host ?? ''))?.[1]);
};

const logs: readonly [file: string, kind: ObservableKind, count: Count, atLeast: number][] = [
  ['honey_2017_mixed/auth_2017-02-05.log', 'address', attempts('address'), 11],
  ['honey_2017_mixed/auth_2017-02-05.log', 'user', attempts('user'), 1],
  ['honey_2017_mixed/glastopf_2017-03-26.log', 'address', byPattern(/\) (\S+) requested /), 200],
  ['honey_2017_mixed/glastopf_2017-03-26.log', 'path', byPattern(/ requested \S+ (\/[^ ?]*)/), 60],
  ['honey_2017_mixed/telnet_2017-03-31.log.gz', 'password', byPattern(telnetLogin, 2), 60],
  ['honey_2017_mixed/telnet_2017-03-31.log.gz', 'user', byPattern(telnetLogin), 25],
  [
    'tpot_2025/honeytrap.jsonl',
    'address',
    field('attack_connection.remote_ip', (ip) => ip !== '0.0.0.0'),
    800,
  ],
  ['tpot_2025/ciscoasa.jsonl', 'address', field('src_ip'), 200],
  ['format_samples/suricata_eve_2026.json', 'address', suricata, 3],
  ['docker_api_honeypot/requests_2021_2022.jsonl', 'address', field('source'), 150],
  ['docker_api_honeypot/requests_2021_2022.jsonl', 'user_agent', docker, 150],
  ['dionaea_mhn/mhn_dionaea_2017-11-11.json', 'address', field('source_ip'), 600],
  ['mhn_secrepo_2014_17/events.jsonl.gz', 'address', mhn, 2000],
];

for (const [file, kind, count, atLeast] of logs)
  it(`${kind} of ${file} is counted as the file has it, each value`, { skip }, async (t) => {
    const path = join(data, file);
    const isZip = file.endsWith('.gz');
    const text = (isZip ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString('utf8');
    const counted = new Map<string, number>();
    for (const line of text.split('\n'))
      if (line.trim() !== '')
        for (const [value, times] of count(line)) counted.set(value, (counted.get(value) ?? 0) + times);
    assert.ok(counted.size >= atLeast, `${counted.size} different ones in the file`);

    const store = await openSqliteStore({ file: join(tempFolder(t), 'a.db') });
    t.after(() => store.close());
    const raw = createReadStream(path);
    const bytes = isZip ? raw.pipe(createGunzip()) : raw;
    for await (const entries of readAny(bytes, new Date().toISOString())) {
      const events = entries.flatMap((entry) =>
        entry.status === 'draft'
          ? [makeEvent({ ...entry.draft, user_id: 'user', event_id: null, verdict: null, state: 'pending' })]
          : [],
      );
      for (let from = 0; from < events.length; from += 500)
        await record(store, events.slice(from, from + 500));
    }
    const listed = new Map<string, number>();
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page: Page<Observable> = await store
        .of('user')
        .observables({ kind }, 'events', { limit: 1000, cursor });
      for (const { value, events } of page.items) listed.set(value, events);
      cursor = page.next_cursor;
    }
    const wrong = [...counted].filter(([value, times]) => listed.get(value) !== times);
    assert.deepEqual(
      wrong.map(([value, times]) => `${value}: ${times} in the file, ${listed.get(value) ?? 0} listed`),
      [],
    );
    // What is listed beside it is the host of a URL in the file.
    const others = [...listed.keys()].filter((value) => !counted.has(value));
    assert.deepEqual(
      others.filter((value) => kind !== 'address' || !text.includes(`://${value}`)),
      [],
    );
  });
