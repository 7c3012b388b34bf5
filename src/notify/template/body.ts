/**
 * The body of a request from a template that is a JSON document: only the texts in it are templates, and they are filled
 * in after it was parsed, so that no value can leave the text that it stands in. The same document as a form: its members
 * become the form's fields.
 */
import { type AppError, invalid } from '../../core/errors.ts';
import { toJson } from '../message/hostile-text.ts';
import { type Escape, renderTemplate } from './render.ts';
import { type Fields, longestTemplate, parseTemplate, type TemplateNode } from './syntax.ts';

export const bodyTypes = ['json', 'form', 'text'] as const;
export type BodyType = (typeof bodyTypes)[number];

type Shape = null | boolean | number | TemplateNode[] | { list: Shape[] } | { members: [string, Shape][] };

export interface BodyTemplate {
  type: BodyType;
  shape: Shape;
}

const deepest = 12;
const mostValues = 500;

/** Throws `invalid_request` naming `name`. */
export function parseBody(
  source: string,
  type: BodyType,
  { name, isField }: { name: string; isField(field: string): boolean },
): BodyTemplate {
  const wrong = (message: string): AppError => invalid([{ field: name, message }]);
  if (source.length > longestTemplate) throw wrong(`must have at most ${longestTemplate} characters`);
  if (type === 'text') return { type, shape: parseTemplate(source, { name, isField }) };
  let values = 0;
  const toShape = (value: unknown, depth: number): Shape => {
    if (++values > mostValues || depth > deepest) throw wrong('is too large or nested too deep');
    if (typeof value === 'string') return parseTemplate(value, { name, isField });
    if (Array.isArray(value)) return { list: value.map((one) => toShape(one, depth + 1)) };
    if (typeof value === 'object' && value !== null)
      return { members: Object.entries(value).map(([key, one]) => [key, toShape(one, depth + 1)]) };
    return value as null | boolean | number;
  };
  let document: unknown;
  try {
    document = JSON.parse(source);
  } catch (error) {
    throw wrong(`must be valid JSON: ${(error as Error).message.slice(0, 120)}`);
  }
  const shape = toShape(document, 0);
  if (type === 'form' && !(typeof shape === 'object' && shape !== null && 'members' in shape))
    throw wrong('must be a JSON object whose members are the fields of the form');
  return { type, shape };
}

function fill(shape: Shape, fields: Fields, inert: Escape): unknown {
  if (typeof shape !== 'object' || shape === null) return shape;
  if (Array.isArray(shape)) return renderTemplate(shape, fields, inert);
  if ('list' in shape) return shape.list.map((one) => fill(one, fields, inert));
  // Own properties whatever the key is.
  return Object.fromEntries(shape.members.map(([key, one]) => [key, fill(one, fields, inert)]));
}

export const bodyMediaTypes: Readonly<Record<BodyType, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
};

/** Valid by construction. */
export function renderBody({ type, shape }: BodyTemplate, fields: Fields, inert: Escape): string {
  const filled = fill(shape, fields, inert);
  if (type === 'text') return String(filled);
  if (type === 'json') return toJson(filled);
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(filled as object))
    form.append(key, typeof value === 'string' ? value : JSON.stringify(value));
  return form.toString();
}
