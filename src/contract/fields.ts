/** Fields that many models have. */
import { verdictKinds } from '../core/alert.ts';
import { choice, integer, nullable, number, object, record, type Schema, text } from './schema.ts';

export const time = (description: string): Schema<string> =>
  text({ description, format: 'date-time', examples: ['2026-08-21T10:15:30.123Z'] });
/** A time that its name explains. */
export const plainTime = text({ format: 'date-time' });
export const nullableTime = nullable(plainTime);
export const risk = integer({ description: '0 (harmless) to 10.', minimum: 0, maximum: 10, examples: [8] });
export const share = (description: string): Schema<number> =>
  number({ description, minimum: 0, maximum: 1, examples: [0.94] });
export const counts = (description: string): Schema<Record<string, number>> =>
  record(integer(), { description });

/** What a person said of an alert or an incident. */
export const humanVerdict = (at: Schema<string>) =>
  nullable(object({ verdict: choice(verdictKinds), note: text(), by: text(), at }));
