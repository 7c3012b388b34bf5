/** Several of a few, and lists of texts. */
import { useId } from 'react';
import { Checkbox, TextInput, type TextInputProps } from './fields.tsx';

export interface ChoicesProps<T extends string> {
  label: string;
  hint?: string;
  options: readonly { value: T; label: string; hint?: string }[];
  values: readonly T[];
  onChange(values: T[]): void;
}

/** A box for each; long lists scroll. */
export function Choices<T extends string>({ label, hint, options, values, onChange }: ChoicesProps<T>) {
  const id = useId();
  return (
    <fieldset
      aria-describedby={hint === undefined ? undefined : id}
      className="flex min-w-0 flex-col gap-1.5"
    >
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className="flex max-h-56 flex-col gap-1.5 overflow-auto rounded-md border border-edge bg-raised px-3 py-2">
        {options.map(({ value, label: name, hint: what }) => (
          <Checkbox
            key={value}
            isSelected={values.includes(value)}
            onChange={(isOn) => onChange(isOn ? [...values, value] : values.filter((one) => one !== value))}
          >
            <span className="min-w-0 wrap-anywhere">
              {name}
              {what !== undefined && <span className="block text-xs text-muted">{what}</span>}
            </span>
          </Checkbox>
        ))}
      </div>
      {hint !== undefined && (
        <span id={id} className="text-xs text-muted">
          {hint}
        </span>
      )}
    </fieldset>
  );
}

/** One entry a line: `['a', 'b']` ↔ `a\nb`. */
export const toLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const LinesInput = (props: TextInputProps) => <TextInput {...props} isLong />;
