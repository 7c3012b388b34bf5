/** What `npm run train` calls for the shell model. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainShell } from './fit.ts';

export function train({
  dataFolder,
  onProgress,
}: {
  dataFolder: string;
  onProgress(message: string): void;
}): void {
  const target = join(import.meta.dirname, '..', '..', 'src', 'score', 'shell', 'model.bin');
  const { file, report } = trainShell({ dataFolder, onProgress });
  const same = existsSync(target) && readFileSync(target).equals(file);
  writeFileSync(target, file);
  onProgress(
    `shell model ${report.version}: ${report.sessions} sessions, ${report.lines} lines, ${file.length} bytes, ${same ? 'the same as before' : 'changed'}`,
  );
}
