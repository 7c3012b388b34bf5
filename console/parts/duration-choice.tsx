/** For how long: minutes, or null for "until somebody ends it". */
import { durationTexts } from '../texts/duration.ts';
import { useTexts } from '../texts/texts.ts';
import { Choice } from './fields.tsx';

const minutesOf = { hour: 60, day: 1440, week: 10_080, month: 43_200, quarter: 129_600, year: 525_600 };
export type Duration = keyof typeof minutesOf | 'never';

export const toMinutes = (duration: Duration): number | null =>
  duration === 'never' ? null : minutesOf[duration];
/** ISO, or null for ever. */
export const toEnd = (duration: Duration, nowMs: number): string | null => {
  const minutes = toMinutes(duration);
  return minutes === null ? null : new Date(nowMs + minutes * 60_000).toISOString();
};

export function DurationChoice({
  label,
  value,
  onChange,
  hint,
  error,
  needsEnd = false,
}: {
  label: string;
  value: Duration;
  onChange(value: Duration): void;
  hint?: string;
  error?: string | null;
  /** Whether "no end" is left out. */
  needsEnd?: boolean;
}) {
  const t = useTexts(durationTexts);
  return (
    <Choice
      label={label}
      hint={hint}
      error={error}
      value={value}
      onChange={onChange}
      options={([...Object.keys(minutesOf), ...(needsEnd ? [] : ['never'])] as Duration[]).map((name) => ({
        value: name,
        label: t.durations[name],
      }))}
    />
  );
}

/** `90` minutes in words: whole days or hours where it is whole ones. */
export function useMinutes(): (minutes: number) => string {
  const t = useTexts(durationTexts);
  return (minutes) =>
    minutes % 1440 === 0
      ? t.days(minutes / 1440)
      : minutes % 60 === 0
        ? t.hours(minutes / 60)
        : t.minutes(minutes);
}
