/** Syslog: RFC 5424 messages by TLS (RFC 5425), TCP (octet counting, RFC 6587) or UDP (RFC 5426). */
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { defineChannel, type Notice, SendError } from '../../core/channel.ts';
import { describeFailure } from '../egress/failure.ts';
import { openSocket } from '../egress/socket.ts';
import { toCef } from '../message/cef.ts';
import type { Level } from '../message/content.ts';
import { fitted, toJson } from '../message/hostile-text.ts';
import { toRecord } from '../message/record.ts';
import { caField } from './fields.ts';

const version = '1';
const severities: Record<Level, number> = { critical: 2, high: 3, medium: 4, low: 5, info: 6 };
const facilities = [
  'auth',
  'authpriv',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
];
const facilityCodes: Record<string, number> = { auth: 4, authpriv: 10 };
const facilityOf = (name: string): number => facilityCodes[name] ?? 16 + Number(name.slice(5));
/** How long a receiver may take to close after we have; TCP gives no other confirmation. */
const lingerMs = 2000;

interface Framed {
  facility: string;
  hostname: string;
  body: 'cef' | 'json';
  bom: boolean;
}

/** One RFC 5424 message, at most `maxBytes` bytes. `MSGID` is the occasion. */
export function toSyslog(notice: Notice, deliveryId: string, framed: Framed, maxBytes: number): string {
  const level = toRecord(notice, deliveryId).severity;
  const priority = facilityOf(framed.facility) * 8 + severities[level];
  const head = `<${priority}>1 ${notice.last_seen} ${framed.hostname} decoyverse - ${notice.occasion} [origin software="DecoyVerse"]`;
  return fitted(maxBytes, (share) => {
    const body =
      framed.body === 'cef'
        ? toCef(notice, deliveryId, version, share)
        : toJson(toRecord(notice, deliveryId, share));
    return `${head} ${framed.bom ? '\ufeff' : ''}${body}`;
  });
}

async function sendDatagram(host: string, port: number, message: string, family: 4 | 6): Promise<void> {
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.send(message, port, host, (error) => (error ? reject(error) : resolve()));
    });
  } finally {
    socket.close();
  }
}

/** Resolves when everything is written and the receiver has closed the connection or its time is up. */
async function writeOut(socket: Socket, frame: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let flushed = false;
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', () => (flushed ? resolve() : reject(new Error('closed'))));
      socket.resume();
      socket.end(frame, () => {
        flushed = true;
        timer = setTimeout(resolve, lingerMs);
      });
    });
  } finally {
    clearTimeout(timer);
  }
}

export const syslog = defineChannel({
  name: 'syslog',
  title: 'Syslog',
  help: 'Sends RFC 5424 messages in CEF or JSON to a log server or SIEM.',
  pace: { perSecond: 100, burst: 200 },
  fields: {
    host: { type: 'text', label: 'Host', required: true, max: 253 },
    port: { type: 'number', label: 'Port', integer: true, min: 1, max: 65_535, default: 6514 },
    transport: { type: 'choice', label: 'Transport', choices: ['tls', 'tcp', 'udp'], default: 'tls' },
    body: { type: 'choice', label: 'Format', choices: ['cef', 'json'], default: 'cef' },
    facility: { type: 'choice', label: 'Facility', choices: facilities, default: 'local4' },
    hostname: {
      type: 'text',
      label: 'Host name',
      help: 'Sent as HOSTNAME.',
      default: 'decoyverse',
      pattern: '^[!-~]{1,255}$',
    },
    bom: {
      type: 'boolean',
      label: 'Byte order mark',
      help: 'Marks the message as UTF-8, as RFC 5424 asks. Most receivers take it for a part of the message.',
      default: false,
    },
    ca: caField,
  },
  hosts: ({ host, port }) => [{ host, port }],
  async send(notice, settings, context) {
    const framed = { ...settings, body: settings.body as Framed['body'] };
    if (settings.transport === 'udp') {
      const { address, family } = await context.resolveHost(settings.host, settings.port);
      // RFC 5426: receivers must accept 480 bytes and should accept 2,048. Nothing confirms a datagram.
      const message = toSyslog(notice, context.delivery_id, framed, 2048);
      await sendDatagram(address, settings.port, message, family).catch((error: unknown) => {
        throw new SendError(describeFailure(error), { cause: error });
      });
      return { status: null, answer: 'Sent; UDP has no answer.' };
    }
    const message = toSyslog(notice, context.delivery_id, framed, 8000);
    const socket = await openSocket({ ...settings, tls: settings.transport === 'tls' }, context);
    try {
      await writeOut(socket, `${Buffer.byteLength(message)} ${message}`);
      return { status: null, answer: 'Sent; syslog has no answer.' };
    } catch (error) {
      throw new SendError(describeFailure(context.signal.aborted ? context.signal.reason : error), {
        cause: error,
      });
    } finally {
      socket.destroy();
    }
  },
});
