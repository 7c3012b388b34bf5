/** What a sensor needs that only writes a log: the follower, as a service of its machine. */
import type { SetupParts, SetupStep } from './setup.ts';

export const followSteps = ({ address, key }: SetupParts, format: string, logs: string): SetupStep[] => [
  {
    title:
      'On the sensor, name the server, the key and the log (docs/sensors.md says how to install DecoyVerse there).',
    file: '/etc/decoyverse/follow.env',
    code: `DECOYVERSE_URL=${address}
DECOYVERSE_NODE_KEY=${key}
FOLLOW=--format ${format} ${logs}
`,
  },
  {
    title: 'Start the follower.',
    code: 'sudo systemctl enable --now decoyverse-follow',
  },
];
