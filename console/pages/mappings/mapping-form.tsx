/** Adding or editing a mapping: what it says, and beside it what it makes of a record. */
import { useQueryClient } from '@tanstack/react-query';
import { Plus, WandSparkles, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ApiError } from '../../data/client.ts';
import { changeMapping, createMapping } from '../../data/mappings.ts';
import type { Mapping } from '../../data/types.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { ConditionErrors } from '../../parts/condition-errors.tsx';
import { fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { mappingsTexts } from '../../texts/mappings.ts';
import { useTexts } from '../../texts/texts.ts';
import { ConditionFields } from './condition-fields.tsx';
import { type Draft, isReady, toBody, toCondition, toEvent, toLine } from './draft.ts';
import { EventFields } from './event-fields.tsx';
import { FieldTexts } from './field-texts.tsx';
import { suggestMapping } from './suggestion.ts';
import { TryOut } from './try-out.tsx';

const Part = ({ title, hint, children }: { title: string; hint: string; children: ReactNode }) => (
  <section aria-label={title} className="flex flex-col gap-2">
    <h3 className="text-sm font-medium">{title}</h3>
    {children}
    <p className="text-xs text-muted">{hint}</p>
  </section>
);

export interface MappingFormProps {
  /** Absent: a new one. */
  mapping?: Mapping;
  start: Draft;
  /** A record to begin with. */
  sample: string;
  /** Only the beginning of it is there. */
  isCut?: boolean;
  onClose(): void;
  onSaved(mapping: Mapping): void;
}

export function MappingForm({ mapping, start, sample: first, isCut = false, ...on }: MappingFormProps) {
  const t = useTexts(mappingsTexts);
  const client = useQueryClient();
  const [draft, setDraft] = useState(start);
  const [sample, setSample] = useState(first);
  const [suggested, setSuggested] = useState<'none' | 'done' | null>(null);
  const change = (part: Partial<Draft>): void => setDraft((now) => ({ ...now, ...part }));
  const suggest = (): void => {
    const found = suggestMapping(sample);
    setSuggested(found === null ? 'none' : 'done');
    if (found !== null) setDraft(draft.name.trim() === '' ? found : { ...found, name: draft.name });
  };
  return (
    <FormDialog
      title={mapping ? t.editTitle : t.add}
      action={mapping ? t.save : t.create}
      shape="wide"
      onClose={on.onClose}
      isReady={isReady(draft)}
      onSubmit={async () => {
        const body = toBody(draft);
        const saved = mapping
          ? await changeMapping(mapping.id, { ...body, version: mapping.version })
          : await createMapping(body);
        await client.invalidateQueries({ queryKey: ['mappings'] });
        on.onSaved(saved);
      }}
    >
      {(error) => (
        <>
          <TextInput
            label={t.sample}
            hint={isCut ? t.cutRecord : t.sampleHint}
            value={sample}
            onChange={(text) => {
              setSample(text);
              setSuggested(null);
            }}
            error={suggested === 'none' ? t.noRecord : null}
            isLong
            rows={6}
          />
          <div className="flex flex-wrap items-center gap-3">
            <Button onPress={suggest} isDisabled={sample.trim() === ''}>
              <WandSparkles size={14} aria-hidden />
              {t.suggest}
            </Button>
            <span role="status" className="text-xs text-muted">
              {suggested === 'done' ? t.suggested : ''}
            </span>
          </div>
          <TextInput
            label={t.name}
            hint={t.nameHint}
            value={draft.name}
            onChange={(name) => change({ name })}
            error={fieldError(error, 'name')}
            isRequired
            autoFocus
          />
          <Part title={t.about} hint={`${t.aboutHint} ${t.testHint}`}>
            <ConditionFields label={t.about} lines={draft.when} onChange={(when) => change({ when })} />
          </Part>
          <Part title={t.events} hint={t.eventsHint}>
            {draft.events.map((event, at) => (
              <EventFields
                key={event.id}
                event={event}
                number={at + 1}
                error={error}
                onChange={(part) =>
                  change({
                    events: draft.events.map((one) => (one.id === event.id ? { ...one, ...part } : one)),
                  })
                }
                onRemove={
                  draft.events.length === 1
                    ? undefined
                    : () => change({ events: draft.events.filter(({ id }) => id !== event.id) })
                }
              />
            ))}
            <Button
              look="quiet"
              className="self-start"
              onPress={() => change({ events: [...draft.events, toEvent('payload.received', [toLine()])] })}
            >
              <Plus size={14} aria-hidden />
              {t.addEvent}
            </Button>
          </Part>
          <Part title={t.fieldsTitle} hint={t.fieldsHint}>
            <FieldTexts
              value={draft.fields}
              onChange={(fields) => change({ fields })}
              error={error}
              place="fields"
            />
          </Part>
          <Part title={t.skip} hint={t.skipHint}>
            {draft.skip.map(({ id, lines }, at) => (
              <div key={id} className="flex items-start gap-2 rounded-md border border-line p-3">
                <div className="min-w-0 flex-1">
                  <ConditionFields
                    label={t.skipOne(at + 1)}
                    lines={lines}
                    onChange={(next) =>
                      change({
                        skip: draft.skip.map((one) => (one.id === id ? { ...one, lines: next } : one)),
                      })
                    }
                  />
                </div>
                <IconButton
                  label={t.removeSkip(at + 1)}
                  onPress={() => change({ skip: draft.skip.filter((one) => one.id !== id) })}
                >
                  <X size={16} aria-hidden />
                </IconButton>
              </div>
            ))}
            <Button
              look="quiet"
              className="self-start"
              onPress={() => change({ skip: [...draft.skip, toCondition()] })}
            >
              <Plus size={14} aria-hidden />
              {t.addSkip}
            </Button>
          </Part>
          <TryOut body={isReady(draft) ? toBody(draft) : null} sample={sample} />
          {error instanceof ApiError && <ConditionErrors error={error} shown={['name', 'fields']} />}
        </>
      )}
    </FormDialog>
  );
}
