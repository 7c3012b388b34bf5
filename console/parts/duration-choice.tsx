/** How long a block or a suppression rule lasts. */
import { answersTexts } from '../texts/answers.ts';
import { useTexts } from '../texts/texts.ts';
import { Choice } from './fields.tsx';

export const durations = ['60', '1440', '10080', '43200', '129600', ''] as const;
/** Minutes as a text; empty: without an end. */
export type Duration = (typeof durations)[number];

export const toMinutes = (duration: Duration): number | null => (duration === '' ? null : Number(duration));

export function DurationChoice({ value, onChange }: { value: Duration; onChange(value: Duration): void }) {
  const t = useTexts(answersTexts);
  return (
    <Choice
      label={t.lasts}
      value={value}
      onChange={onChange}
      options={durations.map((one) => ({ value: one, label: t.durations[one] }))}
    />
  );
}
