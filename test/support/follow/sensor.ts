/** A sensor that writes a Cowrie log with numbered records, and rotates it as programs do. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { gzipSync } from 'node:zlib';

/** The record of a number: its password. Times are told apart by microseconds, as Cowrie's are. */
export function recordOf(number: number): string {
  const time = new Date(Date.UTC(2026, 10, 1) + number).toISOString().replace('Z', '000Z');
  return JSON.stringify({
    eventid: 'cowrie.login.failed',
    src_ip: `203.0.113.${number % 200}`,
    session: `s${number >> 6}`,
    username: 'root',
    password: `n${number}`,
    message: 'login attempt [root/…] failed',
    sensor: 'sensor-lyon',
    timestamp: time,
  });
}

export type Rotation = 'rename' | 'copy' | 'compress';

export interface Sensor {
  path: string;
  written(): number;
  /** So many more whole lines. */
  write(count: number): void;
  /** As they are. */
  writeRaw(bytes: string | Uint8Array): void;
  rotate(kind: Rotation): void;
  close(): void;
}

/** Rotated files are `.1`, `.2`, …; as many as `keep` stay. Compressed are all but the latest. */
export function openSensor(path: string, keep = 1000): Sensor {
  let number = 0;
  let fd = openSync(path, 'a');
  const shift = (): void => {
    for (let at = keep; at >= 1; at--)
      for (const suffix of ['', '.gz']) {
        const from = `${path}.${at}${suffix}`;
        if (!existsSync(from)) continue;
        if (at === keep) rmSync(from);
        else renameSync(from, `${path}.${at + 1}${suffix}`);
      }
  };
  const rename = (): void => {
    renameSync(path, `${path}.1`);
    closeSync(fd);
    fd = openSync(path, 'a');
  };
  return {
    path,
    written: () => number,
    write(count) {
      const lines: string[] = [];
      for (let at = 0; at < count; at++) lines.push(`${recordOf(number++)}\n`);
      writeSync(fd, lines.join(''));
    },
    writeRaw(bytes) {
      writeSync(fd, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
    },
    rotate(kind) {
      shift();
      if (kind === 'copy') {
        copyFileSync(path, `${path}.1`);
        ftruncateSync(fd);
        return;
      }
      rename();
      if (kind !== 'compress') return;
      writeFileSync(`${path}.1.gz`, gzipSync(readFileSync(`${path}.1`), { level: 1 }));
      rmSync(`${path}.1`);
    },
    close: () => closeSync(fd),
  };
}
