/** One event of a mapping: when it is one, of which kind, and what its fields are. */
import { X } from 'lucide-react';
import { useState } from 'react';
import { eventKinds } from '../../data/types.ts';
import { IconButton } from '../../parts/button.tsx';
import { Choice } from '../../parts/fields.tsx';
import { useKindName } from '../../texts/event-kinds.ts';
import { mappingsTexts } from '../../texts/mappings.ts';
import { useTexts } from '../../texts/texts.ts';
import { ConditionFields } from './condition-fields.tsx';
import type { EventDraft } from './draft.ts';
import { FieldTexts } from './field-texts.tsx';

export function EventFields({
  event,
  number,
  error,
  onChange,
  onRemove,
}: {
  event: EventDraft;
  /** From 1. */
  number: number;
  error: unknown;
  onChange(part: Partial<EventDraft>): void;
  /** Absent: it is the only one. */
  onRemove?: (() => void) | undefined;
}) {
  const t = useTexts(mappingsTexts);
  const kindName = useKindName();
  const [hasFields] = useState(() => Object.values(event.fields).some((text) => text !== ''));
  return (
    <section aria-label={t.event(number)} className="flex flex-col gap-3 rounded-md border border-line p-3">
      <div className="flex items-center gap-2">
        <h4 className="flex-1 text-sm font-medium">{t.event(number)}</h4>
        {onRemove && (
          <IconButton label={t.removeEvent(number)} onPress={onRemove}>
            <X size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      {event.when.length === 0 && <p className="text-xs text-muted">{t.always}</p>}
      <ConditionFields
        label={t.event(number)}
        lines={event.when}
        onChange={(lines) => onChange({ when: lines })}
      />
      <Choice
        label={t.kind}
        value={event.kind}
        onChange={(kind) => onChange({ kind })}
        options={eventKinds.map((value) => ({ value, label: kindName(value) }))}
      />
      <details open={hasFields}>
        <summary className="mb-2 cursor-pointer text-sm">{t.ownFields}</summary>
        <FieldTexts
          value={event.fields}
          onChange={(fields) => onChange({ fields })}
          error={error}
          place={`events.${number - 1}.fields`}
        />
      </details>
    </section>
  );
}
