import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError } from '../../../src/core/errors.ts';
import { parseAllowPrivate } from '../../../src/notify/egress/allow-list.ts';
import {
  createGuard,
  type Guard,
  refusedDetail,
  toDestination,
  toUrlDestination,
} from '../../../src/notify/egress/guard.ts';
import { openReceiver } from '../../support/notify/receiver.ts';

/** A name server that says what the test says. */
const names: Record<string, string[]> = {
  'hooks.example': ['93.184.215.14'],
  'six.example': ['2606:4700::6810:84e5'],
  'both.example': ['93.184.215.14', '2606:4700::6810:84e5'],
  'nat64.example': ['64:ff9b::5db8:d70e'],
  'loop.example': ['127.0.0.1'],
  'loop6.example': ['::1'],
  'mixed.example': ['93.184.215.14', '10.0.0.5'],
  'mixed6.example': ['2606:4700::6810:84e5', 'fd00::1'],
  'meta.example': ['169.254.169.254'],
  'wire.example': ['168.63.129.16'],
  'mapped.example': ['::ffff:10.0.0.1'],
  'zero.example': ['0.0.0.0'],
  'self.example': ['93.184.215.99'],
  'junk.example': ['not an address'],
  'printer.local': ['93.184.215.14'],
  'metadata.google.internal': ['93.184.215.14'],
  'db.corp': ['93.184.215.14'],
  'ntfy.lan': ['10.1.2.3'],
  'odd.lan': ['169.254.169.254'],
  localhost: ['127.0.0.1', '::1'],
};
const guardOf = (allow = ''): Guard =>
  createGuard({
    allow: parseAllowPrivate(allow),
    resolveName: (host) =>
      Promise.resolve(
        (names[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    ownAddresses: () => ['127.0.0.1', '93.184.215.99'],
    refusalMs: 0,
  });

const refusedUrls = [
  // this machine, in every way of writing it
  'http://127.0.0.1/',
  'http://127.0.0.1:8080/',
  'http://127.1/',
  'http://127.0.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://017700000001/',
  'http://0177.0.0.1/',
  'http://127.255.255.254/',
  'http://①②⑦.0.0.1/',
  'http://127。0。0。1/',
  'http://0/',
  'http://0.0.0.0/',
  'http://0.1.2.3/',
  'http://localhost/',
  'http://localhost./',
  'http://LOCALHOST:8000/',
  'http://a.localhost/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::]/',
  // IPv4 inside IPv6
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[::7f00:1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b::10.0.0.1]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2002:a00:1::1]/',
  'http://[2002:5db8:d70e::1]/',
  'http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/',
  'http://[2001::7f00:1]/',
  'http://[2a00::5efe:10.0.0.1]/',
  'http://[fe80::5efe:7f00:1]/',
  // private, shared, link-local, documentation, benchmark, multicast, reserved
  'http://10.0.0.1/',
  'http://10.255.255.255/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://100.64.0.1/',
  'http://100.100.100.200/',
  'http://169.254.169.254/latest/meta-data/',
  'http://169.254.170.2/',
  'http://168.63.129.16/',
  'http://192.0.0.192/',
  'http://192.0.2.1/',
  'http://198.51.100.1/',
  'http://203.0.113.1/',
  'http://192.88.99.1/',
  'http://198.18.0.1/',
  'http://198.19.255.255/',
  'http://224.0.0.1/',
  'http://239.255.255.250/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[fd00::1]/',
  'http://[fd00:ec2::254]/',
  'http://[fc00::1]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[100::1]/',
  'http://[2001:db8::1]/',
  'http://[3fff::1]/',
  'http://[2001:2::1]/',
  'http://[2001:10::1]/',
  'http://[5f00::1]/',
  'http://[4000::1]/',
  'http://[64:ff9a::1]/',
  // names
  'http://loop.example/',
  'http://loop6.example/',
  'http://mixed.example/',
  'http://mixed6.example/',
  'http://meta.example/',
  'http://wire.example/',
  'http://mapped.example/',
  'http://zero.example/',
  'http://self.example/',
  'http://junk.example/',
  'http://nobody.example/',
  'http://printer.local/',
  'http://metadata.google.internal/',
  'http://db.corp/',
  'http://ntfy.lan:8080/',
  // what parsers read differently, other schemes, user names, ports
  'http:/\\127.0.0.1/',
  'http:\\\\127.0.0.1/',
  'http:127.0.0.1',
  'http:///127.0.0.1/',
  'http://hooks.example\\@127.0.0.1/',
  'http://user:pass@hooks.example/',
  'http://user@hooks.example/',
  'http://@hooks.example/',
  'http://:@hooks.example/',
  'http://hooks.example@127.0.0.1/',
  'http://hooks.example:80@127.0.0.1/',
  'http://127.0.0.1#@hooks.example/',
  'http://127.0.0.1?@hooks.example/',
  ' http://hooks.example/',
  'http://hooks.example/\r\nX: y',
  'http://hooks.example/a b',
  'http://hooks\t.example/',
  'http://hooks.example/\u0000',
  'http://hooks.example/\u202e',
  'http://%31%32%37.0.0.1/',
  'http://[fe80::1%25eth0]/',
  'http://[::1',
  'http://',
  'https://',
  '',
  '//hooks.example/',
  '/relative',
  'hooks.example',
  'gopher://hooks.example/',
  'file:///etc/passwd',
  'ftp://hooks.example/',
  'data:text/plain,x',
  'javascript:alert(1)',
  'ws://hooks.example/',
  'unix:/var/run/docker.sock',
  'http://hooks.example:22/',
  'http://hooks.example:25/',
  'http://hooks.example:53/',
  'http://hooks.example:3306/',
  'http://hooks.example:6379/',
  'http://hooks.example:11211/',
  'http://hooks.example:27017/',
  'http://hooks.example:0/',
  'http://hooks.example:65536/',
  `http://hooks.example/${'x'.repeat(3000)}`,
  `http://${'a'.repeat(300)}.example/`,
];

const isRefusal = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'invalid_request' && error.detail === refusedDetail;

describe('where messages may go', () => {
  it(`refuses ${refusedUrls.length} addresses and says the same to all`, async () => {
    assert.ok(refusedUrls.length >= 70);
    const guard = guardOf();
    for (const url of refusedUrls)
      await assert.rejects(
        guard.checkUrl(url),
        isRefusal,
        `${JSON.stringify(url).slice(0, 100)} was let through`,
      );
  });

  it('takes public hosts by http and https', async () => {
    const guard = guardOf();
    for (const url of [
      'https://hooks.example/a?b=c',
      'http://hooks.example/',
      'https://hooks.example:8443/x',
      'https://hooks.example./',
      'HTTPS://HOOKS.EXAMPLE/',
      'https://six.example/',
      'https://both.example:8088/services',
      'http://nat64.example/',
      'http://93.184.215.14:9200/',
      'https://[2606:4700::6810:84e5]/',
      'https://hooks.example/@user',
    ])
      await guard.checkUrl(url);
  });

  it('makes no connection to a refused address', async (t) => {
    const receiver = await openReceiver();
    t.after(() => receiver.close());
    const guard = guardOf();
    const { port } = receiver;
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '[::ffff:127.0.0.1]',
      'loop.example',
      '0',
    ])
      await assert.rejects(guard.checkUrl(`http://${host}:${port}/`), isRefusal);
    assert.equal(receiver.connections, 0);
  });

  it('takes as long to refuse a literal as to refuse a name', async () => {
    const began = performance.now();
    await assert.rejects(createGuard({ refusalMs: 60 }).checkUrl('http://127.0.0.1/'), isRefusal);
    assert.ok(performance.now() - began >= 55, 'the refusal came at once');
  });

  it('reaches private networks that the operator allows, and only those', async () => {
    const guard = guardOf('10.0.0.0/8, [fd00::]/16');
    for (const url of [
      'http://10.0.0.1/',
      'http://[::ffff:10.9.9.9]/',
      'http://[64:ff9b::10.0.0.1]/',
      'http://ntfy.lan:8080/',
      'http://mixed.example/',
      'http://mixed6.example/',
      'http://[fd00::1]/',
    ])
      await guard.checkUrl(url);
    for (const url of [
      'http://192.168.0.1/',
      'http://127.0.0.1/',
      'http://10.0.0.1:22/',
      'http://[fd01::1]/',
    ])
      await assert.rejects(guard.checkUrl(url), isRefusal, url);
  });

  it('reaches a host that the operator names, on the port he names', async () => {
    const guard = guardOf('ntfy.lan:8080 odd.lan localhost:9000 10.0.0.5:25 10.0.0.0/8 127.0.0.1 [::1]:9000');
    await guard.checkUrl('http://ntfy.lan:8080/');
    await guard.checkUrl('http://localhost:9000/');
    await guard.checkUrl('http://10.0.0.5:25/');
    await guard.checkHost('10.0.0.5', 25);
    for (const url of [
      'http://odd.lan/',
      'http://localhost:9001/',
      'http://10.0.0.6:25/',
      'http://ntfy.lan.:25/',
    ])
      await assert.rejects(guard.checkUrl(url), isRefusal, url);
  });

  it('lets mail, syslog and brokers use their ports, HTTP not', async () => {
    const guard = guardOf();
    for (const port of [25, 465, 587, 2525, 514, 601, 6514, 1883, 8883])
      await guard.checkHost('hooks.example', port);
    for (const port of [22, 23, 53, 110, 6379, 27017, 0, 70_000, 1.5])
      await assert.rejects(guard.checkHost('hooks.example', port), isRefusal, String(port));
    for (const host of [
      '127.0.0.1',
      '::1',
      '[::1]',
      'localhost',
      '0x7f.1',
      '10.1',
      'a b',
      'x@hooks.example',
      'hooks.example/x',
      'hooks.example:25',
      '',
      '%31',
      'fe80::1%eth0',
    ])
      await assert.rejects(guard.checkHost(host, 587), isRefusal, host);
  });

  it('hands out only addresses it has checked', async () => {
    const guard = guardOf();
    assert.deepEqual(await guard.resolve(toUrlDestination('https://both.example/'), 'http'), [
      { address: '93.184.215.14', family: 4 },
      { address: '2606:4700::6810:84e5', family: 6 },
    ]);
    assert.deepEqual(await guard.resolve(toDestination('93.184.215.14', 25), 'stream'), [
      { address: '93.184.215.14', family: 4 },
    ]);
  });

  it('asks the operating system only for names the operator chose', async () => {
    const asked: [string, boolean][] = [];
    const guard = createGuard({
      allow: parseAllowPrivate('ntfy.lan'),
      resolveName: (host, local) => {
        asked.push([host, local]);
        return Promise.resolve([]);
      },
      refusalMs: 0,
    });
    for (const host of ['ntfy.lan', 'hooks.example', 'localhost', 'printer.local'])
      await assert.rejects(guard.checkUrl(`http://${host}/`), isRefusal);
    assert.deepEqual(asked, [
      ['ntfy.lan', true],
      ['hooks.example', false],
      ['localhost', true],
      ['printer.local', false],
    ]);
  });
});

describe('the list of allowed private hosts', () => {
  it('reads networks, addresses and names, with and without a port', () => {
    const entries = parseAllowPrivate(
      '10.0.0.0/8, 192.168.1.7:8080\nfd00::/8 [fd00::1]:443 Ntfy.LAN:80 splunk ::1',
    );
    assert.deepEqual(
      entries.map(({ network, host, port }) => [network?.text ?? host, port]),
      [
        ['10.0.0.0/8', null],
        ['192.168.1.7', 8080],
        ['fd00::/8', null],
        ['fd00::1', 443],
        ['ntfy.lan', 80],
        ['splunk', null],
        ['::1', null],
      ],
    );
    assert.deepEqual(parseAllowPrivate(' , \n'), []);
  });

  it('names every entry that is none', () => {
    assert.throws(
      () => parseAllowPrivate('10.0.0.0/8 10.0.0.0/33 http://x -bad ntfy:99999 1.2.3 a..b *.lan'),
      (error) =>
        error instanceof AppError &&
        error.errors?.map(({ field }) => field.split('.')[1]).join() === '1,2,3,4,5,6,7',
    );
  });
});
