import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import { manifestPath, openBuiltIn } from '../../src/geo/built-in.ts';
import { openPlaces, type PlacesOptions } from '../../src/geo/places.ts';
import type { Repeat } from '../../src/geo/repeat.ts';
import { toMmdb } from './mmdb.ts';

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-geo-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Places whose clock ticks when the test says so. */
async function open(t: TestContext, options: PlacesOptions = {}) {
  const warnings: string[] = [];
  let tick: () => Promise<void> = async () => undefined;
  let isStopped = false;
  const repeat: Repeat = (task) => {
    tick = task;
    return () => {
      isStopped = true;
    };
  };
  const places = await openPlaces({ onWarning: (message) => warnings.push(message), repeat, ...options });
  t.after(() => places.close());
  return { places, warnings, tick: () => tick(), isStopped: () => isStopped };
}

/** A file's time of change, moved on, as a later writing of it has. */
const touch = (path: string, seconds: number): void => utimesSync(path, seconds, seconds);

describe('the built-in data', () => {
  it('says of a thousand addresses of each family what its sources say', async (t) => {
    const { places } = await open(t);
    const lines = readFileSync(join(import.meta.dirname, 'samples.csv'), 'utf8')
      .trimEnd()
      .split('\n');
    assert.ok(lines.length > 1500, `only ${lines.length} samples`);
    for (const line of lines) {
      const [address, country, asn] = line.split(',');
      const place = places.find(address!)!;
      assert.deepEqual(
        { kind: place.kind, country: place.country ?? '', asn: String(place.asn ?? '') },
        { kind: 'public', country, asn },
        address,
      );
      assert.equal(place.asn === null, place.owner === null);
    }
  });

  it('tells its age, its licences and what is known to be wrong with it', async (t) => {
    const { places } = await open(t);
    for (const source of places.sources()) {
      assert.equal(source.origin, 'built-in');
      assert.equal(source.madeAt, '2026-06-17');
      assert.match(source.notice ?? '', /errors/);
      assert.ok(source.attributions.some(({ url }) => url === 'https://db-ip.com'));
      assert.ok(source.attributions.some(({ url }) => url === 'https://www.nro.net'));
      assert.equal(source.problem, null);
    }
  });

  it('is named in docs/geo-data.md and NOTICE with every attribution', () => {
    const { attributions, dataDate } = openBuiltIn().manifest();
    for (const path of ['docs/geo-data.md', 'NOTICE']) {
      const text = readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8');
      assert.ok(text.includes(dataDate), path);
      for (const { text: words, url } of attributions)
        assert.ok(text.includes(words) && text.includes(url), `${path}: ${words}`);
    }
  });

  it('holds no name that moves a terminal or hides text', () => {
    const built = openBuiltIn();
    for (let n = 0; n < 224; n += 1)
      for (let m = 0; m < 256; m += 8) {
        const name = built.owner(((n * 256 + m) * 65_536) >>> 0)?.name ?? '';
        assert.doesNotMatch(name, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }
  });

  it('answers nothing, and says why once, where it is cut off, changed or gone', async (t) => {
    const folder = folderOf(t);
    const manifest = join(folder, 'places.json');
    copyFileSync(manifestPath, manifest);
    const bytes = readFileSync(join(manifestPath, '..', 'places.bin'));
    // From the middle on, which is where the owners of networks end and their ranges begin.
    const flipped = Buffer.from(bytes);
    for (let at = bytes.length >> 1; at < bytes.length; at += 1) flipped[at] = flipped[at]! ^ 1;
    for (const damaged of [bytes.subarray(0, bytes.length - 1), flipped, Buffer.alloc(0), null]) {
      if (damaged) writeFileSync(join(folder, 'places.bin'), damaged);
      else rmSync(join(folder, 'places.bin'));
      const { places, warnings } = await open(t, { builtIn: openBuiltIn(manifest) });
      const told = ['8.8.8.8', '2001:4860::8888'].flatMap((address) => {
        const { country, asn } = places.find(address)!;
        return [country, asn];
      });
      // What is changed takes its part away; the other parts still answer, and rightly.
      const right = ['US', 15169, 'US', 15169];
      assert.ok(told.includes(null));
      for (const [at, value] of told.entries())
        assert.ok(value === null || (damaged === flipped && value === right[at]));
      assert.equal(places.find('10.0.0.1')?.kind, 'private');
      assert.equal(warnings.length, 1, warnings.join());
      assert.match(places.sources()[0]?.problem ?? '', /cannot be read/);
    }
    for (const text of ['', '{}', 'null', '[1', '{"file":1}']) {
      writeFileSync(manifest, text);
      const { places, warnings } = await open(t, { builtIn: openBuiltIn(manifest) });
      assert.equal(places.find('8.8.8.8')?.country, null);
      assert.equal(warnings.length, 1);
    }
  });
});

describe('an address', () => {
  it('that lies nowhere on the internet is named as what it is', async (t) => {
    const { places } = await open(t);
    const cases: [string, string, RegExp][] = [
      ['10.0.3.17', 'private', /RFC 1918/],
      ['172.16.0.1', 'private', /RFC 1918/],
      ['172.31.255.255', 'private', /RFC 1918/],
      ['192.168.1.1', 'private', /RFC 1918/],
      ['100.64.0.1', 'shared', /CGNAT/],
      ['127.0.0.1', 'loopback', /loopback/],
      ['::1', 'loopback', /loopback/],
      ['169.254.169.254', 'link_local', /local link/],
      ['fe80::1%eth0', 'link_local', /local link/],
      ['203.0.113.9', 'documentation', /RFC 5737/],
      ['2001:db8::1', 'documentation', /RFC 3849/],
      ['3fff::1', 'documentation', /RFC 9637/],
      ['fd12:3456::1', 'private', /unique local/],
      ['224.0.0.251', 'multicast', /multicast/],
      ['ff02::fb', 'multicast', /multicast/],
      ['255.255.255.255', 'broadcast', /broadcast/],
      ['0.0.0.0', 'unspecified', /no address/],
      ['::', 'unspecified', /no address/],
      ['198.18.0.1', 'benchmarking', /RFC 2544/],
      ['240.0.0.1', 'reserved', /RFC 1112/],
      ['::ffff:10.0.3.17', 'private', /RFC 1918/],
    ];
    for (const [text, kind, label] of cases) {
      const place = places.find(text)!;
      assert.equal(place.kind, kind, text);
      assert.match(place.label ?? '', label, text);
      assert.deepEqual([place.country, place.asn, place.owner], [null, null, null], text);
    }
    for (const text of ['172.15.0.1', '172.32.0.1', '100.128.0.1', '11.0.0.1', '2600::1'])
      assert.equal(places.find(text)?.kind, 'public', text);
  });

  it('is the same in each writing, and one that carries IPv4 speaks of that', async (t) => {
    const { places } = await open(t);
    const plain = places.find('8.8.8.8')!;
    assert.equal(plain.owner, 'Google LLC');
    assert.deepEqual(places.find('::ffff:8.8.8.8'), plain);
    for (const [text, name] of [
      ['64:ff9b::8.8.8.8', 'NAT64'],
      ['2002:808:808::1', '6to4'],
      ['2001::f7f7:f7f7', 'Teredo'],
    ] as const) {
      const place = places.find(text)!;
      assert.equal(place.inner, '8.8.8.8', text);
      assert.match(place.label ?? '', new RegExp(name));
      assert.equal(place.asn, plain.asn);
    }
    assert.equal(places.find('2002:a00:1::1')?.kind, 'private');
  });

  it('is null where the text is none, and no text makes it throw', async (t) => {
    const { places } = await open(t);
    for (const text of [
      '',
      'localhost',
      'web-01',
      '1.2.3',
      '10.0.0.0/8',
      '\u0000',
      '🦊',
      'a'.repeat(100_000),
    ])
      assert.equal(places.find(text), null);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (text) => {
        const place = places.find(text);
        if (place) assert.deepEqual(places.find(place.address), place);
      }),
    );
  });
});

