/**
 * Builds the console into console/dist: `npm run build:console`, and by itself after `npm ci` and before `npm start`.
 * Plain JavaScript, because `npm ci` may run it with an older Node. Without the development dependencies it does nothing.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = import.meta.dirname;
const root = join(folder, '..');
const dist = join(folder, 'dist');
const stamp = join(dist, '.stamp');
const rooms = ['console', 'src/core', 'src/lib', 'src/contract'];

const filesBelow = (at) =>
  existsSync(at)
    ? readdirSync(at, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [];

/** What the build is made of, in one hash. */
function hashSources() {
  const hash = createHash('sha256');
  const sources = rooms
    .flatMap((room) => filesBelow(join(root, room)))
    .filter((path) => !relative(folder, path).startsWith('dist'));
  for (const path of [...sources, join(root, 'package-lock.json')])
    hash.update(`${relative(root, path)}\0`).update(existsSync(path) ? readFileSync(path) : '');
  return hash.digest('hex');
}

/** Compressed once here, so that the server never has to. */
function compress(out) {
  for (const path of filesBelow(out)) {
    if (!/\.(js|css|html|svg|json|webmanifest)$/.test(path)) continue;
    const bytes = readFileSync(path);
    if (bytes.length < 1024 || path.endsWith('index.html')) continue;
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    );
  }
}

/** Resolves to whether it built. `onlyIfStale` leaves a build of the same sources alone. */
export async function buildConsole({ onlyIfStale = false } = {}) {
  const hash = hashSources();
  if (onlyIfStale && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  let vite;
  try {
    vite = await import('vite');
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return false;
  }
  const fresh = join(root, '.cache', `console-${process.pid}`);
  const old = `${fresh}-old`;
  try {
    await vite.build({
      configFile: join(folder, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: fresh, emptyOutDir: true },
    });
    compress(fresh);
    writeFileSync(join(fresh, '.stamp'), hash);
    // Whoever reads meanwhile sees the old build or the new one, never half of one.
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
  return true;
}

if (process.argv[1] === import.meta.filename) {
  const built = await buildConsole({ onlyIfStale: process.argv.includes('--if-stale') });
  if (built) process.stderr.write('The console is built.\n');
  else if (!existsSync(dist))
    process.stderr.write('The console is not built: the development dependencies are not installed.\n');
}
