/** Holds written values against the TypeScript types of packages, by the project's own compiler: one run for all of them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Typed {
  /** Of letters, digits and `-`; names the file in the compiler's words. */
  name: string;
  module: string;
  type: string;
  values: readonly unknown[];
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));
/** What an import of the type needs: `KnownBlock` of `KnownBlock[]`. */
const nameIn = (type: string): string => /\b(?!Parameters\b)[A-Z]\w+|\bchat_v1\b/.exec(type)?.[0] ?? type;

/** Resolves with the compiler's complaints, line by line; a literal may have no member that its type does not know. */
export async function typeErrorsOf(all: readonly Typed[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'decoyverse-types-'));
  try {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const { name, module, type, values } of all) {
      const lines = values.map((value, n) => `export const message${n}: ${type} = ${JSON.stringify(value)};`);
      const from = `import type { ${nameIn(type)} } from '${module}';`;
      await writeFile(join(folder, `${name}.ts`), `${from}\n${lines.join('\n')}\n`);
    }
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: 'es2024',
      module: 'nodenext',
      types: [],
      preserveSymlinks: true,
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    const compiler = spawn(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    compiler.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [code] = (await once(compiler, 'close')) as [number | null];
    const errors = said.split('\n').filter((line) => line.includes('error TS'));
    if (code !== 0 && errors.length === 0) return [`the compiler ended with ${code}: ${said.slice(0, 500)}`];
    return errors;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
