import pino, { type Logger } from 'pino';
import type { Config } from '../config.ts';

export const createLog = ({ logLevel }: Pick<Config, 'logLevel'>): Logger =>
  pino({
    level: logLevel,
    base: { pid: process.pid },
    // A second line of defence: nothing logs these, and an object that contains one by accident does not expose it.
    redact: ['password', 'token', 'api_key', 'jwtSecret', 'mongodbUri', '*.password', '*.token', '*.api_key'],
  });
