/** The console's built files (`npm run build:console`), under a policy that lets nothing in but itself. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, notFound } from '../../core/errors.ts';
import { publicRoute, type Route } from '../http/route.ts';

const standardFolder = join(import.meta.dirname, '..', '..', '..', 'console', 'dist');
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** React Aria puts one constant style element into the page; this is its hash. */
const ariaStyle = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";
/**
 * Nothing in the console makes HTML or scripts of text. Its one Trusted Types policy gives the address of the worker that shows
 * notifications, whatever it is asked for (console/data/web-push.ts).
 */
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  `style-src 'self' ${ariaStyle}`,
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types push-worker',
].join('; ');
const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)',
};

interface Build {
  /** When its index.html was written: another time is another build. */
  writtenMs: number;
  /** Path below the folder → the encodings that lie beside it. Only what is listed is ever read. */
  files: ReadonlyMap<string, { type: string; encodings: readonly ('br' | 'gzip')[] }>;
  index: string;
}

async function readBuild(folder: string, writtenMs: number): Promise<Build> {
  const names = new Set(
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
  const files = new Map<string, { type: string; encodings: ('br' | 'gzip')[] }>();
  for (const name of names) {
    const type = types[extname(name)];
    if (type === undefined || name === 'index.html') continue;
    const encodings: ('br' | 'gzip')[] = [];
    if (names.has(`${name}.br`)) encodings.push('br');
    if (names.has(`${name}.gz`)) encodings.push('gzip');
    files.set(name, { type, encodings });
  }
  return { writtenMs, files, index: await readFile(join(folder, 'index.html'), 'utf8') };
}

const accepts = (request: FastifyRequest, encoding: string): boolean =>
  new RegExp(`(^|[\\s,])${encoding}\\s*(;\\s*q=(?!0(\\.0*)?\\s*(,|$))|,|$)`).test(
    String(request.headers['accept-encoding'] ?? ''),
  );

/**
 * The build refers to its files from its own root (`./assets/…`), and this page may be asked for at any depth. `rest` is
 * what follows `/console` in the address: nothing, `/`, `/events`, `/events/log-1`, ….
 */
export function toIndexFor(index: string, rest: string): string {
  const up = rest === '' ? 'console/' : '../'.repeat(rest.split('/').length - 2) || './';
  return index.replaceAll(/(src|href)="\.\//g, `$1="${up}`);
}

export function consoleRoutes(folder = standardFolder): Route[] {
  let build: Build | null = null;

  async function current(): Promise<Build> {
    const found = await stat(join(folder, 'index.html')).catch(() => null);
    if (found === null)
      throw new AppError(
        'unavailable',
        'The console is not built here: run npm run build:console, or see /docs for the API',
      );
    if (build?.writtenMs !== found.mtimeMs) build = await readBuild(folder, found.mtimeMs);
    return build;
  }

  function send(request: FastifyRequest, reply: FastifyReply, body: string | Buffer): FastifyReply {
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    reply.headers({ ...headers, etag });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.send(body);
  }

  async function handle({ request, reply }: { request: FastifyRequest; reply: FastifyReply }) {
    const rest = (request.url.split('?', 1)[0] ?? '').slice('/console'.length);
    const { files, index } = await current();
    const name = rest.slice(1);
    const file = files.get(name);
    if (file === undefined) {
      // A file that is not there must not become a page: a script of an older build would be HTML.
      if (name.startsWith('assets/')) throw notFound('This file');
      reply.headers({ 'content-type': types['.html'], 'cache-control': 'no-cache' });
      return send(request, reply, toIndexFor(index, rest));
    }
    const encoding = file.encodings.find((one) => accepts(request, one));
    reply.headers({
      'content-type': file.type,
      vary: 'accept-encoding',
      'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    });
    const ending = encoding === undefined ? '' : encoding === 'br' ? '.br' : '.gz';
    return send(request, reply, await readFile(join(folder, `${name}${ending}`)));
  }

  return ['/console', '/console/*'].map((path) =>
    publicRoute({
      method: 'GET',
      path,
      access: 'public',
      tag: 'Service',
      summary: 'The console',
      hidden: true,
      handle,
    }),
  );
}
