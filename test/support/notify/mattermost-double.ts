/** A double of Mattermost's incoming webhooks. */
import assert from 'node:assert/strict';
import { at, keys, parse, text } from './double-checks.ts';
import type { Double } from './rig.ts';

/** https://developers.mattermost.com/integrate/reference/message-attachments: texts are Markdown, at most 16,383 characters. */
function checkMattermost(body: {
  text: string;
  attachments: {
    fallback: string;
    color: string;
    text: string;
    fields: { short: boolean; title: string; value: string }[];
  }[];
}): string[] {
  keys(body, ['text', 'attachments']);
  text(body.text, 4000);
  assert.equal(body.attachments.length, 1);
  const [attachment] = body.attachments;
  assert.ok(attachment);
  keys(attachment, ['fallback', 'color', 'text', 'fields']);
  assert.match(attachment.color, /^#[0-9a-f]{6}$/);
  text(attachment.fallback, 4000);
  const texts = [body.text, attachment.fallback];
  for (const value of [attachment.text, ...attachment.fields.map((field) => field.value)]) {
    text(value, 16_383);
    // What is no code is ours: a link to the incident, and the marks of a list.
    const outside = value
      .replace(/`[^`]*`/g, '')
      .replace(/\[(?:Open the incident|Acknowledge)\]\(https:\/\/decoyverse\.example\.com[^)]*\)/g, '');
    assert.match(outside, /^[\s·-]*$/, `Markdown outside of code: ${outside}`);
    texts.push(value);
  }
  return texts;
}

export const mattermost: Double = {
  settings: (url) => ({ url: `${url}/hooks/mattersecret1234567890abcd` }),
  secrets: ['mattersecret1234567890abcd'],
  readers: 'people',
  judge(seen) {
    at(seen, 'POST', /^\/hooks\/mattersecret1234567890abcd$/);
    return { id: null, texts: checkMattermost(parse(seen)) };
  },
  answer: () => ({ status: 200, body: 'ok' }),
};
