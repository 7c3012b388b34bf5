/** The lines of a condition: a field of the record and what it must be. */
import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '../../parts/button.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { TextInput } from '../../parts/fields.tsx';
import { mappingsTexts } from '../../texts/mappings.ts';
import { useTexts } from '../../texts/texts.ts';
import { type Line, toLine } from './draft.ts';

export function ConditionFields({
  label,
  lines,
  onChange,
}: {
  label: string;
  lines: readonly Line[];
  onChange(lines: Line[]): void;
}) {
  const t = useTexts(mappingsTexts);
  const change = (id: number, part: Partial<Line>): void =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  return (
    <fieldset aria-label={label} className="flex min-w-0 flex-col gap-2">
      {lines.map(({ id, path, test }) => (
        <div key={id} className="grid grid-cols-[1fr_1fr_auto] items-end gap-2">
          <TextInput label={t.path} value={path} onChange={(text) => change(id, { path: text })} />
          <TextInput label={t.test} value={test} onChange={(text) => change(id, { test: text })} />
          <IconButton
            label={t.removeLine(clip(toVisible(path), 40))}
            onPress={() => onChange(lines.filter((line) => line.id !== id))}
          >
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button look="quiet" className="self-start" onPress={() => onChange([...lines, toLine()])}>
        <Plus size={14} aria-hidden />
        {t.addLine}
      </Button>
    </fieldset>
  );
}
