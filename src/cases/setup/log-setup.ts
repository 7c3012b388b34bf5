/** The set-up of sensors that only write a log in JSON: where it is turned on, and the follower that sends it. */
import { followSteps } from './follow-steps.ts';
import type { SensorSetup, SetupStep } from './setup.ts';

interface LogSensor {
  name: string;
  title: string;
  /** Which releases, and how its records are known. */
  versions: string;
  /** Beside that the follower is needed. */
  note?: string;
  /** Where its log has to be turned on. */
  before?: readonly SetupStep[];
  log: string;
  /** A command for another machine. */
  test: string;
}

const needed = 'It has no output over HTTP: decoyverse follow runs beside it and sends its log.';

export const logSetup = ({
  name,
  title,
  versions,
  note,
  before = [],
  log,
  test,
}: LogSensor): SensorSetup => ({
  name,
  title,
  versions,
  note: note === undefined ? needed : `${needed} ${note}`,
  steps: (parts) => [
    ...before,
    ...followSteps(parts, 'auto', log),
    { title: 'Test it from another machine.', code: test },
  ],
});
