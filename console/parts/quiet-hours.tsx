/** Quiet hours in a form, and in words. Errors are the API's, under `quiet_hours.…`. */
import type { QuietHours } from '../data/types.ts';
import { durationTexts } from '../texts/duration.ts';
import { useTexts } from '../texts/texts.ts';
import { Checkbox, Choice, fieldError, TextInput } from './fields.tsx';

const risks = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;
const standard = (): QuietHours => ({
  from: '22:00',
  to: '07:00',
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  override_risk: 9,
});

export function QuietHoursFields({
  value,
  onChange,
  error,
}: {
  value: QuietHours | null;
  onChange(value: QuietHours | null): void;
  error: unknown;
}) {
  const t = useTexts(durationTexts);
  const wrong = (field: string): string | null => fieldError(error, `quiet_hours.${field}`);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 text-sm font-medium">{t.quiet}</legend>
      <Checkbox isSelected={value !== null} onChange={(isOn) => onChange(isOn ? standard() : null)}>
        {t.quietOn}
      </Checkbox>
      {value !== null && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <TextInput
              label={t.from}
              placeholder="22:00"
              value={value.from}
              onChange={(from) => onChange({ ...value, from })}
              error={wrong('from')}
            />
            <TextInput
              label={t.to}
              placeholder="07:00"
              value={value.to}
              onChange={(to) => onChange({ ...value, to })}
              error={wrong('to')}
            />
            <TextInput
              label={t.timezone}
              placeholder="Europe/Berlin"
              value={value.timezone}
              onChange={(timezone) => onChange({ ...value, timezone })}
              error={wrong('timezone')}
            />
            <Choice
              label={t.override}
              value={String(value.override_risk)}
              onChange={(risk) => onChange({ ...value, override_risk: Number(risk) })}
              options={risks.map((risk) => ({ value: risk, label: risk }))}
            />
          </div>
          <p className="text-xs text-muted">{t.quietHint}</p>
        </>
      )}
    </fieldset>
  );
}

export function useQuietLine(): (hours: QuietHours) => string {
  const t = useTexts(durationTexts);
  return ({ from, to, timezone, override_risk }) => t.quietLine(from, to, timezone, override_risk);
}
