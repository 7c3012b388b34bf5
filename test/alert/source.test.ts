import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alertSessionOf, groupKeyOf } from '../../src/core/grouping.ts';
import { networkOf, sourceKeyOf } from '../../src/core/source.ts';
import { event } from '../support/tenant-sim.ts';

describe('a source', () => {
  it('is an IPv4 address, a host name, or an IPv6 /64', () => {
    for (const [source, key] of [
      ['203.0.113.9', '203.0.113.9'],
      ['pc-17', 'pc-17'],
      ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
      ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
      ['2001:db8:1:2::192.0.2.7', '2001:db8:1:2::/64'],
      ['2001:db8::1', '2001:db8:0:0::/64'],
      ['fe80::1%eth0', 'fe80:0:0:0::/64'],
      ['::1', '0:0:0:0::/64'],
      ['::ffff:203.0.113.9', '203.0.113.9'],
      ['::ffff:cb00:7109', '203.0.113.9'],
    ] as const)
      assert.equal(sourceKeyOf(source), key, source);
  });

  it('is itself where the text is no address', () => {
    for (const text of [
      'a:b',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '::ffff:1.2.3.999',
      '12345::',
      `${'1:'.repeat(5000)}`,
    ])
      assert.equal(sourceKeyOf(text), text);
  });

  it('belongs to a /16 or a /48', () => {
    assert.equal(networkOf('203.0.113.9'), '203.0.0.0/16');
    assert.equal(networkOf('2001:db8:1:2::6'), '2001:db8:1::/48');
    assert.equal(networkOf('::ffff:203.0.113.9'), '203.0.0.0/16');
    assert.equal(networkOf('pc-17'), 'pc-17');
  });
});

describe('a group', () => {
  it('is a source, or the host of one agent, which no other node can claim', () => {
    const agent = {
      hostname: 'pc-17',
      username: '',
      file_accessed: 'a',
      file_path: '/a',
      action: '',
      severity: '',
      alert_type: '',
    };
    assert.equal(groupKeyOf(event({})), 'source:203.0.113.9');
    assert.equal(groupKeyOf(event({}, { source_ip: '2001:db8::9' })), 'source:2001:db8:0:0::/64');
    const ofHost = (node_id: string) => groupKeyOf(event({}, { agent, source_ip: 'pc-17', node_id }));
    assert.equal(ofHost('node-1'), 'host:node-1:pc-17');
    assert.notEqual(ofHost('node-1'), ofHost('node-2'));
    assert.equal(alertSessionOf(event({}, { agent, source_ip: 'pc-17' })), '~ssh~pc-17~/a');
  });
});
