/** ADBHoney: it writes a log, which `decoyverse follow` sends. */
import { logSetup } from './log-setup.ts';
import { defineSetup } from './setup.ts';

export const adbhoney = defineSetup(
  logSetup({
    name: 'adbhoney',
    title: 'ADBHoney',
    versions: '1.0; known from its documentation, not tried',
    before: [
      {
        title: 'Let it write its log as JSON, and restart it.',
        file: 'adbhoney.cfg',
        code: `[output_json]
enabled = true
log_file = /var/log/adbhoney/adbhoney.json
`,
      },
    ],
    log: '/var/log/adbhoney/adbhoney.json',
    test: 'adb connect ADDRESS_OF_THE_SENSOR:5555 && adb shell id',
  }),
);
