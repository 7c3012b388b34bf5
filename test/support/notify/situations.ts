/** Ten situations that people are told of, as notices: docs/messages.md shows what each channel makes of them. */
import { toWaveNotice } from '../../../src/alert/news.ts';
import type { Notice } from '../../../src/core/channel.ts';
import type { NoticeFacts } from '../../../src/core/notice-facts.ts';
import { toFailingNotice } from '../../../src/notify/message/failing.ts';
import { channel } from '../tenant-sim.ts';

const facts: NoticeFacts = {
  account: null,
  password: null,
  attempts: null,
  node_count: 1,
  labels: ['rack 3'],
  group: 'Lyon',
  timezone: 'Europe/Paris',
  place: null,
  protocol: null,
  vulnerability: null,
};
const outside: NoticeFacts['place'] = { country: 'NL', asn: 64_500, network_owner: 'Example Hosting' };

const notice = (given: Partial<Notice>, known: Partial<NoticeFacts> = {}): Notice => ({
  occasion: 'opened',
  incident_id: 'inc-0011223344556677',
  alert_id: 'ALERT-20261124020000-0A1B2C3D4E5F',
  title: '',
  attack_type: 'BruteForce',
  risk_score: 8,
  confidence: 0.93,
  source_ip: '203.0.113.9',
  service: 'ssh',
  node_id: 'node-1',
  node_name: 'ssh-dmz-1',
  related_decoy: null,
  first_seen: '2026-11-24T02:00:00.000Z',
  last_seen: '2026-11-24T02:06:30.000Z',
  event_count: 1,
  reasons: [],
  techniques: [],
  tactics: [],
  payload: '',
  advice: '',
  link: 'https://decoyverse.example.com/console/incidents/inc-0011223344556677',
  facts: { ...facts, ...known },
  ...given,
});

const guessing = notice(
  {
    title: '203.0.113.9 is guessing passwords on ssh of ssh-dmz-1',
    event_count: 212,
    reasons: ['This source failed to sign in 212 times within the hour.'],
    techniques: ['T1110.001'],
    payload: 'root:Summer2026!',
    advice: 'Block the source and check that no real account uses the tried passwords.',
  },
  { account: 'root', password: 'Summer2026!', attempts: 212, place: outside, protocol: 'ssh' },
);
const endpoint = {
  attack_type: 'DataExfil',
  source_ip: 'WS-17',
  service: 'endpoint_agent',
  node_name: 'ws-17',
  advice: 'Treat the host as compromised: isolate it and find the process and user behind the access.',
};

