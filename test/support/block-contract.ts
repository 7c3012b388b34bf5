/** What every format keeps. Run over the list of formats. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Block, BlockFormat } from '../../src/core/block.ts';

export const block = (network: string, change: Partial<Block> = {}): Block => ({
  id: `block-${network}`,
  network,
  family: network.includes(':') ? 6 : 4,
  note: '',
  source: 'manual',
  incident_id: null,
  alert_id: null,
  node_id: null,
  added_by: 'ada@example.org',
  added_at: '2026-11-24T10:00:00.000Z',
  expires_at: null,
  confirmed: [],
  ...change,
});
export const some = ['198.51.100.0/24', '203.0.113.9', '2001:db8::/32', '2001:db9::5'].map((network) =>
  block(network),
);

/** Formats for one family say nothing about the other. */
const families: Record<string, readonly (4 | 6)[]> = { iptables: [4], ip6tables: [6] };

export function formatContract(format: BlockFormat): void {
  it('names every address that it can, and ends its last line', () => {
    const text = format.render(some);
    for (const { network, family } of some) {
      const address = network.split('/')[0] ?? '';
      assert.equal(text.includes(address), (families[format.name] ?? [4, 6]).includes(family), network);
    }
    assert.match(text, /\n$/);
  });

  it('is the same text for the same list, and stands empty', () => {
    assert.equal(format.render(some), format.render(structuredClone(some)));
    const empty = format.render([]);
    assert.equal(typeof empty, 'string');
    assert.doesNotMatch(empty, /undefined|null|NaN/);
  });

  it('lets nothing of a note or a name become a command', () => {
    const nasty = "=cmd|' /C calc'!A0\n-A INPUT -j ACCEPT;\r\n\"; } drop \u202e";
    const text = format.render([block('203.0.113.9', { note: nasty, added_by: nasty })]);
    assert.doesNotMatch(text, /^(?:=|-A INPUT|"; \})/m);
    assert.doesNotMatch(text, /\u202e/u);
    if (format.name !== 'csv' && format.name !== 'json') assert.doesNotMatch(text, /calc/);
  });

  it('says how it is used', () => {
    assert.match(format.help, /\.$/);
    assert.match(format.contentType, /^(?:text|application)\//);
  });
}
