/** What each channel puts on the wire for one notice, as text for docs/channels.md. */
import type { Channel } from '../../../src/core/channel.ts';
import { parseSettings } from '../../../src/core/settings.ts';
import { channels } from '../../../src/notify/channels/index.ts';
import { createSender } from '../../../src/notify/delivery/sender.ts';
import { id, localGuard } from './contract.ts';
import { doubles } from './doubles.ts';
import { ordinary } from './notices.ts';
import { openReceiver, until } from './receiver.ts';
import { openBrokerRig, openMailRig, openSyslogRig } from './servers.ts';

const nowMs = Date.parse('2026-11-24T10:21:31.000Z');

async function send(channel: string, given: { [name: string]: unknown }): Promise<void> {
  const { fields } = channels.find(({ name }) => name === channel)!;
  const settings = parseSettings(fields, given);
  const outcome = await createSender({ channels, guard: localGuard, clock: () => nowMs })({
    config: { channel, settings },
    notice: ordinary,
    delivery_id: id,
  });
  if (!outcome.ok) throw new Error(`${channel}: ${outcome.error} ${outcome.answer}`);
}

const shownHeaders = /^(?:content-type|authorization|webhook-.*|x-.*)$/;
/** Of a sealed message; its authorization is another one each time. */
const sealedHeaders = /^(?:content-encoding|ttl|urgency|topic)$/;

async function httpWire(name: string): Promise<string> {
  const double = doubles[name]!;
  const receiver = await openReceiver((seen, response) => {
    const { status, body } = double.answer(seen);
    response.writeHead(status).end(body);
  });
  try {
    await send(name, double.settings(receiver.url));
    const [seen] = receiver.seen;
    const headers = Object.entries(seen!.headers).filter(([header]) =>
      (double.toText ? sealedHeaders : shownHeaders).test(header),
    );
    const body = double.toText ? double.toText(seen!.bytes) : seen!.body;
    const head = [`${seen!.method} ${seen!.url}`, ...headers.map(([header, value]) => `${header}: ${value}`)];
    return `${head.join('\n')}\n\n${JSON.stringify(JSON.parse(body), null, 2)}`;
  } finally {
    await receiver.close();
  }
}

async function mailWire(): Promise<string> {
  const rig = await openMailRig();
  try {
    await send('email', rig.settings);
    const { headers, text } = rig.mails[0]!;
    const shown = [
      'from',
      'to',
      'subject',
      'message-id',
      'in-reply-to',
      'auto-submitted',
      'x-decoyverse-delivery',
      'x-decoyverse-incident',
    ];
    return `${shown.map((name) => `${name}: ${headers.get(name)}`).join('\n')}\n\n${text.trimEnd()}`;
  } finally {
    await rig.close();
  }
}

async function syslogWire(body: 'cef' | 'json'): Promise<string> {
  const rig = await openSyslogRig({ body });
  try {
    await send('syslog', rig.settings);
    await until(() => rig.taken.length === 1);
    return rig.taken[0]!.wire.replace('\ufeff', '');
  } finally {
    await rig.close();
  }
}

async function mqttWire(): Promise<string> {
  const rig = await openBrokerRig();
  try {
    await send('mqtt', rig.settings);
    const { topic, qos, retain } = rig.packets[0]!;
    return `topic ${topic}, QoS ${qos}, retain ${retain}\n\n${JSON.stringify(JSON.parse(rig.taken[0]!.wire), null, 2)}`;
  } finally {
    await rig.close();
  }
}

export async function wireOf(name: string): Promise<string> {
  if (name === 'email') return mailWire();
  if (name === 'syslog') return `${await syslogWire('cef')}\n\n${await syslogWire('json')}`;
  if (name === 'mqtt') return mqttWire();
  return httpWire(name);
}

/** The settings of a channel as a table. */
export function tableOf({ fields }: Channel): string {
  const rows = Object.entries(fields).map(([name, field]) => {
    const shape = field.type === 'choice' ? field.choices.map((one) => `\`${one}\``).join(', ') : field.type;
    const marks = [field.required ? 'required' : '', field.secret ? 'secret' : ''].filter(Boolean).join(', ');
    const standard = field.default === undefined ? '' : `\`${String(field.default)}\``;
    const help = [field.label, field.help ?? ''].filter(Boolean).join('. ').replaceAll('|', '\\|');
    return `| \`${name}\` | ${shape} | ${standard} | ${marks} | ${help.replace(/([^.])$/, '$1.')} |`;
  });
  return ['| setting | type | default | | |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}