export const situations: readonly (readonly [name: string, notice: Notice])[] = [
  ['Guessing', guessing],
  [
    'A success after it',
    {
      ...guessing,
      occasion: 'worse',
      title: '203.0.113.9 signed in to ssh of ssh-dmz-1',
      attack_type: 'CredentialAccess',
      risk_score: 9,
      event_count: 3001,
      last_seen: '2026-11-24T02:41:10.000Z',
      reasons: ['The sign-in succeeded after 3,000 failed ones.'],
      techniques: ['T1110.001', 'T1078'],
      payload: 'anna.smith:Winter2026!',
      advice: 'Find where these credentials are used for real, change them, and block the source.',
      facts: {
        ...facts,
        account: 'anna.smith',
        password: 'Winter2026!',
        attempts: 3001,
        place: outside,
        protocol: 'ssh',
        node_count: 2,
      },
    },
  ],
  [
    'A token',
    notice(
      {
        title: '198.51.100.23 used the planted token “VPN bookmark of the board”',
        attack_type: 'HoneytokenAccess',
        risk_score: 10,
        confidence: 0.99,
        source_ip: '198.51.100.23',
        service: 'token',
        node_name: 'Tokens',
        last_seen: '2026-11-24T02:00:00.000Z',
        reasons: ['A planted token was used.'],
        payload: 'GET /t/… Mozilla/5.0',
        advice: 'The token left its place: find who could read it, and treat that host as compromised.',
      },
      { place: { country: 'DE', asn: 64_501, network_owner: 'Example Telecom' }, labels: [], group: null },
    ),
  ],
  [
    'A file on a share',
    notice(
      {
        title: '10.0.3.17 took data from smb of files-lyon',
        attack_type: 'DataExfil',
        risk_score: 8,
        source_ip: '10.0.3.17',
        service: 'smb',
        node_name: 'files-lyon',
        related_decoy: '\\finance\\payroll-2026.xlsx',
        last_seen: '2026-11-24T02:00:00.000Z',
        reasons: ['Somebody inside the network opened a file on a decoy share.'],
        techniques: ['T1039'],
        payload: '\\finance\\payroll-2026.xlsx',
        advice: endpoint.advice,
      },
      { account: 'CORP\\m.jones', protocol: 'smb' },
    ),
  ],
  [
    "An agent's file",
    notice(
      {
        ...endpoint,
        title: 'j.doe opened the decoy passwords.xlsx on WS-17 with powershell.exe',
        related_decoy: 'C:\\Users\\j.doe\\Documents\\passwords.xlsx',
        last_seen: '2026-11-24T02:00:00.000Z',
        reasons: ['A planted file was opened with powershell.exe, which no person reads files with.'],
        techniques: ['T1083'],
        payload: 'passwords.xlsx',
      },
      { account: 'j.doe' },
    ),
  ],
  [
    "Ransomware's burst",
    notice(
      {
        ...endpoint,
        occasion: 'worse',
        title: 'svc-backup changed the decoy contracts.docx on WS-17 with enc.exe',
        risk_score: 10,
        event_count: 48,
        related_decoy: 'D:\\Share\\contracts.docx',
        last_seen: '2026-11-24T02:00:20.000Z',
        reasons: ['48 planted files were changed within 20 seconds, as ransomware does.'],
        techniques: ['T1486'],
        payload: 'contracts.docx',
      },
      { account: 'svc-backup' },
    ),
  ],
  [
    'A scan',
    notice(
      {
        title: '10.0.3.44 looked around on smb of files-lyon',
        attack_type: 'Recon',
        source_ip: '10.0.3.44',
        service: 'smb',
        node_name: 'files-lyon',
        event_count: 37,
        reasons: ['37 ports of 3 nodes within four minutes, from inside the network.'],
        techniques: ['T1046'],
        advice: 'Check whether this source reached real systems, and block it if it has no business here.',
      },
      { node_count: 3 },
    ),
  ],
  [
    'A wave',
    toWaveNotice(
      guessing,
      {
        key: 'wave',
        telling: { channel: channel('soc'), occasion: 'opened', turn: 1 },
        sources: 160,
        networks: [
          { network: '203.0.113.0/24', sources: 61 },
          { network: '198.51.100.0/24', sources: 40 },
        ],
        otherNetworks: 59,
        nodes: ['node-1', 'node-2'],
      },
      { id: 'wave-0011223344556677', nodeNames: ['ssh-dmz-1', 'ssh-dmz-2'] },
    ),
  ],
  [
    'A silent node',
    notice({
      about: 'node',
      facts: undefined,
      title: 'Node files-lyon has been silent since 2026-11-24 01:20 UTC',
      attack_type: 'unknown',
      source_ip: 'node-2',
      service: 'node',
      node_name: 'files-lyon',
      confidence: 1,
      event_count: 0,
      first_seen: '2026-11-24T01:20:00.000Z',
      last_seen: '2026-11-24T02:00:00.000Z',
      reasons: ['It has not reported since 01:20, which is longer than it usually pauses.'],
      advice:
        'Check that the sensor runs and can reach the server. An intruder who finds one may switch it off.',
    }),
  ],
  [
    'A failing channel',
    toFailingNotice({
      channel: { id: 'ch-1', name: 'SOC on call', channel: 'pagerduty', enabled: true },
      since: '2026-11-24T01:50:00.000Z',
      now: '2026-11-24T02:00:00.000Z',
      error: 'The receiver answered 401.',
      waiting: 4,
      link: 'https://decoyverse.example.com/console/channels',
    }),
  ],
];
