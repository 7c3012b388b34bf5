/**
 * Holds every answer that a test gets against the server's own OpenAPI document: a status that the document does not name for
 * the call is a defect, whatever the test asks about.
 */
import assert from 'node:assert/strict';

interface Operation {
  method: string;
  path: RegExp;
  statuses: ReadonlySet<string>;
}

type Document = { paths: Record<string, Record<string, { responses: Record<string, unknown> }>> };

function operationsOf({ paths }: Document): Operation[] {
  const named = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({
      method: method.toUpperCase(),
      hasParameter: path.includes('{'),
      path: new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}$`),
      statuses: new Set(Object.keys(responses)),
    })),
  );
  // A path without parameters is chosen before one that has some.
  return named.sort((a, b) => Number(a.hasParameter) - Number(b.hasParameter));
}

/** Throws where the server at `address` answered `status` to a call that it documents without that status. */
export function createDocumentedCheck(
  address: string,
): (method: string, path: string, status: number) => Promise<void> {
  let reading: Promise<Operation[]> | undefined;
  return async (method, path, status) => {
    // What succeeded is compared by the tests themselves.
    if (status < 400) return;
    reading ??= fetch(`${address}/openapi.json`).then(async (response) =>
      operationsOf((await response.json()) as Document),
    );
    const pathname = path.split('?', 1)[0] ?? '';
    const operation = (await reading).find((one) => one.method === method && one.path.test(pathname));
    if (operation !== undefined)
      assert.ok(
        operation.statuses.has(String(status)),
        `${method} ${pathname} answered ${status}, which openapi.json does not name (it has ${[...operation.statuses].join(', ')}): add the code to the route's \`errors\``,
      );
  };
}
