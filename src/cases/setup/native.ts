/** A program of one's own that speaks the API. */
import { defineSetup } from './setup.ts';

export const native = defineSetup({
  name: 'native',
  title: 'A program of your own',
  versions: 'any',
  note: 'One request reports one event; POST /api/events takes up to 5,000 at once.',
  steps: ({ address, key }) => [
    {
      title: 'Report an event from a shell.',
      code: `curl -sS ${address}/api/honeypot-log \\
  -H 'X-Node-Key: ${key}' -H 'Content-Type: application/json' \\
  -d '{"service":"ssh","source_ip":"10.0.3.17","activity":"login failed","payload":"root:123456","timestamp":"'"$(date -u +%FT%TZ)"'"}'`,
    },
    {
      title: 'Or from Python, without a library.',
      file: 'report.py',
      code: `import datetime, json, urllib.request

event = {
    "service": "ssh",
    "source_ip": "10.0.3.17",
    "activity": "login failed",
    "payload": "root:123456",
    "timestamp": datetime.datetime.now(datetime.timezone.utc).isoformat(),
}
request = urllib.request.Request(
    "${address}/api/honeypot-log",
    json.dumps(event).encode(),
    {"X-Node-Key": "${key}", "Content-Type": "application/json"},
)
print(urllib.request.urlopen(request).read().decode())
`,
    },
  ],
});
