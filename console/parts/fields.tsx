/** Form parts. A field's `error` is one from the API (`errors[].field`) or from the form itself. */
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  FieldError as AriaFieldError,
  Select as AriaSelect,
  TextField as AriaTextField,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
  TextArea,
} from 'react-aria-components';
import { ApiError } from '../data/client.ts';

const box =
  'w-full rounded-md border border-edge bg-raised px-3 h-9 pointer-coarse:h-11 text-base placeholder:text-muted data-invalid:border-bad';

/** What the API says of one field, or null. */
export const fieldError = (error: unknown, field: string): string | null =>
  error instanceof ApiError ? (error.errors.find((one) => one.field === field)?.message ?? null) : null;

/** What is wrong with the whole form: an API error that names no field. */
export function FormError({ error }: { error: unknown }) {
  if (!error || (error instanceof ApiError && error.errors.length > 0)) return null;
  const text = error instanceof ApiError ? error.detail : String(error);
  return (
    <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad wrap-anywhere">
      {text}
    </p>
  );
}

interface FieldProps {
  label: string;
  name?: string;
  hint?: string;
  error?: string | null;
  isRequired?: boolean;
}

export interface TextInputProps extends FieldProps {
  value: string;
  onChange(value: string): void;
  type?: 'text' | 'email' | 'password' | 'url' | 'number' | 'datetime-local';
  autoComplete?: string;
  isLong?: boolean;
  /** Of a long one; default 3. */
  rows?: number;
  autoFocus?: boolean;
  placeholder?: string;
}

export function TextInput({
  label,
  hint,
  error = null,
  isLong = false,
  rows = 3,
  placeholder,
  ...field
}: TextInputProps) {
  return (
    <AriaTextField
      {...field}
      isInvalid={error !== null}
      validationBehavior="aria"
      className="flex flex-col gap-1.5"
    >
      <Label className="text-sm font-medium">{label}</Label>
      {isLong ? (
        <TextArea rows={rows} placeholder={placeholder} className={`${box} h-auto py-2`} />
      ) : (
        <Input placeholder={placeholder} className={box} />
      )}
      {hint !== undefined && (
        <Text slot="description" className="text-xs text-muted">
          {hint}
        </Text>
      )}
      <AriaFieldError className="text-xs text-bad">{error}</AriaFieldError>
    </AriaTextField>
  );
}

export interface ChoiceProps<T extends string> extends FieldProps {
  value: T;
  onChange(value: T): void;
  options: readonly { value: T; label: string }[];
}

export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, hint, error = null, value, onChange, options } = props;
  return (
    <AriaSelect
      value={value}
      isInvalid={error !== null}
      validationBehavior="aria"
      onChange={(key) => {
        const found = options.find((option) => option.value === key);
        if (found) onChange(found.value);
      }}
      className="flex flex-col gap-1.5"
    >
      <Label className="text-sm font-medium">{label}</Label>
      <AriaButton className={`${box} flex items-center justify-between gap-2 text-left`}>
        <SelectValue className="truncate" />
        <ChevronDown size={16} aria-hidden className="text-muted" />
      </AriaButton>
      {hint !== undefined && (
        <Text slot="description" className="text-xs text-muted">
          {hint}
        </Text>
      )}
      <AriaFieldError className="text-xs text-bad">{error}</AriaFieldError>
      <Popover className="rise min-w-(--trigger-width) rounded-md border border-line bg-raised p-1 shadow-(--shadow)">
        <ListBox className="max-h-72 overflow-auto outline-none">
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className="flex cursor-pointer items-center justify-between gap-4 rounded-sm px-2 py-1.5 text-sm data-focused:bg-accent-soft"
            >
              {({ isSelected }) => (
                <>
                  {option.label}
                  {isSelected && <Check size={14} aria-hidden />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function Checkbox({
  isSelected,
  onChange,
  children,
  name,
  label,
}: {
  isSelected: boolean;
  onChange(isSelected: boolean): void;
  children?: ReactNode;
  name?: string;
  /** Its name where it has no text. */
  label?: string;
}) {
  return (
    <AriaCheckbox
      name={name}
      isSelected={isSelected}
      onChange={onChange}
      aria-label={label}
      className="group flex cursor-pointer items-center gap-2 text-sm pointer-coarse:min-h-11"
    >
      <span className="flex size-[18px] shrink-0 items-center justify-center rounded-sm border border-edge bg-raised text-accent-ink group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-accent group-data-selected:border-accent group-data-selected:bg-accent">
        {isSelected && <Check size={14} aria-hidden />}
      </span>
      {children}
    </AriaCheckbox>
  );
}
