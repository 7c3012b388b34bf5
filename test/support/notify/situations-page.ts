/** docs/messages.md: what the readers of each channel see in ten situations, made by the channels themselves. */
import type { Notice, SendContext } from '../../../src/core/channel.ts';
import { parseSettings } from '../../../src/core/settings.ts';
import { channels } from '../../../src/notify/channels/index.ts';
import { toSyslog } from '../../../src/notify/channels/syslog.ts';
import { toMail } from '../../../src/notify/message/mail.ts';
import { prepareNotice } from '../../../src/notify/message/prepare.ts';
import { toRecord } from '../../../src/notify/message/record.ts';
import { id } from './contract.ts';
import { doubles, readTelegramHtml } from './doubles.ts';
import { textsIn } from './rig.ts';
import { situations } from './situations.ts';

const nowMs = Date.parse('2026-11-24T02:06:31.000Z');

/** What the channel sends; no receiver is asked. */
async function bodyOf(name: string, notice: Notice): Promise<Record<string, unknown>> {
  const channel = channels.find((one) => one.name === name)!;
  const settings = parseSettings(channel.fields, doubles[name]!.settings('https://receiver.example.com'));
  let body = '';
  const context = {
    delivery_id: id,
    signal: new AbortController().signal,
    nowMs,
    request: async (input: Parameters<SendContext['request']>[0]) => {
      body = input.body;
      return { status: 200, headers: {}, body: '{"ok":true}' };
    },
    resolveHost: async () => ({ address: '192.0.2.1', family: 4 }),
  } as Partial<SendContext> as SendContext;
  await channel.send(prepareNotice(notice, { channel: name }), settings, context);
  return JSON.parse(body) as Record<string, unknown>;
}

type Block = { type: string; text?: { text: string }; fields?: { text: string }[] };
/** What their readers see of the body. */
const readers: Readonly<Record<string, (body: Record<string, unknown>) => string[]>> = {
  slack: (body) =>
    (body.blocks as Block[]).flatMap((block) =>
      block.type === 'actions'
        ? textsIn(block)
            .filter((text) => /^(?:Open|Acknowledge)/.test(text))
            .map((text) => `[${text}]`)
        : block.type === 'section' || block.type === 'header'
          ? [
              block.text?.text ?? '',
              ...(block.fields ?? []).map(({ text }) => text.replace('\n', ' ')),
            ].filter(Boolean)
          : textsIn(block).filter((text) => !text.startsWith('rich_text') && text !== 'text'),
    ),
  teams: (body) => {
    const { content } = (
      body.attachments as {
        content: { body: { inlines: { text: string }[] }[]; actions: { title: string }[] };
      }[]
    )[0]!;
    return [
      ...content.body.map(({ inlines }) => inlines.map(({ text }) => text).join('')),
      ...content.actions.map(({ title }) => `[${title}]`),
    ];
  },
  discord: (body) => {
    const [embed] = body.embeds as {
      title: string;
      description: string;
      fields: { name: string; value: string }[];
    }[];
    const plain = (text: string): string => text.replace(/\\([\\`*_~|<>#[\]()@:+\-.!/])/g, '$1');
    return [
      plain(embed!.title),
      ...embed!.fields.map(({ name, value }) => `${name}: ${value}`),
      plain(embed!.description),
      ...(body.components as { components: { label: string }[] }[]).flatMap(({ components }) =>
        components.map(({ label }) => `[${label}]`),
      ),
    ];
  },
  telegram: (body) => [readTelegramHtml(String(body.text)).shown],
  ntfy: (body) => [String(body.title), '', String(body.message)],
  gotify: (body) => [String(body.title), '', String(body.message)],
  pagerduty: (body) => {
    const { summary, severity, component } = body.payload as Record<string, string>;
    return [`${summary}`, `severity ${severity}, component ${component}`];
  },
  opsgenie: (body) => [`${body.priority} ${body.message}`],
  custom: (body) => [String(body.text)],
};

const fenced = (text: string): string => `\`\`\`\`\n${text.trim()}\n\`\`\`\``;

async function sectionOf(name: string, notice: Notice): Promise<string> {
  const parts = [`## ${name}`];
  const shown = prepareNotice(notice, { channel: 'email' });
  const mail = toMail(shown, { from: 'alerts@example.com', to: ['soc@example.com'], delivery_id: id, nowMs });
  parts.push('**E-mail**', fenced(`Subject: ${mail.subject}\n\n${mail.text}`));
  for (const [channel, read] of Object.entries(readers)) {
    const { title } = channels.find((one) => one.name === channel)!;
    parts.push(
      `**${title}${channel === 'custom' ? ' (Google Chat)' : ''}**`,
      fenced(read(await bodyOf(channel, notice)).join('\n')),
    );
  }
  const framed = { facility: 'local4', hostname: 'decoyverse', body: 'cef' as const, bom: false };
  parts.push('**Syslog**', fenced(toSyslog(shown, id, framed, 8000)));
  parts.push(
    '**Webhook, MQTT, Splunk, Elasticsearch** (the record)',
    fenced(JSON.stringify(toRecord(shown, id), null, 1)),
  );
  return parts.join('\n\n');
}

const head = `# Messages

What the readers of each channel see in ten situations. This page is made from the code (\`UPDATE_DOCS=1 npm test -- test/notify/messages-page.test.ts\`), and a test compares the two. [channels.md](channels.md) explains the channels.
`;

export async function messagesPage(): Promise<string> {
  const sections: string[] = [];
  for (const [name, notice] of situations) sections.push(await sectionOf(name, notice));
  return `${head}\n${sections.join('\n\n')}\n`;
}
