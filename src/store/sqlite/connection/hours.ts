/** Hours of the week in a time zone, for SQL: SQLite knows no zones. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { createHoursTest, type WeekHours } from '../../../core/week-hours.ts';

/** `in_hours(timestamp, hours)`: 1 where the time lies within the hours, which are JSON. */
export function addHours(raw: DatabaseSync): void {
  let compiled: { text: string; test(timestamp: string): boolean } | null = null;
  raw.function('in_hours', { deterministic: true }, (timestamp: SQLOutputValue, hours: SQLOutputValue) => {
    const text = String(hours);
    if (compiled?.text !== text) compiled = { text, test: createHoursTest(JSON.parse(text) as WeekHours) };
    return compiled.test(String(timestamp)) ? 1 : 0;
  });
}
