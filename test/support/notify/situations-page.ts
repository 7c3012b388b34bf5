/** The ten situations in docs/messages: what the readers of each channel see, made by the channels themselves. */
import type { Notice } from '../../../src/core/channel.ts';
import { channels } from '../../../src/notify/channels/index.ts';
import { toSyslog } from '../../../src/notify/channels/syslog.ts';
import { prepareNotice } from '../../../src/notify/message/prepare.ts';
import { toRecord } from '../../../src/notify/message/record.ts';
import { services } from '../../../src/notify/template/services.ts';
import { id } from './contract.ts';
import { bodyOf, mailOf, readAs, readers } from './readers.ts';
import { textsIn } from './rig.ts';
import { serviceDoubles } from './service-doubles.ts';

/** `a-success-after-it`, by which its picture is called. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9 ]/g, '')
    .replaceAll(' ', '-');

const folded = (title: string, text: string): string =>
  `<details><summary>${title}</summary>\n\n\`\`\`\`\n${text.trim()}\n\`\`\`\`\n\n</details>`;

const mark = '<!-- written by test/notify/situations.test.ts -->';

/** One page: what each of our channels and each ready template shows of it. */
export async function situationPage(name: string, notice: Notice): Promise<string> {
  const mail = mailOf(notice);
  const parts = [
    `# ${name}`,
    mark,
    'What the readers of each channel see. [All ten situations](../channels.md#ten-situations)',
    '## Mail',
    `![The mail: ${mail.subject}](${slugOf(name)}.png)`,
    folded('Its plain text', `Subject: ${mail.subject}\n\n${mail.text}`),
    '## Channels',
  ];
  for (const channel of Object.keys(readers).filter((one) => one !== 'custom')) {
    const { title } = channels.find((one) => one.name === channel)!;
    parts.push(folded(title, await readAs(channel, notice)));
  }
  const shown = prepareNotice(notice, { channel: 'syslog' });
  const framed = { facility: 'local4', hostname: 'decoyverse', body: 'cef' as const, bom: false };
  parts.push(folded('Syslog', toSyslog(shown, id, framed, 8000)));
  parts.push(
    folded('Webhook, MQTT, Splunk, Elasticsearch: the record', JSON.stringify(toRecord(shown, id), null, 1)),
  );
  parts.push('## Ready templates', 'All texts of the request, in their order.');
  for (const [service, { title }] of Object.entries(services)) {
    const { path, more = {} } = serviceDoubles[service]!;
    const url = `https://receiver.example.com${path}`;
    const body = await bodyOf('custom', notice, { service, url, ...more });
    parts.push(folded(title, textsIn(body).join('\n')));
  }
  return `${parts.join('\n\n')}\n`;
}

/** The table in docs/channels.md that leads to the pages. */
export const situationsTable = (situations: readonly (readonly [string, Notice])[]): string =>
  [
    '| situation | subject of its mail |',
    '| --- | --- |',
    ...situations.map(
      ([name, notice]) => `| [${name}](messages/${slugOf(name)}.md) | ${mailOf(notice).subject} |`,
    ),
  ].join('\n');
