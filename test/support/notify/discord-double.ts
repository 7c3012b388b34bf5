/** A double of Discord's webhooks. */
import assert from 'node:assert/strict';
import { at, keys, parse, text } from './double-checks.ts';
import type { Double } from './rig.ts';

interface Embed {
  title: string;
  description: string;
  fields: { name: string; value: string }[];
}

interface Row {
  type: number;
  components: { type: number; style: number; label: string; url: string }[];
}

/** https://discord.com/developers/docs/components/reference: link buttons alone need no application. */
function checkButtons(rows: Row[]): void {
  assert.ok(rows.length <= 5);
  for (const row of rows) {
    assert.equal(row.type, 1);
    assert.ok(row.components.length >= 1 && row.components.length <= 5);
    for (const button of row.components) {
      keys(button, ['type', 'style', 'label', 'url']);
      assert.deepEqual([button.type, button.style], [2, 5]);
      text(button.label, 80);
      text(button.url, 512);
      assert.match(button.url, /^https?:/);
    }
  }
}

/** https://discord.com/developers/docs/resources/webhook#execute-webhook and …/message#embed-object-embed-limits */
export const discord: Double = {
  settings: (url) => ({ url: `${url}/api/webhooks/112233445566/discordsecret-abc?thread_id=42` }),
  secrets: ['discordsecret-abc'],
  readers: 'people',
  judge(seen) {
    at(
      seen,
      'POST',
      /^\/api\/webhooks\/112233445566\/discordsecret-abc\?thread_id=42&with_components=true&wait=true$/,
    );
    const body = parse<{ allowed_mentions: object; embeds: Embed[]; components: Row[] }>(seen);
    keys(body, ['allowed_mentions', 'embeds', 'components']);
    checkButtons(body.components);
    assert.deepEqual(body.allowed_mentions, { parse: [] });
    assert.equal(body.embeds.length, 1);
    const [embed] = body.embeds as [Embed];
    text(embed.title, 256);
    text(embed.description, 4096, 0);
    assert.ok(embed.fields.length <= 25);
    for (const { name, value } of embed.fields) {
      text(name, 256);
      text(value, 1024);
      assert.match(value, /^`[^`]+`$/);
    }
    const { title, description, fields } = embed;
    const parts = [title, description, ...fields.flatMap(({ name, value }) => [name, value])];
    assert.ok(parts.join('').length <= 6000, 'more than 6,000 characters in all');
    // A backslash before each mark: what is left after taking them away is what is read.
    return { id: null, texts: parts.map((part) => part.replace(/\\(?=[^\p{L}\p{N}\s])/gu, '')) };
  },
  answer: () => ({ status: 200, body: '{"id":"1234","type":0}' }),
};
