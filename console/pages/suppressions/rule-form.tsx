/** Adding or editing a rule, with what it would hide before it hides anything. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { nodesQuery } from '../../data/queries.ts';
import { changeSuppression, createSuppression } from '../../data/suppressions.ts';
import { attackTypes, type Suppression } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { Choices, LinesInput } from '../../parts/choices.tsx';
import { needsEnd } from '../../parts/condition.ts';
import { ConditionErrors } from '../../parts/condition-errors.tsx';
import { type Duration, DurationChoice, toEnd } from '../../parts/duration-choice.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { Choice, fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { answersTexts } from '../../texts/answers.ts';
import { useAttackName } from '../../texts/attack-types.ts';
import { suppressionsTexts } from '../../texts/suppressions.ts';
import { useTexts } from '../../texts/texts.ts';
import { type ConditionDraft, lineParts, toCondition, toConditionDraft } from './condition.ts';
import { Preview } from './preview.tsx';

const risks = ['', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;

/** What the server says of these stands at their fields. */
const shownParts = [...lineParts, 'text'].map((part) => `condition.${part}`);

export function RuleForm({
  rule,
  onClose,
  onSaved,
}: {
  rule?: Suppression;
  onClose(): void;
  onSaved(rule: Suppression): void;
}) {
  const t = useTexts(suppressionsTexts);
  const answers = useTexts(answersTexts);
  const client = useQueryClient();
  const attackName = useAttackName();
  const { data: nodes = [] } = useQuery(nodesQuery());
  const [name, setName] = useState(rule?.name ?? '');
  const [note, setNote] = useState(rule?.note ?? '');
  const [draft, setDraft] = useState<ConditionDraft>(() => toConditionDraft(rule?.condition));
  // An end by default: what is hidden for ever is forgotten. An edited rule keeps the end it has.
  const [duration, setDuration] = useState<Duration | 'keep'>(rule ? 'keep' : 'quarter');
  const [previewed, setPreviewed] = useState<string | null>(null);
  const condition = toCondition(draft);
  const written = JSON.stringify(condition);
  const change = (part: Partial<ConditionDraft>): void => setDraft((now) => ({ ...now, ...part }));
  const isEmpty = Object.keys(condition).length === 0;
  const mustEnd = needsEnd(condition);
  // What has to end and would not ends like one that is made anew.
  const isForever = duration === 'never' || (duration === 'keep' && !rule?.expires_at);
  const lasts = mustEnd && isForever ? 'quarter' : duration;
  return (
    <FormDialog
      title={rule ? t.editTitle : t.add}
      action={rule ? t.save : t.create}
      shape="wide"
      onClose={onClose}
      isReady={name.trim() !== '' && !isEmpty}
      aside={
        <Button isDisabled={isEmpty} onPress={() => setPreviewed(written)}>
          {t.previewButton}
        </Button>
      }
      onSubmit={async () => {
        const body = { name: name.trim(), note, condition };
        const end = lasts === 'keep' ? {} : { expires_at: toEnd(lasts, Date.now()) };
        const saved = rule
          ? await changeSuppression(rule.id, { ...body, ...end, version: rule.version })
          : await createSuppression({ ...body, expires_at: null, ...end });
        await client.invalidateQueries({ queryKey: ['suppressions'] });
        onSaved(saved);
      }}
    >
      {(error) => (
        <>
          <TextInput
            label={t.name}
            hint={t.nameHint}
            value={name}
            onChange={setName}
            error={fieldError(error, 'name')}
            isRequired
            autoFocus
          />
          <p className="text-xs text-muted">{t.all}</p>
          <div className="grid gap-4 sm:grid-cols-2">
            {lineParts.map((part) => (
              <LinesInput
                key={part}
                label={t.parts[part]}
                hint={part === 'networks' ? t.networksHint : t.lines}
                value={draft.lines[part]}
                onChange={(text) => change({ lines: { ...draft.lines, [part]: text } })}
                error={fieldError(error, `condition.${part}`) ?? fieldError(error, `condition.${part}.0`)}
              />
            ))}
            <Choices
              label={t.parts.attack_types}
              values={draft.attack_types}
              onChange={(attack_types) => change({ attack_types })}
              options={attackTypes.map((value) => ({ value, label: attackName(value) }))}
            />
            {nodes.length > 0 && (
              <Choices
                label={t.parts.nodes}
                values={draft.nodes}
                onChange={(chosen) => change({ nodes: chosen })}
                options={nodes.map(({ node_id, name: node }) => ({
                  value: node_id,
                  label: clip(toVisible(node), 80),
                }))}
              />
            )}
            <TextInput
              label={t.parts.text}
              value={draft.text}
              onChange={(text) => change({ text })}
              error={fieldError(error, 'condition.text')}
            />
            <Choice
              label={t.parts.max_risk}
              value={draft.max_risk}
              onChange={(max_risk) => change({ max_risk })}
              options={risks.map((value) => ({ value, label: value === '' ? t.anyRisk : value }))}
            />
          </div>
          {lasts === 'keep' ? (
            <div className="flex flex-wrap items-center gap-3 text-sm">
              <span className="text-muted">{t.duration}:</span>
              {t.keepEnd(rule?.expires_at?.slice(0, 10) ?? t.noEnd)}
              <Button look="quiet" onPress={() => setDuration('quarter')}>
                {t.edit}
              </Button>
            </div>
          ) : (
            <DurationChoice
              label={t.duration}
              value={lasts}
              onChange={setDuration}
              needsEnd={mustEnd}
              hint={mustEnd ? answers.mustEnd : undefined}
              error={fieldError(error, 'expires_at')}
            />
          )}
          <TextInput label={t.note} hint={t.noteHint} value={note} onChange={setNote} isLong />
          <ConditionErrors error={error} shown={['name', 'note', 'expires_at', ...shownParts]} />
          {previewed !== null && previewed === written ? (
            <Preview condition={condition} />
          ) : (
            <p className="text-xs text-muted">{t.previewFirst}</p>
          )}
        </>
      )}
    </FormDialog>
  );
}
