/** One source is one source, whoever reports it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError } from '../../src/core/errors.ts';
import { parseCowrie } from '../../src/ingest/cowrie.ts';
import { parseHoneypotLog } from '../../src/ingest/native.ts';
import { parseOpencanary } from '../../src/ingest/opencanary.ts';
import { entriesOf, inputOf } from '../support/framing.ts';

const time = '2026-11-20T10:00:50Z';
const readers = {
  native: (source: unknown) =>
    parseHoneypotLog({ timestamp: time, service: 'ssh', activity: 'login failed', source_ip: source }),
  cowrie: (source: unknown) =>
    parseCowrie({ eventid: 'cowrie.session.connect', timestamp: time, src_ip: source }),
  opencanary: (source: unknown) =>
    parseOpencanary({ logtype: 4002, utc_time: '2026-11-20 10:00:50.000000', src_host: source, logdata: {} }),
};

describe('sources', () => {
  it('of Cowrie have one name each', async () => {
    const entries = await entriesOf('cowrie', inputOf('addresses.ndjson'));
    assert.deepEqual(
      entries.map(
        (entry) => entry.status === 'draft' && [entry.draft.source_ip, entry.draft.extra?.source_zone],
      ),
      [
        ['198.51.100.7', undefined],
        ['fe80::a00:27ff:fe4e:66a1', 'enp0s8'],
        ['2001:db8::1f', undefined],
      ],
    );
  });

  for (const [name, parse] of Object.entries(readers)) {
    it(`of ${name} have one name in every spelling, and a port beside it`, () => {
      for (const [text, address, port] of [
        ['198.51.100.32', '198.51.100.32', undefined],
        ['::ffff:198.51.100.32', '198.51.100.32', undefined],
        ['::ffff:c633:6420', '198.51.100.32', undefined],
        ['198.51.100.33:40000', '198.51.100.33', 40_000],
        ['[2001:DB8::1]:443', '2001:db8::1', 443],
        ['Host.Example.', 'host.example', undefined],
      ] as const) {
        const draft = parse(text);
        assert.equal(draft?.source_ip, address, text);
        assert.equal(draft?.extra?.source_port, port, text);
      }
    });

    it(`of ${name} that are none are refused, naming the field`, () => {
      for (const text of ['no source', '999.1.1.1', '<script>', '203.0.113.9 and 203.0.113.10'])
        assert.throws(
          () => parse(text),
          (error) =>
            error instanceof AppError &&
            error.errors?.length === 1 &&
            /^(?:source_ip|src_ip|src_host)$/.test(error.errors[0]?.field ?? '') &&
            error.errors[0]?.message === 'must be an IP address or a host name',
          text,
        );
    });
  }
});
