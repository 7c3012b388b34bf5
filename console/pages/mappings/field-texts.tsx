/** Our fields, each with the text from which it is filled. */
import { mappedFields } from '../../data/types.ts';
import { fieldError, TextInput } from '../../parts/fields.tsx';
import { mappingsTexts } from '../../texts/mappings.ts';
import { useTexts } from '../../texts/texts.ts';
import type { FieldTexts as Texts } from './draft.ts';

export function FieldTexts({
  value,
  onChange,
  error,
  place,
}: {
  value: Texts;
  onChange(value: Texts): void;
  error: unknown;
  /** Of the body: where the API finds a mistake. */
  place: string;
}) {
  const t = useTexts(mappingsTexts);
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {mappedFields.map((field) => (
        <TextInput
          key={field}
          label={t.fields[field]}
          value={value[field]}
          onChange={(text) => onChange({ ...value, [field]: text })}
          error={fieldError(error, `${place}.${field}`)}
        />
      ))}
    </div>
  );
}
