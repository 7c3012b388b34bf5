/** Doubles of Google Chat and Rocket.Chat, each as strict as its documentation. */
import assert from 'node:assert/strict';
import { at, keys, parse, text } from './double-checks.ts';
import type { Double } from './rig.ts';

interface Widget {
  textParagraph?: { text: string };
  decoratedText?: { topLabel: string; text: string; wrapText: boolean };
  buttonList?: { buttons: { text: string; onClick: { openLink: { url: string } } }[] };
}
interface ChatMessage {
  text: string;
  cardsV2: {
    cardId: string;
    card: { header: { title: string; subtitle?: string }; sections: { widgets: Widget[] }[] };
  }[];
  thread: { threadKey: string };
}

/** https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages and …/rest/v1/cards */
export const googleChat: Double = {
  settings: (url) => ({ url: `${url}/v1/spaces/AAAA/messages?key=k&token=chatsecret1` }),
  secrets: ['chatsecret1'],
  readers: 'people',
  judge(seen) {
    at(
      seen,
      'POST',
      /^\/v1\/spaces\/AAAA\/messages\?key=k&token=chatsecret1&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD$/,
    );
    assert.ok(Buffer.byteLength(seen.body) <= 32_000, 'a message has at most 32,000 bytes');
    const body = parse<ChatMessage>(seen);
    keys(body, ['text', 'cardsV2', 'thread']);
    text(body.text, 4096);
    text(body.thread.threadKey, 4000);
    assert.equal(body.cardsV2.length, 1);
    const [{ cardId, card }] = body.cardsV2 as [ChatMessage['cardsV2'][number]];
    text(cardId, 64);
    keys(card, ['header', 'sections']);
    const texts = [body.text, card.header.title, card.header.subtitle ?? ''];
    const widgets = card.sections.flatMap((section) => section.widgets);
    assert.ok(widgets.length >= 1 && widgets.length <= 100, 'a card has at most 100 widgets');
    for (const widget of widgets) {
      assert.equal(Object.keys(widget).length, 1, 'a widget is one thing');
      const { textParagraph, decoratedText, buttonList } = widget;
      if (textParagraph) texts.push(textParagraph.text);
      else if (decoratedText) {
        keys(decoratedText, ['topLabel', 'text', 'wrapText']);
        texts.push(decoratedText.topLabel, decoratedText.text);
      } else
        for (const button of buttonList?.buttons ?? assert.fail('an unknown widget')) {
          text(button.text, 60);
          assert.match(button.onClick.openLink.url, /^https?:/);
        }
    }
    // `<users/all>` would mention everybody, `<a href>` would be a link of a card.
    for (const one of texts) assert.doesNotMatch(one, /[<>]/);
    return { id: null, texts };
  },
  answer: () => ({ status: 200, body: '{"name":"spaces/AAAA/messages/BBBB"}' }),
};

interface RocketMessage {
  text: string;
  attachments: {
    color: string;
    text: string;
    fields: { short: boolean; title: string; value: string }[];
  }[];
  parseUrls: boolean;
}

/** https://developer.rocket.chat/apidocs/post-message: Markdown; a message has at most 5,000 characters. */
export function checkRocketChat(body: RocketMessage, more: readonly string[] = []): string[] {
  keys(body, ['text', 'attachments', 'parseUrls', ...more]);
  text(body.text, 5000);
  assert.equal(body.parseUrls, false, 'links would be fetched');
  assert.equal(body.attachments.length, 1);
  const [attachment] = body.attachments as [RocketMessage['attachments'][number]];
  keys(attachment, ['color', 'text', 'fields']);
  assert.match(attachment.color, /^#[0-9a-f]{6}$/);
  const texts = [body.text, attachment.text];
  for (const { title, value } of attachment.fields) {
    text(title, 100, 0);
    text(value, 5000);
    assert.match(value.replace(/`[^`]*`/g, ''), /^[\s-]*$/, 'Markdown outside of code');
    texts.push(value);
  }
  const ours = attachment.text.replace(
    /\[(?:Open the incident|Acknowledge)\]\(https:\/\/decoyverse\.example\.com[^)]*\)/g,
    '',
  );
  assert.match(ours, /^[\s·]*$/);
  assert.match(body.text, /^(?:\*[^*`@#]+\* )?`[^`]+`$/);
  return texts;
}

export const rocketChat: Double = {
  settings: (url) => ({ url: `${url}/hooks/64a1b2c3/rocketsecret123` }),
  secrets: ['rocketsecret123'],
  readers: 'people',
  judge(seen) {
    at(seen, 'POST', /^\/hooks\/64a1b2c3\/rocketsecret123$/);
    return { id: null, texts: checkRocketChat(parse(seen)) };
  },
  answer: () => ({ status: 200, body: '{"success":true}' }),
};
