/** A notice as a mail: plain text and HTML, the same words in both. */
import type { Notice } from '../../core/channel.ts';
import { type Level, type MessageContent, toContent, toHeadline, toKicker, toPlain } from './content.ts';
import { fitted, htmlText, inert } from './hostile-text.ts';

const colours: Record<Level, string> = {
  critical: '#b71c1c',
  high: '#e65100',
  medium: '#8a6d00',
  low: '#0d47a1',
  info: '#455a64',
};
const mono = 'font-family:ui-monospace,Consolas,monospace;word-break:break-all';

/** No images, no scripts, no outside style; every text escaped. */
function toHtml(content: MessageContent): string {
  const cell = 'style="padding:4px 12px 4px 0;vertical-align:top;text-align:left"';
  const rows = content.rows.map(
    (row) =>
      `<tr><th ${cell}>${htmlText(row.label)}</th><td ${cell}><span style="${mono}">${htmlText(row.value)}</span></td></tr>`,
  );
  const kicker = toKicker(content);
  const parts = [
    ...(kicker === null
      ? []
      : [`<p style="color:${colours[content.level]};font-weight:bold;margin:0">${htmlText(kicker)}</p>`]),
    `<h1 style="font-size:18px;margin:4px 0 12px">${htmlText(content.title)}</h1>`,
  ];
  if (content.text !== null) parts.push(`<p>${content.text.map(htmlText).join('<br>\n')}</p>`);
  // What to do and the links stand over the facts: a phone's first screen ends there.
  if (content.advice) parts.push(`<p><b>What to do:</b> ${htmlText(content.advice)}</p>`);
  const links = [
    content.link ? `<a href="${htmlText(content.link)}">Open the incident</a>` : '',
    content.acknowledge ? `<a href="${htmlText(content.acknowledge)}">Acknowledge</a>` : '',
  ].filter(Boolean);
  if (links.length) parts.push(`<p>${links.join(' · ')}</p>`);
  if (rows.length) parts.push(`<table style="border-collapse:collapse">${rows.join('')}</table>`);
  if (content.why.length)
    parts.push(
      `<p><b>Why</b></p><ul>${content.why.map((reason) => `<li>${htmlText(reason)}</li>`).join('')}</ul>`,
    );
  if (content.payload !== null)
    parts.push(
      `<p><b>Attacker's input</b></p><pre style="${mono};white-space:pre-wrap;background:#f4f4f4;padding:8px">${htmlText(content.payload)}</pre>`,
    );
  return `<!doctype html><html lang="en"><body style="font:14px/1.5 system-ui,sans-serif;color:#1a1a1a">${parts.join('\n')}</body></html>`;
}

export interface MailPlan {
  from: string;
  to: readonly string[];
  delivery_id: string;
  nowMs: number;
}

/** What nodemailer takes. `Message-ID` is the delivery's, so a repeat is the same mail; an incident is one thread. */
export function toMail(notice: Notice, plan: MailPlan) {
  const domain = plan.from.split('@')[1] ?? 'localhost';
  const incident = notice.incident_id.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 60) || 'incident';
  const thread = `<${incident}.decoyverse@${domain}>`;
  let text = '';
  let html = '';
  // The text is included twice, and base64 adds a third: the limit keeps a mail under 20 kB on the wire.
  fitted(12_000, (share) => {
    const content = toContent(notice, share);
    text = `${toHeadline(content, 400)}\n\n${toPlain(content)}\n`;
    html = toHtml(content);
    return text + html;
  });
  return {
    from: { name: 'DecoyVerse', address: plan.from },
    to: plan.to.map((address) => ({ name: '', address })),
    subject: toHeadline(toContent(notice), 150),
    text,
    html,
    textEncoding: 'base64' as const,
    messageId: `<${plan.delivery_id}@${domain}>`,
    inReplyTo: thread,
    references: thread,
    date: new Date(plan.nowMs),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-DecoyVerse-Delivery': plan.delivery_id,
      'X-DecoyVerse-Incident': inert(notice.incident_id, 100),
    },
  };
}
