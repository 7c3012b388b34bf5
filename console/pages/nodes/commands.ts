/** What to paste on a node so that it reports here. */

export interface Target {
  /** `https://decoys.example.com`, with a path prefix where there is one; no slash at its end. */
  address: string;
  key: string;
}

export const wayNames = ['curl', 'python', 'cowrie', 'opencanary'] as const;
export type Way = (typeof wayNames)[number];

/** The event that both one-liners send: a failed sign-in from the network that is kept for examples. */
const example = {
  service: 'ssh',
  source_ip: '203.0.113.7',
  activity: 'login failed',
  payload: 'root:letmein',
} as const;

const timestamp = `$(date -u +%Y-%m-%dT%H:%M:%SZ)`;

function curl({ address, key }: Target): string {
  const body = JSON.stringify({ timestamp: 'NOW', ...example }).replace('NOW', `'"${timestamp}"'`);
  return [
    `curl -sS ${address}/api/honeypot-log \\`,
    `  -H 'X-Node-Key: ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${body}'`,
  ].join('\n');
}

const python = ({ address, key }: Target): string =>
  [
    `python3 - <<'EOF'`,
    'import datetime, json, urllib.request',
    `event = ${JSON.stringify(example)}`,
    'event["timestamp"] = datetime.datetime.now(datetime.timezone.utc).isoformat()',
    'request = urllib.request.Request(',
    `    "${address}/api/honeypot-log", json.dumps(event).encode(),`,
    `    {"X-Node-Key": "${key}", "Content-Type": "application/json"})`,
    'print(urllib.request.urlopen(request).read().decode())',
    'EOF',
  ].join('\n');

const imported =
  (format: string, log: string) =>
  ({ address, key }: Target): string =>
    [
      `DECOYVERSE_NODE_KEY='${key}' \\`,
      `  decoyverse import --format ${format} --url ${address} ${log}`,
    ].join('\n');

const commands: Record<Way, (target: Target) => string> = {
  curl,
  python,
  cowrie: imported('cowrie', 'var/log/cowrie/cowrie.json'),
  opencanary: imported('opencanary', '/var/tmp/opencanary.log'),
};

export const toCommand = (way: Way, target: Target): string => commands[way](target);
