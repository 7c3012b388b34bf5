import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { channels } from '../../src/notify/channels/index.ts';
import { services } from '../../src/notify/template/services.ts';
import {
  type Published,
  publishedOfChannels,
  publishedOfServices,
} from '../support/notify/published/kinds.ts';
import { tableOf, wireOf } from '../support/notify/wire.ts';

const file = fileURLToPath(new URL('../../docs/channels.md', import.meta.url));
const part = (kind: string, name: string): RegExp =>
  new RegExp(`<!-- ${kind} ${name} -->\\n([\\s\\S]*?)\\n<!-- end -->`);

/** `UPDATE_DOCS=1` writes what is, instead of comparing: then look at the difference. */
function check(kind: string, name: string, text: string): void {
  const doc = readFileSync(file, 'utf8');
  const found = part(kind, name).exec(doc);
  assert.ok(found, `docs/channels.md has no place for the ${kind} of ${name}`);
  if (process.env.UPDATE_DOCS)
    writeFileSync(
      file,
      doc.replace(part(kind, name), () => `<!-- ${kind} ${name} -->\n${text}\n<!-- end -->`),
    );
  else assert.equal(found[1], text, `docs/channels.md shows another ${kind} of ${name}`);
}

describe('docs/channels.md', () => {
  it('lists the ready templates', () => {
    const rows = Object.entries(services).map(
      ([name, { title, help }]) => `| \`${name}\` | ${title} | ${help} |`,
    );
    const table = ['| service | | its address |', '| --- | --- | --- |', ...rows].join('\n');
    check('services', 'all', table);
  });

  it('says which published form each kind is held against', () => {
    const ways = {
      types: 'TypeScript types of the package',
      schema: 'a JSON Schema written after',
      none: 'none published',
    };
    const rowsOf = (all: Readonly<Record<string, Published>>, titleOf: (name: string) => string): string[] =>
      Object.entries(all).map(([name, { by, source }]) => `| ${titleOf(name)} | ${ways[by]} | ${source} |`);
    const titles = new Map(channels.map(({ name, title }) => [name, title]));
    const rows = [
      ...rowsOf(publishedOfChannels, (name) => titles.get(name)!),
      ...rowsOf(publishedOfServices, (name) => `${services[name]!.title} (template)`),
    ];
    check('published', 'all', ['| kind | held against | of |', '| --- | --- | --- |', ...rows].join('\n'));
  });

  for (const channel of channels)
    it(`shows what ${channel.name} is told, and how it is set up`, async () => {
      assert.match(readFileSync(file, 'utf8'), new RegExp(`^## ${channel.title}$`, 'm'));
      check('settings', channel.name, tableOf(channel));
      check('wire', channel.name, `\`\`\`\`\n${await wireOf(channel.name)}\n\`\`\`\``);
    });
});
