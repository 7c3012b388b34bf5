/** What people see of a message, channel by channel: the channels themselves make it, and each body is read as its receiver shows it. */
import type { Notice, SendContext } from '../../../src/core/channel.ts';
import { parseSettings } from '../../../src/core/settings.ts';
import { channels } from '../../../src/notify/channels/index.ts';
import { toMail } from '../../../src/notify/message/mail.ts';
import { prepareNotice } from '../../../src/notify/message/prepare.ts';
import { id } from './contract.ts';
import { doubles, readTelegramHtml } from './doubles.ts';
import { textsIn } from './rig.ts';

const nowMs = Date.parse('2026-11-24T02:06:31.000Z');

/** What the channel sends; no receiver is asked. */
export async function bodyOf(
  name: string,
  notice: Notice,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, unknown>> {
  const channel = channels.find((one) => one.name === name)!;
  const settings = parseSettings(channel.fields, {
    ...doubles[name]!.settings('https://receiver.example.com'),
    ...more,
  });
  let body = '';
  let isForm = false;
  const context = {
    delivery_id: id,
    signal: new AbortController().signal,
    nowMs,
    request: async (input: Parameters<SendContext['request']>[0]) => {
      body = typeof input.body === 'string' ? input.body : doubles[name]!.toText!(Buffer.from(input.body));
      isForm = /urlencoded/.test(input.headers?.['content-type'] ?? '');
      return { status: 200, headers: {}, body: '{"ok":true,"success":true,"name":"spaces/a/messages/b"}' };
    },
    resolveHost: async () => ({ address: '192.0.2.1', family: 4 }),
  } as Partial<SendContext> as SendContext;
  await channel.send(prepareNotice(notice, { channel: name }), settings, context).catch((error: unknown) => {
    // This answer is not every receiver's yes.
    if (body === '') throw error;
  });
  if (isForm) return Object.fromEntries(new URLSearchParams(body));
  return JSON.parse(body) as Record<string, unknown>;
}

type Block = { type: string; text?: { text: string }; fields?: { text: string }[] };
interface Attachment {
  text: string;
  fields: { title: string; value: string }[];
}
/** Links of Markdown as their words. */
const buttons = (text: string): string =>
  text.replaceAll(/\[([^\]]+)\]\(https:[^)]*\)/g, '[$1]').replaceAll('**', '');
const attached = ([one]: readonly Attachment[]): string[] => [
  buttons(one!.text),
  ...one!.fields.map(
    ({ title, value }) => `${title}${title ? ':' : ''}${title === 'Why' ? '\n' : ' '}${value}`,
  ),
];
interface Widget {
  textParagraph?: { text: string };
  decoratedText?: { topLabel: string; text: string };
  buttonList?: { buttons: { text: string }[] };
}
const widgetText = ({ textParagraph, decoratedText, buttonList }: Widget): string =>
  textParagraph?.text ??
  (decoratedText ? `${decoratedText.topLabel}: ${decoratedText.text}` : null) ??
  (buttonList?.buttons ?? []).map(({ text }) => `[${text}]`).join(' ');

/** What their readers see of the body. */
export const readers: Readonly<Record<string, (body: Record<string, unknown>) => string[]>> = {
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
  mattermost: (body) => [buttons(String(body.text)), ...attached(body.attachments as Attachment[])],
  'rocket-chat': (body) => [buttons(String(body.text)), ...attached(body.attachments as Attachment[])],
  'google-chat': (body) => {
    const [{ card }] = body.cardsV2 as [
      { card: { header: { title: string; subtitle?: string }; sections: { widgets: Widget[] }[] } },
    ];
    const { title, subtitle = '' } = card.header;
    return [title, subtitle, ...card.sections.flatMap(({ widgets }) => widgets.map(widgetText))];
  },
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
  telegram: (body) => [
    readTelegramHtml(String(body.text)).shown,
    ...((body.reply_markup as { inline_keyboard: { text: string }[][] } | undefined)?.inline_keyboard ?? [])
      .flat()
      .map(({ text }) => `[${text}]`),
  ],
  ntfy: (body) => [
    String(body.title),
    '',
    String(body.message),
    ...((body.actions as { label: string }[] | undefined) ?? []).map(({ label }) => `[${label}]`),
  ],
  gotify: (body) => [String(body.title), '', String(body.message)],
  'web-push': (body) => [
    String(body.title),
    '',
    String(body.body),
    '[Open]',
    ...(body.acknowledge ? ['[Acknowledge]'] : []),
  ],
  pagerduty: (body) => {
    if (body.event_action !== 'trigger') return [String(body.event_action)];
    const { summary, severity, component, custom_details } = body.payload as {
      summary: string;
      severity: string;
      component: string;
      custom_details: Record<string, string | string[]>;
    };
    const details = Object.entries(custom_details).filter(([name]) => name !== 'delivery_id');
    return [
      summary,
      `severity ${severity}, component ${component}`,
      ...details.map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(' · ') : value}`),
      ...((body.links as { text: string }[] | undefined) ?? []).map(({ text }) => `[${text}]`),
    ];
  },
  opsgenie: (body) => [`${body.priority} ${body.message}`, '', String(body.description)],
  custom: (body) => [String(body.text)],
};

/** Lines as a person reads them in this channel. */
export const readAs = async (name: string, notice: Notice): Promise<string> =>
  readers[name]!(await bodyOf(name, notice)).join('\n');

export const mailOf = (notice: Notice): ReturnType<typeof toMail> =>
  toMail(prepareNotice(notice, { channel: 'email' }), {
    from: 'alerts@example.com',
    to: ['soc@example.com'],
    delivery_id: id,
    nowMs,
  });
