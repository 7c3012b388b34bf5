/** The ten situations in docs/channels.md: what the readers of each channel see, made by the channels themselves. */
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

async function sectionOf(name: string, notice: Notice): Promise<string> {
  const slug = slugOf(name);
  const parts = [`### ${name}`, `![The mail: ${mailOf(notice).subject}](messages/${slug}.png)`];
  const mail = mailOf(notice);
  parts.push(folded('E-mail, its plain text', `Subject: ${mail.subject}\n\n${mail.text}`));
  for (const channel of Object.keys(readers)) {
    const { title } = channels.find((one) => one.name === channel)!;
    parts.push(
      folded(
        `${title}${channel === 'custom' ? ' (Google Chat as a template)' : ''}`,
        await readAs(channel, notice),
      ),
    );
  }
  const shown = prepareNotice(notice, { channel: 'syslog' });
  const framed = { facility: 'local4', hostname: 'decoyverse', body: 'cef' as const, bom: false };
  parts.push(folded('Syslog', toSyslog(shown, id, framed, 8000)));
  parts.push(
    folded('Webhook, MQTT, Splunk, Elasticsearch: the record', JSON.stringify(toRecord(shown, id), null, 1)),
  );
  return parts.join('\n\n');
}

/** What each ready template sends about one of them. */
async function templatesOf(name: string, notice: Notice): Promise<string> {
  const parts = [`### ${name}, by the ready templates`, 'All texts of the request, in their order.'];
  for (const [service, { title }] of Object.entries(services)) {
    const { path, more = {} } = serviceDoubles[service]!;
    const url = `https://receiver.example.com${path}`;
    const body = await bodyOf('custom', notice, { service, url, ...more });
    parts.push(folded(title, textsIn(body).join('\n')));
  }
  return parts.join('\n\n');
}

export async function situationsPage(situations: readonly (readonly [string, Notice])[]): Promise<string> {
  const sections: string[] = [];
  for (const [name, notice] of situations) sections.push(await sectionOf(name, notice));
  const [name, notice] = situations[1]!;
  return [...sections, await templatesOf(name, notice)].join('\n\n');
}
