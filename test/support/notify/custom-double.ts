/** A double of Google Chat: text of at most 4,096 characters (…/workspace/chat/api/reference/rest/v1/spaces.messages). */
import assert from 'node:assert/strict';
import type { Double } from './rig.ts';

export const custom: Double = {
  settings: (url) => ({
    service: 'google-chat',
    url: `${url}/v1/spaces/AAAA/messages?key=k&token=chatsecret1`,
  }),
  secrets: ['chatsecret1'],
  readers: 'people',
  judge(seen) {
    assert.equal(seen.method, 'POST');
    assert.equal(seen.url, '/v1/spaces/AAAA/messages?key=k&token=chatsecret1');
    assert.match(String(seen.headers['content-type']), /^application\/json/);
    const body = JSON.parse(seen.body) as { text: string };
    assert.deepEqual(Object.keys(body), ['text']);
    assert.ok(body.text.length > 0 && body.text.length <= 4096);
    assert.doesNotMatch(body.text, /<[^>]*>/);
    return { id: null, texts: [body.text] };
  },
  answer: () => ({ status: 200, body: '{"name":"spaces/AAAA/messages/BBBB"}' }),
};
