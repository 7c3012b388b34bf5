/** Adding or editing a digest, with what it would say now. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeDigest, createDigest, digestPreviewQuery } from '../../data/digests.ts';
import { type Channel, type Digest, type Group, weekdays } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { Choices } from '../../parts/choices.tsx';
import { ConditionErrors } from '../../parts/condition-errors.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { Choice, fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { digestsTexts } from '../../texts/digests.ts';
import { durationTexts } from '../../texts/duration.ts';
import { useTexts } from '../../texts/texts.ts';
import { Preview } from './preview.tsx';

const periods = ['day', 'week'] as const satisfies readonly Digest['every'][];
/** These keep alerts open on their side, so they take no digest. */
const takesNone = new Set(['pagerduty', 'opsgenie']);

export interface DigestFormProps {
  /** Absent: a new one. */
  digest?: Digest;
  groups: readonly Group[];
  channels: readonly Channel[];
  onClose(): void;
  onSaved(digest: Digest): void;
}

type Draft = Pick<Digest, 'name' | 'every' | 'weekday' | 'at' | 'timezone' | 'group_id' | 'channels'>;

export function DigestForm({ digest, groups, channels, onClose, onSaved }: DigestFormProps) {
  const t = useTexts(digestsTexts);
  const { timezone: zone } = useTexts(durationTexts);
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(
    () =>
      digest ?? {
        name: t.standardName,
        every: 'day',
        weekday: 'mon',
        at: '08:00',
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        group_id: null,
        channels: [],
      },
  );
  const change = (part: Partial<Draft>): void => setDraft((now) => ({ ...now, ...part }));
  const { name, every, weekday, at, timezone, group_id } = draft;
  const [isShown, setShown] = useState(false);
  const preview = useQuery({ ...digestPreviewQuery({ every, timezone, group_id }), enabled: isShown });
  return (
    <FormDialog
      title={digest ? t.editTitle : t.add}
      action={digest ? t.save : t.create}
      shape="wide"
      onClose={onClose}
      isReady={name.trim() !== ''}
      aside={<Button onPress={() => setShown(!isShown)}>{isShown ? t.previewHide : t.preview}</Button>}
      onSubmit={async () => {
        const body = {
          name: name.trim(),
          every,
          weekday,
          at: at.trim(),
          timezone: timezone.trim(),
          group_id,
          channels: draft.channels,
        };
        const saved = digest
          ? await changeDigest(digest.id, { ...body, version: digest.version })
          : await createDigest(body);
        await client.invalidateQueries({ queryKey: ['digests'] });
        onSaved(saved);
      }}
    >
      {(error) => (
        <>
          <TextInput
            label={t.name}
            value={name}
            onChange={(text) => change({ name: text })}
            error={fieldError(error, 'name')}
            isRequired
            autoFocus
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <Choice
              label={t.every}
              value={every}
              onChange={(period) => change({ every: period })}
              options={periods.map((value) => ({ value, label: t.periods[value] }))}
            />
            {every === 'week' && (
              <Choice
                label={t.weekday}
                value={weekday}
                onChange={(day) => change({ weekday: day })}
                options={weekdays.map((value) => ({ value, label: t.weekdays[value] }))}
              />
            )}
            <TextInput
              label={t.at}
              placeholder="08:00"
              value={at}
              onChange={(text) => change({ at: text })}
              error={fieldError(error, 'at')}
            />
            <TextInput
              label={zone}
              placeholder="Europe/Berlin"
              value={timezone}
              onChange={(text) => change({ timezone: text })}
              error={fieldError(error, 'timezone')}
            />
            <Choice
              label={t.about}
              value={group_id ?? ''}
              onChange={(id) => change({ group_id: id === '' ? null : id })}
              options={[
                { value: '', label: t.allNodes },
                ...groups.map(({ id, name: group }) => ({ value: id, label: clip(toVisible(group), 80) })),
              ]}
            />
          </div>
          {channels.length > 0 && (
            <Choices
              label={t.channels}
              hint={t.channelsHint}
              values={draft.channels}
              onChange={(chosen) => change({ channels: chosen })}
              options={channels
                .filter(({ id, channel }) => !takesNone.has(channel) || draft.channels.includes(id))
                .map(({ id, name: channel }) => ({ value: id, label: clip(toVisible(channel), 80) }))}
            />
          )}
          <ConditionErrors error={error} shown={['name', 'at', 'timezone']} />
          {isShown && <Preview query={preview} />}
        </>
      )}
    </FormDialog>
  );
}
