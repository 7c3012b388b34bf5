/** What is never blocked, and what is blocked without asking. Both are one document at the server. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { blockSettingsQuery, saveBlockSettings } from '../../data/block-list.ts';
import { ApiError } from '../../data/client.ts';
import { attackTypes, type BlockSettings } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { Choices, LinesInput, toLines } from '../../parts/choices.tsx';
import { useMinutes } from '../../parts/duration-choice.tsx';
import { Checkbox, Choice, FormError } from '../../parts/fields.tsx';
import { Panel } from '../../parts/page-head.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { notify } from '../../parts/toast.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { blockListTexts } from '../../texts/block-list.ts';
import { useTexts } from '../../texts/texts.ts';

function Form({
  title,
  settings,
  onSave,
  isChanged,
  children,
}: {
  title: string;
  settings: BlockSettings;
  onSave(): void;
  isChanged: boolean;
  children(error: unknown): ReactNode;
}) {
  const t = useTexts(blockListTexts);
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  return (
    <Panel title={title} className="max-w-3xl">
      <form
        noValidate
        className="flex flex-col gap-4 p-4 pt-2"
        onSubmit={async (event) => {
          event.preventDefault();
          setBusy(true);
          try {
            client.setQueryData(blockSettingsQuery().queryKey, await saveBlockSettings(settings));
            setError(null);
            onSave();
            notify(t.saved);
          } catch (failure) {
            setError(failure);
          } finally {
            setBusy(false);
          }
        }}
      >
        {children(error)}
        <FormError error={error} />
        <Button
          look="primary"
          type="submit"
          isPending={isBusy}
          isDisabled={!isChanged}
          className="self-start"
        >
          {t.save}
        </Button>
      </form>
    </Panel>
  );
}

function Never({ stored }: { stored: BlockSettings }) {
  const t = useTexts(blockListTexts);
  const before = stored.never_block.join('\n');
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? before;
  const lines = toLines(text);
  /** `never_block.3` is the fourth line that is not empty. */
  const wrong = (error: unknown): string | null =>
    error instanceof ApiError && error.errors.length > 0
      ? error.errors
          .map(({ field, message }) => {
            const index = /^never_block\.(\d+)/.exec(field)?.[1];
            return index === undefined ? message : t.neverLine(Number(index) + 1, message);
          })
          .join(' · ')
      : null;
  return (
    <Form
      title={t.neverTitle}
      settings={{ ...stored, never_block: lines }}
      isChanged={typed !== null && text !== before}
      onSave={() => setTyped(null)}
    >
      {(error) => (
        <>
          <LinesInput
            label={t.tabs.never}
            rows={10}
            hint={t.neverHint}
            value={text}
            onChange={setTyped}
            error={wrong(error)}
          />
          <p className="text-xs text-muted">
            {t.neverCount(lines.length)} · {t.neverFixed}
          </p>
        </>
      )}
    </Form>
  );
}

const risks = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;
const spans = [60, 360, 1440, 10_080, 43_200] as const;

function Rule({ stored }: { stored: BlockSettings }) {
  const t = useTexts(blockListTexts);
  const attackName = useAttackName();
  const minutesInWords = useMinutes();
  const [changed, setChanged] = useState<BlockSettings['rule'] | undefined>(undefined);
  const rule = changed === undefined ? stored.rule : changed;
  const choices = [...new Set([...spans, ...(rule ? [rule.minutes] : [])])].sort((a, b) => a - b);
  return (
    <Form
      title={t.ruleTitle}
      settings={{ ...stored, rule }}
      isChanged={changed !== undefined && JSON.stringify(changed) !== JSON.stringify(stored.rule)}
      onSave={() => setChanged(undefined)}
    >
      {() => (
        <>
          <Checkbox
            isSelected={rule !== null}
            onChange={(isOn) => setChanged(isOn ? { min_risk: 9, attack_types: [], minutes: 1440 } : null)}
          >
            {t.ruleOn}
          </Checkbox>
          {rule !== null && (
            <>
              <div className="grid gap-4 sm:grid-cols-2">
                <Choice
                  label={t.minRisk}
                  value={String(rule.min_risk)}
                  onChange={(risk) => setChanged({ ...rule, min_risk: Number(risk) })}
                  options={risks.map((value) => ({ value, label: value }))}
                />
                <Choice
                  label={t.minutes}
                  value={String(rule.minutes)}
                  onChange={(minutes) => setChanged({ ...rule, minutes: Number(minutes) })}
                  options={choices.map((value) => ({
                    value: String(value),
                    label: minutesInWords(value),
                  }))}
                />
              </div>
              <Checkbox
                isSelected={rule.only_proven === true}
                onChange={(only_proven) => setChanged({ ...rule, only_proven })}
              >
                {t.onlyProven}
              </Checkbox>
              <Choices
                label={t.types}
                hint={t.typesHint}
                values={rule.attack_types}
                onChange={(attack_types) => setChanged({ ...rule, attack_types })}
                options={attackTypes.map((value) => ({ value, label: attackName(value) }))}
              />
            </>
          )}
          <p className="text-xs text-muted">{t.ruleHint}</p>
        </>
      )}
    </Form>
  );
}

export function BlockRules({ part }: { part: 'never' | 'rule' }) {
  const query = useQuery(blockSettingsQuery());
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined)
    return (
      <div aria-busy="true" className="max-w-3xl">
        <Skeleton className="h-48" />
      </div>
    );
  return part === 'never' ? <Never stored={query.data} /> : <Rule stored={query.data} />;
}
