/** Shows what a suppression rule would hide while its parts are chosen, and makes it; the notice takes it back. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { removeSuppression, sendSuppression, suppressionPreviewQuery } from '../data/incidents.ts';
import type { EventCondition } from '../data/types.ts';
import { answersTexts } from '../texts/answers.ts';
import { useAttackName } from '../texts/attack-types.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { type ConditionPart, conditionParts, isWide, keepParts, needsEnd, valuesOf } from './condition.ts';
import { ConditionErrors } from './condition-errors.tsx';
import { Dialog } from './dialog.tsx';
import { type Duration, DurationChoice, toMinutes } from './duration-choice.tsx';
import { clip, toVisible } from './escape.ts';
import { Checkbox, FormError, fieldError, TextInput } from './fields.tsx';
import { HostileText } from './hostile-text.tsx';
import { notify } from './toast.tsx';

export interface SuppressDialogProps {
  condition: EventCondition;
  /** What the rule is about, for its name; an attacker may have written it. */
  about: string;
  note?: string;
  nodeName(id: string): string;
  /** Present: asks whether to resolve the incident too. */
  canResolve?: boolean;
  onClose(): void;
  /** `resolves`: the incident is to be resolved too, and people told of both. */
  onDone?(resolves: boolean, undo: () => void): void;
}

function Preview({ condition }: { condition: EventCondition }) {
  const t = useTexts(answersTexts);
  const isEmpty = Object.keys(condition).length === 0;
  const preview = useQuery({ ...suppressionPreviewQuery(condition), enabled: !isEmpty });
  return (
    <div role="status" className="flex flex-col gap-1 rounded-md bg-sunk px-3 py-2 text-sm">
      <span data-preview>
        {isEmpty
          ? t.nothingLeft
          : preview.data
            ? t.preview(preview.data.count, preview.data.would_have_alerted)
            : preview.isError
              ? preview.error.message
              : t.previewing}
      </span>
      {!isEmpty && isWide(condition) && <span className="text-warn">{t.tooWide}</span>}
    </div>
  );
}

export function SuppressDialog({
  condition: whole,
  about,
  note: given = '',
  nodeName,
  canResolve = false,
  onClose,
  onDone,
}: SuppressDialogProps) {
  const t = useTexts(answersTexts);
  const { cancel } = useTexts(partsTexts);
  const client = useQueryClient();
  const attackName = useAttackName();
  const [dropped, setDropped] = useState<ReadonlySet<ConditionPart>>(new Set());
  const [name, setName] = useState(clip(t.ruleNameFor(toVisible(about)), 100));
  const [note, setNote] = useState(given);
  const [duration, setDuration] = useState<Duration>('month');
  const [resolves, setResolves] = useState(true);
  const condition = keepParts(whole, dropped);
  const isEmpty = Object.keys(condition).length === 0;
  const mustEnd = needsEnd(condition);
  // Parts may go after the time was chosen: what has to end then ends like one that is made anew.
  const lasts: Duration = mustEnd && duration === 'never' ? 'quarter' : duration;
  const stale = (): void => void client.invalidateQueries({ queryKey: ['suppressions'] });
  const make = useMutation({
    mutationFn() {
      const minutes = toMinutes(lasts);
      return sendSuppression({
        name: name.trim(),
        note: note.trim(),
        condition,
        expires_at: minutes === null ? null : new Date(Date.now() + minutes * 60_000).toISOString(),
      });
    },
    onSuccess({ id }) {
      let isUsed = false;
      const undo = (): void => {
        if (isUsed) return;
        isUsed = true;
        removeSuppression(id).then(
          () => {
            notify(t.unsuppressed);
            stale();
          },
          (error: unknown) =>
            notify(error instanceof Error ? error.message : String(error), { tone: 'failed' }),
        );
      };
      const isRest = canResolve && resolves;
      // Where more follows, whoever does it says both in one notice.
      if (!isRest) notify(t.suppressed, { undo });
      stale();
      onDone?.(isRest, undo);
      onClose();
    },
  });
  const shown = (part: ConditionPart, value: string) =>
    part === 'nodes' ? nodeName(value) : part === 'attack_types' ? attackName(value) : value;
  return (
    <Dialog title={t.suppress} isOpen onClose={onClose} shape="wide">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <p className="text-sm text-muted">{t.suppressLead}</p>
        <ul className="flex flex-col gap-1.5">
          {conditionParts
            .filter((part) => valuesOf(whole, part).length > 0)
            .map((part) => (
              <li key={part}>
                <Checkbox
                  isSelected={!dropped.has(part)}
                  onChange={(keeps) => {
                    const next = new Set(dropped);
                    if (keeps) next.delete(part);
                    else next.add(part);
                    setDropped(next);
                  }}
                >
                  <span className="w-28 shrink-0 text-muted">{t.parts[part]}</span>
                  <span className="min-w-0">
                    {valuesOf(whole, part).map((value) => (
                      <HostileText key={value} text={shown(part, value)} />
                    ))}
                  </span>
                </Checkbox>
              </li>
            ))}
        </ul>
        <Preview condition={condition} />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextInput
            label={t.ruleName}
            value={name}
            onChange={setName}
            error={fieldError(make.error, 'name')}
            isRequired
          />
          <DurationChoice
            label={t.lasts}
            value={lasts}
            onChange={setDuration}
            needsEnd={mustEnd}
            hint={mustEnd ? t.mustEnd : undefined}
            error={fieldError(make.error, 'expires_at')}
          />
        </div>
        <TextInput
          label={t.note}
          hint={t.noteHint}
          value={note}
          onChange={setNote}
          error={fieldError(make.error, 'note')}
        />
        <ConditionErrors error={make.error} />
        {canResolve && (
          <Checkbox isSelected={resolves} onChange={setResolves}>
            {t.alsoResolve}
          </Checkbox>
        )}
        <FormError error={make.error} />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{cancel}</Button>
          <Button look="primary" type="submit" isDisabled={isEmpty || name.trim() === '' || make.isPending}>
            {t.suppressDo}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
