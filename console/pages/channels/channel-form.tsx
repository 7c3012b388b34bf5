/** Adding or editing a channel. All of the form follows from the kind's fields. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ChannelKind, changeChannel, createChannel } from '../../data/channels.ts';
import { ApiError } from '../../data/client.ts';
import { nodesQuery } from '../../data/queries.ts';
import { attackTypes, type Channel } from '../../data/types.ts';
import { pushKind } from '../../data/web-push.ts';
import { Choices, LinesInput } from '../../parts/choices.tsx';
import { ConditionErrors } from '../../parts/condition-errors.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { Choice, fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { QuietHoursFields } from '../../parts/quiet-hours.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { useServerText } from '../../texts/channel-fields.ts';
import { channelsTexts } from '../../texts/channels.ts';
import { messagesTexts } from '../../texts/messages.ts';
import { useTexts } from '../../texts/texts.ts';
import { type Draft, toDraft, toFilter, toSettings, toTemplates } from './draft.ts';
import { MessageFields, Subscriptions } from './message-fields.tsx';
import { SettingInput } from './setting-input.tsx';

const risks = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;

/** What the server says of these stands at their fields. */
const shownFields = ['name', 'settings.', 'filter.services', 'quiet_hours.', 'templates.t'];

export function ChannelForm({
  kind,
  channel,
  onClose,
  onSaved,
}: {
  kind: ChannelKind;
  /** Absent: a new one. */
  channel?: Channel;
  onClose(): void;
  onSaved(channel: Channel): void;
}) {
  const t = useTexts(channelsTexts);
  const messages = useTexts(messagesTexts);
  const say = useServerText();
  const client = useQueryClient();
  const attackName = useAttackName();
  const { data: nodes = [] } = useQuery(nodesQuery());
  const [draft, setDraft] = useState<Draft>(() => toDraft(kind, channel));
  const change = (part: Partial<Draft>): void => setDraft((now) => ({ ...now, ...part }));
  const { filter } = draft;
  const isMore = Object.keys(filter).length > 0 || draft.quiet !== null || draft.events !== null;
  const hasWords = draft.title !== '' || draft.text !== '' || draft.showPasswords;

  return (
    <FormDialog
      title={channel ? t.editTitle(channel.name) : t.addKind(kind.title)}
      action={channel ? t.save : t.create}
      shape="wide"
      onClose={onClose}
      isReady={draft.name.trim() !== ''}
      onSubmit={async () => {
        const body = {
          name: draft.name.trim(),
          settings: toSettings(kind, draft),
          filter: toFilter(draft),
          quiet_hours: draft.quiet,
          events: draft.events === null ? null : [...draft.events],
          show_passwords: draft.showPasswords,
          templates: toTemplates(draft),
        };
        const saved = channel
          ? await changeChannel(channel.id, { ...body, version: channel.version })
          : await createChannel(kind.name, body);
        await client.invalidateQueries({ queryKey: ['channels'] });
        onSaved(saved);
      }}
    >
      {(error) => (
        <>
          <p className="-mt-2 text-sm text-muted">{say(kind.help)}</p>
          <TextInput
            label={t.name}
            hint={t.nameHint}
            value={draft.name}
            onChange={(name) => change({ name })}
            error={fieldError(error, 'name')}
            isRequired
          />
          {/* What a browser made, nobody can type. */}
          {Object.entries(kind.name === pushKind ? {} : kind.fields).map(([name, field]) => (
            <SettingInput
              key={name}
              name={name}
              field={field}
              value={draft.values[name] ?? ''}
              onChange={(value) => change({ values: { ...draft.values, [name]: value } })}
              error={fieldError(error, `settings.${name}`)}
            />
          ))}
          {/* A form with a mistake inside must not hide it. */}
          <details
            open={
              isMore ||
              (error instanceof ApiError &&
                error.errors.some(({ field }) => /^(filter|quiet|events)/.test(field)))
            }
            className="rounded-md border border-line px-4 py-3"
          >
            <summary className="cursor-pointer text-sm font-medium">
              {t.which} · {t.columns.quiet}
            </summary>
            <div className="mt-3 flex flex-col gap-4">
              <Subscriptions draft={draft} change={change} />
              <p className="text-xs text-muted">{t.whichHint}</p>
              <Choice
                label={t.minRisk}
                value={String(filter.min_risk ?? 0)}
                onChange={(risk) => change({ filter: { ...filter, min_risk: Number(risk) } })}
                options={risks.map((value) => ({ value, label: value === '0' ? t.anyRisk : value }))}
              />
              <Choices
                label={t.types}
                values={filter.attack_types ?? []}
                onChange={(attack_types) => change({ filter: { ...filter, attack_types } })}
                options={attackTypes.map((value) => ({ value: value as string, label: attackName(value) }))}
              />
              {nodes.length > 0 && (
                <Choices
                  label={t.nodes}
                  values={filter.nodes ?? []}
                  onChange={(chosen) => change({ filter: { ...filter, nodes: chosen } })}
                  options={nodes.map(({ node_id, name }) => ({
                    value: node_id,
                    label: clip(toVisible(name), 80),
                  }))}
                />
              )}
              <LinesInput
                label={t.services}
                hint={t.servicesHint}
                value={draft.services}
                onChange={(services) => change({ services })}
                error={fieldError(error, 'filter.services')}
              />
              <QuietHoursFields value={draft.quiet} onChange={(quiet) => change({ quiet })} error={error} />
            </div>
          </details>
          <details
            open={
              hasWords ||
              (error instanceof ApiError && error.errors.some(({ field }) => field.startsWith('templates')))
            }
            className="rounded-md border border-line px-4 py-3"
          >
            <summary className="mb-3 cursor-pointer text-sm font-medium">
              {messages.templates} · {messages.preview}
            </summary>
            <MessageFields kind={kind} draft={draft} change={change} error={error} />
          </details>
          <ConditionErrors error={error} shown={shownFields} />
          {error instanceof ApiError && error.code === 'conflict' && channel && (
            <p className="text-sm text-warn">{t.conflict}</p>
          )}
        </>
      )}
    </FormDialog>
  );
}
