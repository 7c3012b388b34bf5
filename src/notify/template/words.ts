/** A channel's own words for a message: title and text from its templates. */
import type { ChannelTemplates, Notice } from '../../core/channel.ts';
import { AppError, type FieldError, invalid } from '../../core/errors.ts';
import type { NoticeWords } from '../../core/notice-facts.ts';
import { isField, toFields } from './fields.ts';
import { renderTemplate } from './render.ts';
import { parseTemplate, type TemplateNode } from './syntax.ts';

const parts = ['title', 'text'] as const;
const mostParsed = 500;
/** The same templates are used for every message of a channel. */
const parsed = new Map<string, TemplateNode[]>();

function parse(name: string, source: string): TemplateNode[] {
  const known = parsed.get(source);
  if (known) return known;
  const nodes = parseTemplate(source, { name, isField });
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(source, nodes);
  return nodes;
}

/** Null where there is none. Throws `invalid_request` naming every mistake. */
export function parseTemplates(input: unknown): ChannelTemplates | null {
  if (input === undefined || input === null) return null;
  const errors: FieldError[] = [];
  const templates: ChannelTemplates = {};
  if (typeof input !== 'object' || Array.isArray(input))
    throw invalid([{ field: 'templates', message: 'must be an object' }]);
  for (const [name, source] of Object.entries(input)) {
    const part = parts.find((one) => one === name);
    const field = `templates.${name.slice(0, 60)}`;
    if (part === undefined) errors.push({ field, message: 'is unknown' });
    else if (source === null || source === undefined || source === '') continue;
    else if (typeof source !== 'string') errors.push({ field, message: 'must be a text' });
    else {
      try {
        parse(field, source);
        templates[part] = source;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        errors.push(...(error.errors ?? []));
      }
    }
  }
  if (errors.length > 0) throw invalid(errors);
  return Object.keys(templates).length > 0 ? templates : null;
}

/** A template that this version cannot read is as none: a message is sent all the same. */
export function toWords(notice: Notice, templates: ChannelTemplates): NoticeWords {
  const fields = toFields(notice, '');
  const render = (part: (typeof parts)[number]): string | null => {
    const source = templates[part];
    if (!source) return null;
    try {
      return renderTemplate(parse(part, source), fields, (text) => text);
    } catch {
      return null;
    }
  };
  return { title: render('title'), text: render('text') };
}
