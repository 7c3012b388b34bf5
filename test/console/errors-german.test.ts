import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { germanError } from '../../console/texts/errors-german.ts';
import { openConsole } from '../support/console/open.ts';

const root = join(import.meta.dirname, '..', '..');
const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
const files = [
  ...below('src/cases'),
  ...below('src/api/routes'),
  ...below('src/api/auth'),
  'src/api/http/problem.ts',
  'src/api/http/time-range.ts',
  'src/core/access.ts',
  'src/core/settings.ts',
  'src/contract/check.ts',
];

/** What no page can come by: told to sensors, agents and programs, or about an address that no page has. */
const ofPrograms: readonly RegExp[] = [
  /^X-(?:Node|Sample)/,
  /^(?:Unknown node key|A node key is required|The key belongs|The node ids|Specify one node|The session's name)/,
  /^(?:The Authorization header|A token is required|The API key is not valid|This cursor)/,
  /^(?:The body |Pages of this origin|This call is not signed|This content type|The path is malformed)/,
  /^(?:A session keeps|This file|kind: is required|must be 8 to 255)/,
];

/** The sentences in our sources, with a 7 or a word for what is filled in. */
function sentencesOf(text: string): string[] {
  const literal = String.raw`(?:'((?:[^'\\]|\\.)*)'|${'`([^`]*)`'})`;
  const begins = '(?:is|must|may|does|cannot|was|give|or) ';
  const found = [
    ...text.matchAll(new RegExp(String.raw`new AppError\(\s*'\w+',\s*${literal}`, 'g')),
    ...text.matchAll(
      new RegExp(String.raw`(?:message:|fail\([^,]*,|return)\s*(?=['${'`'}]${begins})${literal}`, 'g'),
    ),
  ].map(([, plain, filled]) => plain ?? filled ?? '');
  const missing = [...text.matchAll(/notFound\('([^']*)'\)/g)].map(([, what]) => `${what} not found`);
  return (
    [...found, ...missing]
      .filter((sentence) => !sentence.includes('${names[what]}') && !sentence.includes('${what}'))
      .map((sentence) => sentence.replace(/\$\{.*?\}+/g, '7'))
      // A whole expression with braces of its own, or one that this test cannot fill in.
      .filter((sentence) => !/[{}]|\) => /.test(sentence) && sentence !== 'must be 7')
  );
}

describe('errors in German', () => {
  it('has every sentence that a page can come by', () => {
    const sentences = new Set(files.flatMap((file) => sentencesOf(readFileSync(join(root, file), 'utf8'))));
    assert.ok(sentences.size > 120, `${sentences.size} sentences found`);
    const missing = [...sentences].filter(
      (sentence) => germanError(sentence) === null && !ofPrograms.some((pattern) => pattern.test(sentence)),
    );
    assert.deepEqual(missing, []);
  });

  it('fills in what the sentence holds, and leaves what it does not know as it is', () => {
    assert.equal(germanError('must have at most 200 characters'), 'darf höchstens 200 Zeichen haben');
    assert.equal(germanError('must be one of a, $& {}'), 'muss eines hiervon sein: a, $& {}');
    assert.equal(germanError('The limit of 50 groups is reached'), 'Mehr als 50 Gruppen sind nicht möglich');
    assert.equal(germanError('Incident not found'), 'Diesen Vorfall gibt es nicht');
    assert.equal(
      germanError('At most 10 tests of nodes a minute'),
      'Höchstens 10 Tests von Knoten je Minute',
    );
    for (const unknown of ['', 'constructor', 'Something new', 'toString not found'])
      assert.equal(germanError(unknown), null);
  });

  it('stands in a German console: at the sign-in and at a field of a form', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/', { user: null, locale: 'de-DE' });
    await page.getByLabel('E-Mail').fill(lab.user.email);
    await page.getByLabel('Passwort').fill('not this one');
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByText('E-Mail-Adresse oder Passwort ist falsch').waitFor();
    await lab.check(page, { expected: /401/ });

    const groups = await lab.open('/groups', { locale: 'de-DE' });
    await groups
      .getByRole('button', { name: /anlegen|hinzufügen|Neue Gruppe/ })
      .first()
      .click();
    const dialog = groups.getByRole('dialog');
    await dialog.getByLabel('Name').fill('x'.repeat(500));
    await dialog.locator('button[type=submit]').click();
    await dialog.getByText(/darf höchstens \d+ Zeichen haben/).waitFor();
    await lab.check(groups, { expected: /422/ });
  });
});
