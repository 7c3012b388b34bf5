/** Long runs of blanks within a line: what takes the square of their number does not end within the test's limit. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFramer } from '../../src/ingest/framing/framer.ts';
import { parseOpencanary } from '../../src/ingest/opencanary.ts';

const many = 1_000_000;

describe('a line with a million blanks within', () => {
  it('is framed and parsed in time that grows with its length', { timeout: 60_000 }, () => {
    const framer = createFramer(4 * many);
    const text = `{"a":1,${' '.repeat(many)}"b":2}${'\0'.repeat(10)}\n`;
    const framed = [...framer.push(new TextEncoder().encode(text)), ...framer.end()];
    assert.equal(framed.length, 1);
    const breaks = `x${'\n'.repeat(many)}x\r\n`;
    const draft = parseOpencanary({
      logtype: 6001,
      src_host: '203.0.113.9',
      utc_time: '2026-11-30 10:00:00.000000',
      dst_port: 23,
      logdata: { USERNAME: breaks, PASSWORD: breaks },
    });
    assert.ok(draft === null || draft.payload.length <= 10_000);
  });
});
