/** Real receivers that speak no HTTP: a mail server, a syslog server and an MQTT broker, each behind TLS. */
import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes } from 'aedes';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { makeCertificate } from './certificate.ts';
import { type Rig, textsIn } from './rig.ts';

const newRig = (
  settings: Rig['settings'],
  secrets: string[],
  readers: Rig['readers'],
): Omit<Rig, 'close' | 'openSockets'> => ({
  settings,
  secrets,
  readers,
  taken: [],
  complaints: [],
  mood: 'well',
});

/** Listens on a free port; `refuses` drops connections, `hangs` accepts them and says nothing. */
async function openFront(rig: { mood: Rig['mood'] }, onSocket: (socket: Socket) => void) {
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    if (rig.mood === 'hangs') socket.resume();
    else onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    open,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Mail {
  headers: Map<string, string>;
  text: string;
  html: string;
}

/** Reads what this product sends: multipart/alternative of two base64 parts, folded headers, encoded words. */
export function readMail(raw: string): Mail {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const headers = new Map(
    head
      .replace(/\r\n[\t ]+/g, ' ')
      .split('\r\n')
      .map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
  );
  const boundary =
    /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1] ?? assert.fail('no parts');
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`);
  const part = (type: string): string => {
    const found =
      parts.find((one) => one.toLowerCase().includes(`content-type: ${type}`)) ?? assert.fail(type);
    const [partHead = '', ...body] = found.split('\r\n\r\n');
    assert.match(partHead, /base64/i);
    return Buffer.from(body.join(''), 'base64').toString('utf8');
  };
  return { headers, text: part('text/plain'), html: part('text/html') };
}

/** Shown words of the HTML this product sends: known tags without handlers, and no link but our own. */
export function readHtml(html: string): string {
  const shown = html.replace(
    /<(!doctype html|\/?[a-z0-9]+)((?: [a-z]+="[^"]*")*)>|[<>]/g,
    (all, tag: string, rest: string) => {
      assert.ok(tag !== undefined, `a stray ${all}`);
      const known = [
        '!doctype html',
        'html',
        'body',
        'p',
        'b',
        'h1',
        'table',
        'tr',
        'th',
        'td',
        'span',
        'ul',
        'li',
        'pre',
        'a',
      ];
      assert.ok(known.includes(tag.replace('/', '')), tag);
      for (const [, name, value] of rest.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
        assert.ok(['style', 'lang', 'href'].includes(name ?? ''), name);
        if (name === 'href') assert.match(value ?? '', /^https:\/\/decoyverse\.example\.com\//);
      }
      return ' ';
    },
  );
  return shown
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

export type MailRig = Rig & { mails: Mail[]; auths: { user: string; secret: string; method: string }[] };

/** `way` is how the server lets people in: a password or a bearer token (XOAUTH2). */
export async function openMailRig(
  settings: Rig['settings'] = {},
  options: SMTPServerOptions = {},
): Promise<MailRig> {
  const { key, cert } = makeCertificate();
  const rig = {
    ...newRig({}, ['smtp-secret-password'], 'people'),
    mails: [] as Mail[],
    auths: [] as MailRig['auths'],
  };
  const server = new SMTPServer({
    key,
    cert,
    authMethods: ['PLAIN', 'XOAUTH2'],
    logger: false,
    disableReverseLookup: true,
    onAuth(auth, _session, callback) {
      const secret = auth.accessToken ?? auth.password ?? '';
      rig.auths.push({ user: auth.username ?? '', secret, method: auth.method });
      const good = secret === 'smtp-secret-password' || secret === 'ya29.access-token';
      callback(good ? null : new Error(`no: ${secret}`), good ? { user: auth.username ?? '' } : undefined);
    },
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (rig.mood === 'refuses')
          return callback(Object.assign(new Error('no smtp-secret-password here'), { responseCode: 554 }));
        const wire = Buffer.concat(chunks).toString('utf8');
        try {
          const mail = readMail(wire);
          rig.mails.push(mail);
          const subject = mail.headers.get('subject') ?? '';
          rig.taken.push({
            id: mail.headers.get('x-decoyverse-delivery') ?? null,
            texts: [decodeWords(subject), mail.text, readHtml(mail.html)],
            wire,
          });
          callback();
        } catch (error) {
          rig.complaints.push((error as Error).message);
          callback(error as Error);
        }
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  const front = await openFront(rig, (socket) => server.server.emit('connection', socket));
  rig.settings = {
    host: '127.0.0.1',
    port: front.port,
    username: 'alerts@example.com',
    password: 'smtp-secret-password',
    from: 'alerts@example.com',
    to: ['soc@example.com', 'boss@example.com'],
    ca: cert,
    ...settings,
  };
  return Object.assign(rig, { openSockets: () => front.open.size, close: () => front.close() });
}

/** RFC 2047 words in UTF-8. */
const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_all, way: string, coded: string) =>
      way.toUpperCase() === 'B'
        ? Buffer.from(coded, 'base64').toString('utf8')
        : Buffer.from(
            coded
              .replaceAll('_', ' ')
              .replace(/=([0-9A-F]{2})/gi, (_hex, code: string) =>
                String.fromCharCode(Number.parseInt(code, 16)),
              ),
            'latin1',
          ).toString('utf8'),
    );

/** One RFC 5424 message; throws where it is none. */
export function readSyslog(message: string) {
  const form =
    /^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z) ([!-~]{1,255}) ([!-~]{1,48}) (-|[!-~]{1,128}) (-|[!-~]{1,32}) (\[[^\]]*\]) (?<mark>\ufeff?)(.*)$/su;
  const found = form.exec(message) ?? assert.fail(`no RFC 5424 message: ${message.slice(0, 80)}`);
  const [, priority, timestamp, hostname, app, , messageId, structured, mark, body = ''] = found;
  const hasMark = mark !== '';
  return { priority: Number(priority), timestamp, hostname, app, messageId, structured, hasMark, body };
}

/** Header and extension of a CEF line, unescaped; throws where it is none. */
export function readCef(line: string): { header: string[]; extension: Map<string, string> } {
  assert.doesNotMatch(line, /[\r\n]/);
  const cut =
    /^CEF:0\|((?:[^\\|]|\\[\\|])*)\|((?:[^\\|]|\\[\\|])*)\|((?:[^\\|]|\\[\\|])*)\|((?:[^\\|]|\\[\\|])*)\|((?:[^\\|]|\\[\\|])*)\|(\d{1,2})\|(.*)$/u.exec(
      line,
    );
  assert.ok(cut, 'no CEF line');
  const header = cut.slice(1, 7).map((part) => part.replace(/\\([\\|])/g, '$1'));
  const extension = new Map<string, string>();
  for (const part of (cut[7] ?? '').split(/ (?=[A-Za-z0-9]+=)/)) {
    const equals = part.indexOf('=');
    const value = part.slice(equals + 1);
    assert.doesNotMatch(value.replace(/\\[\\=]/g, ''), /[\\=]/, 'an extension that is not escaped');
    extension.set(part.slice(0, equals), value.replace(/\\([\\=])/g, '$1'));
  }
  return { header, extension };
}

/** RFC 5425: TLS, octet counting. */
export async function openSyslogRig(settings: Rig['settings'] = {}): Promise<Rig> {
  const { key, cert } = makeCertificate();
  const rig = newRig({}, [], 'machine');
  const server = createTlsServer({ key, cert }, (socket) => {
    const chunks: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => {
      socket.end();
      try {
        const bytes = Buffer.concat(chunks);
        const blank = bytes.indexOf(' ');
        const count = Number(bytes.subarray(0, blank).toString());
        assert.equal(bytes.length, blank + 1 + count, 'octet counting is wrong');
        const wire = bytes.subarray(blank + 1).toString('utf8');
        const { body } = readSyslog(wire);
        const isCef = body.startsWith('CEF:');
        const fields = isCef ? readCef(body) : null;
        const record = isCef ? null : (JSON.parse(body) as { delivery_id: string });
        rig.taken.push({
          id: fields?.extension.get('cs1') ?? record?.delivery_id ?? null,
          texts: fields ? [...fields.header, ...fields.extension.values()] : textsIn(record),
          wire,
        });
      } catch (error) {
        rig.complaints.push((error as Error).message);
      }
    });
  });
  server.on('tlsClientError', () => undefined);
  const front = await openFront(rig, (socket) =>
    rig.mood === 'well' ? server.emit('connection', socket) : socket.destroy(),
  );
  rig.settings = { host: '127.0.0.1', port: front.port, ca: cert, ...settings };
  return Object.assign(rig, { openSockets: () => front.open.size, close: () => front.close() });
}

export type BrokerRig = Rig & { packets: { topic: string; qos: number; retain: boolean }[] };

export async function openBrokerRig(settings: Rig['settings'] = {}): Promise<BrokerRig> {
  const { key, cert } = makeCertificate();
  const rig = { ...newRig({}, ['mqtt-secret-pw'], 'machine'), packets: [] as BrokerRig['packets'] };
  const broker = await Aedes.createBroker({
    authenticate: (_client, username, password, done) => {
      const good = rig.mood === 'well' && username === 'decoys' && String(password) === 'mqtt-secret-pw';
      done(good ? null : Object.assign(new Error(`no: ${String(password)}`), { returnCode: 4 }), good);
    },
    authorizePublish: (_client, packet, callback) => {
      const wire = packet.payload.toString();
      const record = JSON.parse(wire) as { delivery_id: string };
      rig.packets.push({ topic: packet.topic, qos: packet.qos, retain: packet.retain });
      rig.taken.push({ id: record.delivery_id, texts: textsIn(record), wire });
      callback(null);
    },
  });
  broker.on('clientError', () => undefined).on('connectionError', () => undefined);
  const server = createTlsServer({ key, cert }, (socket) => {
    broker.handle(socket);
  });
  server.on('tlsClientError', () => undefined);
  const front = await openFront(rig, (socket) => server.emit('connection', socket));
  rig.settings = {
    host: '127.0.0.1',
    port: front.port,
    username: 'decoys',
    password: 'mqtt-secret-pw',
    ca: cert,
    ...settings,
  };
  return Object.assign(rig, {
    openSockets: () => front.open.size,
    async close() {
      await front.close();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    },
  });
}
