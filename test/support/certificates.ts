/** Pairs in files, as an operator has them, and curl that trusts one. */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { makeSelfSigned } from '../../src/server/self-signed.ts';

const run = promisify(execFile);

export interface PairFiles {
  cert: string;
  key: string;
  env: { TLS_CERT_FILE: string; TLS_KEY_FILE: string };
  fingerprint(): string;
  /** Another pair in the same files. */
  renew(): void;
}

export function createPairFiles(t: TestContext, name = 'localhost', nowMs = Date.now()): PairFiles {
  const folder = mkdtempSync(join(tmpdir(), 'dv-pair-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  let fingerprint = '';
  const renew = (): void => {
    const { cert, key } = makeSelfSigned([name, '127.0.0.1'], nowMs);
    writeFileSync(files.cert, cert);
    writeFileSync(files.key, key);
    fingerprint = new X509Certificate(cert).fingerprint256;
  };
  renew();
  return {
    ...files,
    env: { TLS_CERT_FILE: files.cert, TLS_KEY_FILE: files.key },
    fingerprint: () => fingerprint,
    renew,
  };
}

/** Its exit code, and what it printed. */
export async function runProgram(
  program: string,
  args: readonly string[],
  input = '',
): Promise<{ code: number; text: string }> {
  try {
    const done = run(program, args, { timeout: 20_000 });
    done.child.stdin?.on('error', () => undefined).end(input);
    const { stdout, stderr } = await done;
    return { code: 0, text: stdout + stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string };
    return { code: code ?? -1, text: stdout + stderr };
  }
}