describe("a MaxMind-format file of the user's own", () => {
  const country = (code: string) => ({ country: { iso_code: code } });

  it('answers instead of the built-in data, its half only', async (t) => {
    const folder = folderOf(t);
    const countryFile = join(folder, 'mine-country.mmdb');
    writeFileSync(
      countryFile,
      toMmdb({ '8.0.0.0/8': country('CH'), '100.0.0.0/8': country('AT'), '2001:4860::/32': country('LI') }),
    );
    const { places, warnings } = await open(t, { countryFile });
    assert.deepEqual(warnings, []);
    assert.equal(places.find('8.8.8.8')?.country, 'CH');
    assert.equal(places.find('2001:4860::8888')?.country, 'LI');
    assert.equal(places.find('9.9.9.9')?.country, null);
    assert.equal(places.find('100.64.0.1')?.country, null, 'a special address is nowhere');
    assert.equal(places.find('8.8.8.8')?.owner, 'Google LLC');
    const [countries, owners] = places.sources();
    assert.deepEqual(
      [countries?.origin, countries?.file, countries?.madeAt, owners?.origin],
      ['file', 'mine-country.mmdb', '2026-09-21T14:13:20.000Z', 'built-in'],
    );
  });

  it('may be of any of the usual makers', async (t) => {
    const folder = folderOf(t);
    const [countryFile, asnFile] = [join(folder, 'c.mmdb'), join(folder, 'a.mmdb')];
    writeFileSync(
      countryFile,
      toMmdb({
        '1.0.0.0/8': { country_code: 'FR' },
        '2.0.0.0/8': { country: 'DE' },
        '3.0.0.0/8': { registered_country: { iso_code: 'US' } },
        '4.0.0.0/8': { country: 'nowhere at all' },
      }),
    );
    writeFileSync(
      asnFile,
      toMmdb({
        '1.0.0.0/8': { autonomous_system_number: 64500, autonomous_system_organization: 'Example One' },
        '2.0.0.0/8': { asn: 'AS64501', as_name: 'Example\u001b[2J Two' },
        '3.0.0.0/8': { asn: 64502, name: 'Example Three' },
        '4.0.0.0/8': { asn: 'many' },
      }),
    );
    const { places } = await open(t, { countryFile, asnFile });
    const told = ['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4'].map((address) => {
      const { country: code, asn, owner } = places.find(address)!;
      return [code, asn, owner];
    });
    assert.deepEqual(told, [
      ['FR', 64500, 'Example One'],
      ['DE', 64501, 'Example [2J Two'],
      ['US', 64502, 'Example Three'],
      [null, null, null],
    ]);
  });

  it('of IPv4 alone says nothing of IPv6 addresses', async (t) => {
    const countryFile = join(folderOf(t), 'v4.mmdb');
    writeFileSync(countryFile, toMmdb({ '32.0.0.0/3': country('CH') }, { ipVersion: 4 }));
    const { places } = await open(t, { countryFile });
    assert.equal(places.find('40.1.1.1')?.country, 'CH');
    assert.equal(places.find('2001:4860::8888')?.country, null);
  });

  it('is read again when it changes; a damaged one changes nothing and is told once', async (t) => {
    const folder = folderOf(t);
    const countryFile = join(folder, 'c.mmdb');
    const good = toMmdb({ '8.0.0.0/8': country('CH') });
    writeFileSync(countryFile, good);
    touch(countryFile, 1000);
    const { places, warnings, tick } = await open(t, { countryFile });
    assert.equal(places.find('8.8.8.8')?.country, 'CH');
    const damages: [string, Buffer][] = [
      ['cut off at the end', good.subarray(0, good.length - 20)],
      ['cut off in the middle', good.subarray(0, good.length >> 1)],
      ['without its beginning', good.subarray(400)],
      ['empty', Buffer.alloc(0)],
      ['something else', Buffer.from('<html>404</html>')],
      ['without a record', toMmdb({ '127.0.0.1/32': country('CH') })],
    ];
    for (const [at, [name, bytes]] of damages.entries()) {
      writeFileSync(countryFile, bytes);
      touch(countryFile, 2000 + at);
      await tick();
      await tick();
      assert.equal(warnings.length, at + 1, `${name}: ${warnings.join()}`);
      assert.match(warnings[at]!, /^c\.mmdb: .*the one read before is used$/, name);
      assert.equal(places.find('8.8.8.8')?.country, 'CH', name);
      assert.match(places.sources()[0]?.problem ?? '', /c\.mmdb/, name);
    }
    rmSync(countryFile);
    await tick();
    await tick();
    assert.match(warnings.at(-1)!, /not there/);
    assert.equal(warnings.length, damages.length + 1);
    assert.equal(places.find('8.8.8.8')?.country, 'CH');

    writeFileSync(join(folder, 'new'), toMmdb({ '8.0.0.0/8': country('AT') }));
    renameSync(join(folder, 'new'), countryFile);
    await tick();
    assert.equal(places.find('8.8.8.8')?.country, 'AT');
    assert.equal(places.sources()[0]?.problem, null);
  });

  it('that is no good from the start leaves the built-in data to answer, and is taken up once it is', async (t) => {
    const countryFile = join(folderOf(t), 'c.mmdb');
    const { places, warnings, tick } = await open(t, { countryFile });
    assert.match(warnings[0] ?? '', /not there; the built-in data is used/);
    assert.equal(places.find('8.8.8.8')?.country, 'US');
    assert.match(places.sources()[0]?.problem ?? '', /not there/);
    writeFileSync(countryFile, toMmdb({ '8.0.0.0/8': country('CH') }));
    await tick();
    assert.equal(places.find('8.8.8.8')?.country, 'CH');
  });

  it('with damage inside never throws, whatever is looked up', async (t) => {
    const good = toMmdb(
      Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`${n + 1}.0.0.0/8`, country('CH')])),
    );
    const folder = folderOf(t);
    const builtIn = openBuiltIn();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }), async (at, byte) => {
        const bytes = Buffer.from(good);
        bytes[at] = byte;
        const countryFile = join(folder, 'd.mmdb');
        writeFileSync(countryFile, bytes);
        const places = await openPlaces({ countryFile, builtIn, repeat: () => () => undefined });
        for (let n = 1; n < 90; n += 1) places.find(`${n}.1.2.3`);
        places.sources();
      }),
      { numRuns: 150 },
    );
  });

  it('is no longer looked at after the end', async (t) => {
    const countryFile = join(folderOf(t), 'c.mmdb');
    const { places, isStopped } = await open(t, { countryFile });
    assert.equal(isStopped(), false);
    places.close();
    assert.equal(isStopped(), true);
  });
});
