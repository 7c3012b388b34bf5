import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { channelFieldsGerman } from '../../console/texts/channel-fields-german.ts';
import type { Field } from '../../src/core/settings.ts';
import { channels } from '../../src/notify/channels/index.ts';

describe('texts of the server', () => {
  it('have their German for every kind of channel and every field', () => {
    const texts: string[] = channels.flatMap(({ help, fields }) => [
      help,
      ...Object.values(fields).flatMap(({ label, help: hint }: Field) => (hint ? [label, hint] : [label])),
    ]);
    assert.ok(texts.length > 80, `only ${texts.length} texts found`);
    assert.deepEqual(
      [...new Set(texts)].filter((text) => !Object.hasOwn(channelFieldsGerman, text)),
      [],
    );
    // What no channel says any more goes.
    assert.deepEqual(
      Object.keys(channelFieldsGerman).filter((text) => !texts.includes(text)),
      [],
    );
  });
});
