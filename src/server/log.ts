import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config.ts';
import { createLogShares, type LogShares } from './log-shares.ts';

/** `to`: where lines go; default: the standard output. */
export const createLog = (
  { logLevel }: Pick<Config, 'logLevel'>,
  shares: LogShares = createLogShares(),
  to: DestinationStream = pino.destination(1),
): Logger =>
  pino(
    {
      level: logLevel,
      hooks: {
        logMethod(line, method) {
          const write = (args: unknown[]): void => method.apply(this, args as Parameters<typeof method>);
          if (shares.take(line, write)) write(line);
        },
      },
      base: { pid: process.pid },
      // A second line of defence: nothing logs these, and an object that contains one by accident does not expose it.
      redact: [
        'password',
        'token',
        'api_key',
        'jwtSecret',
        'mongodbUri',
        '*.password',
        '*.token',
        '*.api_key',
      ],
    },
    to,
  );
