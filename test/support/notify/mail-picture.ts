/**
 * A mail as a picture for the documents: drawn by a browser from the mail's HTML under the lines that mail programs show
 * over it. The picture carries the digest of what it was drawn from, so that a test sees without a browser of the same fonts
 * whether it still shows the mail.
 */
import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import type { Notice } from '../../../src/core/channel.ts';
import { htmlText } from '../../../src/notify/message/hostile-text.ts';
import { mailOf } from './readers.ts';

/** The whole page that is drawn. */
export function mailPage(notice: Notice): string {
  const { subject, html, from, to } = mailOf(notice);
  const line = (name: string, value: string): string =>
    `<div><span style="color:#666">${name}</span> ${htmlText(value)}</div>`;
  const head = [
    '<div style="border-bottom:1px solid #ccc;padding:0 0 8px;margin:0 0 12px">',
    `<div style="font-size:16px;font-weight:bold;margin:0 0 4px">${htmlText(subject)}</div>`,
    line('From', `${from.name} <${from.address}>`),
    line('To', to.map(({ address }) => address).join(', ')),
    '</div>',
  ].join('');
  return html.replace(/(<body[^>]*>)/, (body) => `${body}${head}`);
}

const digestOf = (page: string): string => hash('sha256', page);
const keyword = 'DecoyVerse-Source';
const signatureBytes = 8;

/** Chunks of a PNG: length, type, data, checksum. */
function* chunksOf(png: Buffer): Generator<{ type: string; data: Buffer; at: number }> {
  for (let at = signatureBytes; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length), at };
    at += 12 + length;
  }
}

function textChunk(value: string): Buffer {
  const content = Buffer.from(`tEXt${keyword}\0${value}`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length - 4);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}

/** Whether the picture was drawn from this notice's mail as it is now. */
export function showsMail(png: Buffer, notice: Notice): boolean {
  const wanted = `${keyword}\0${digestOf(mailPage(notice))}`;
  return [...chunksOf(png)].some(({ type, data }) => type === 'tEXt' && data.toString('latin1') === wanted);
}

/** At this width, all of it or what a screen of this height shows. */
export async function openMail(
  browser: Browser,
  notice: Notice,
  { width, height }: { width: number; height: number },
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(mailPage(notice));
  return page;
}

export async function drawMail(browser: Browser, notice: Notice): Promise<Buffer> {
  const page = await openMail(browser, notice, { width: 640, height: 400 });
  try {
    const png = await page.screenshot({ fullPage: true });
    const end = [...chunksOf(png)].find(({ type }) => type === 'IEND')!.at;
    return Buffer.concat([png.subarray(0, end), textChunk(digestOf(mailPage(notice))), png.subarray(end)]);
  } finally {
    await page.close();
  }
}
