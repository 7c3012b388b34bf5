/** The API's documentation for people and for programs. Everything comes from the installed packages, nothing from outside. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyReply } from 'fastify';
import { anything } from '../../contract/schema.ts';
import { publicRoute, type Route, type RouteParts } from '../http/route.ts';

const tag = 'Service';
const swagger = '@fastify/swagger-ui/static';

/** Scripts only from here and never inline; styles inline too, where the renderer makes its own. */
const policy = (more = ''): string =>
  `default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'${more}`;

const page = (title: string, id: string, head: string, scripts: readonly string[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${head}
</head>
<body>
<div id="${id}"></div>
${scripts.map((src) => `<script src="${src}"></script>`).join('\n')}
</body>
</html>
`;

const swaggerPage = page(
  'DecoyVerse API',
  'swagger-ui',
  '<link rel="stylesheet" href="/docs/swagger-ui.css">\n<link rel="icon" href="/docs/favicon.png">',
  ['/docs/swagger-ui-bundle.js', '/docs/start.js'],
);
const swaggerStart = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;

const redocPage = page(
  'DecoyVerse API reference',
  'redoc',
  '<link rel="icon" href="/docs/favicon.png">\n<link rel="stylesheet" href="/redoc/page.css">',
  ['/redoc/redoc.standalone.js', '/redoc/start.js'],
);
const redocStart = `Redoc.init('/openapi.json', {}, document.getElementById('redoc'));\n`;

const installed = (name: string): Promise<Buffer> => readFile(fileURLToPath(import.meta.resolve(name)));

/** The bundle shows its maker's logo from the maker's server; an empty picture stands in for it. */
async function redocBundle(): Promise<string> {
  const bundle = (await installed('redoc/bundles/redoc.standalone.js')).toString('utf8');
  return bundle.replaceAll(
    'https://cdn.redoc.ly/redoc/logo-mini.svg',
    'data:image/gif;base64,R0lGODlhAQABAAAAACw=',
  );
}

const assets: readonly { path: string; type: string; read(): string | Promise<Buffer | string> }[] = [
  { path: '/docs/swagger-ui.css', type: 'text/css', read: () => installed(`${swagger}/swagger-ui.css`) },
  {
    path: '/docs/swagger-ui-bundle.js',
    type: 'text/javascript',
    read: () => installed(`${swagger}/swagger-ui-bundle.js`),
  },
  { path: '/docs/start.js', type: 'text/javascript', read: () => swaggerStart },
  { path: '/docs/favicon.png', type: 'image/png', read: () => installed(`${swagger}/favicon-32x32.png`) },
  { path: '/redoc/redoc.standalone.js', type: 'text/javascript', read: redocBundle },
  { path: '/redoc/start.js', type: 'text/javascript', read: () => redocStart },
  { path: '/redoc/page.css', type: 'text/css', read: () => 'body { margin: 0 }\n' },
];

const send = (
  reply: FastifyReply,
  type: string,
  body: string | Buffer,
  csp: string | null = null,
): FastifyReply => {
  if (csp !== null) reply.header('content-security-policy', csp).header('referrer-policy', 'no-referrer');
  return reply
    .header('content-type', type.startsWith('image/') ? type : `${type}; charset=utf-8`)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', csp === null ? 'public, max-age=3600' : 'no-cache')
    .send(body);
};

/** `table` is read when the document is first asked for: by then it holds every route, these ones included. */
export function docsRoutes({ version }: Pick<RouteParts, 'version'>, table: readonly Route[]): Route[] {
  let written: string | null = null;
  const write = async (): Promise<string> => {
    const { models } = await import('../../contract/index.ts');
    const { nativeSchemas } = await import('../../ingest/native-schema.ts');
    const { toOpenApi } = await import('../http/openapi.ts');
    return JSON.stringify(toOpenApi(table, { ...models, ...nativeSchemas }, version));
  };

  return [
    publicRoute({
      method: 'GET',
      path: '/openapi.json',
      access: 'public',
      tag,
      summary: 'The OpenAPI document',
      description: 'OpenAPI 3.1, generated from the schemas that validate requests.',
      answer: anything(),
      example: { openapi: '3.1.0' },
      async handle({ reply }) {
        written ??= await write();
        return reply
          .header('content-type', 'application/json; charset=utf-8')
          .header('x-content-type-options', 'nosniff')
          .header('cache-control', 'no-cache')
          .send(written);
      },
    }),
    publicRoute({
      method: 'GET',
      path: '/docs',
      access: 'public',
      tag,
      summary: 'Interactive API documentation (Swagger UI)',
      answerType: 'text/html',
      handle: ({ reply }) => send(reply, 'text/html', swaggerPage, policy()),
    }),
    publicRoute({
      method: 'GET',
      path: '/redoc',
      access: 'public',
      tag,
      summary: 'API documentation (ReDoc)',
      answerType: 'text/html',
      // Its search runs in a worker that the bundle makes of itself.
      handle: ({ reply }) => send(reply, 'text/html', redocPage, policy('; worker-src blob:')),
    }),
    ...assets.map(({ path, type, read }) =>
      publicRoute({
        method: 'GET',
        path,
        access: 'public',
        tag,
        summary: path,
        hidden: true,
        handle: async ({ reply }) => send(reply, type, await read()),
      }),
    ),
  ];
}
