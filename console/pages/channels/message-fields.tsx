/** What a channel is told of, and in whose words: with what they make of one's own latest incident. */
import { useState } from 'react';
import { type ChannelKind, previewChannel } from '../../data/channels.ts';
import { ApiError } from '../../data/client.ts';
import { type ChannelPreview, subscriptions } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { Choices } from '../../parts/choices.tsx';
import { ConditionErrors } from '../../parts/condition-errors.tsx';
import { Checkbox, FormError, fieldError, TextInput } from '../../parts/fields.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { MessageText } from '../../parts/message-text.tsx';
import { messagesTexts } from '../../texts/messages.ts';
import { useTexts } from '../../texts/texts.ts';
import { type Draft, toSettings, toTemplates } from './draft.ts';

export interface MessageFieldsProps {
  kind: ChannelKind;
  draft: Draft;
  change(part: Partial<Draft>): void;
  error: unknown;
}

export function Subscriptions({ draft, change }: Pick<MessageFieldsProps, 'draft' | 'change'>) {
  const t = useTexts(messagesTexts);
  return (
    <div className="flex flex-col gap-2">
      <Checkbox
        isSelected={draft.events === null}
        onChange={(isUsual) => change({ events: isUsual ? null : ['opened', 'worse', 'escalated'] })}
      >
        <span className="min-w-0">
          {t.usual}
          <span className="block text-xs text-muted">{t.usualHint}</span>
        </span>
      </Checkbox>
      {draft.events !== null && (
        <Choices
          label={t.subscriptions}
          values={draft.events}
          onChange={(events) => change({ events })}
          options={subscriptions.map((value) => ({ value, label: t.kinds[value] }))}
        />
      )}
    </div>
  );
}

const Preview = ({ preview }: { preview: ChannelPreview }) => {
  const t = useTexts(messagesTexts);
  return (
    <div role="status" className="flex flex-col gap-2 rounded-md bg-sunk p-3 text-sm">
      <p className="text-xs text-muted">{preview.incident_id === null ? t.previewTest : t.previewOf}</p>
      <p className="font-medium">
        <HostileText prose text={preview.title} limit={500} />
      </p>
      <MessageText text={preview.text} />
      {preview.body !== null && (
        <>
          <p className="text-xs text-muted">{t.previewBody}</p>
          <HostileText block text={preview.body} />
        </>
      )}
    </div>
  );
};

export function MessageFields({ kind, draft, change, error }: MessageFieldsProps) {
  const t = useTexts(messagesTexts);
  const [preview, setPreview] = useState<ChannelPreview | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  async function look(): Promise<void> {
    setBusy(true);
    try {
      setPreview(
        await previewChannel({
          channel: kind.name,
          // Only there do they shape the message.
          ...(kind.name === 'custom' ? { settings: toSettings(kind, draft) } : {}),
          templates: toTemplates(draft),
          show_passwords: draft.showPasswords,
        }),
      );
      setFailure(null);
    } catch (cause) {
      setFailure(cause);
      setPreview(null);
    } finally {
      setBusy(false);
    }
  }
  const said = (field: string): string | null => fieldError(failure, field) ?? fieldError(error, field);
  const isAtField = failure instanceof ApiError && failure.errors.length > 0;
  return (
    <div className="flex flex-col gap-4">
      <Checkbox isSelected={draft.showPasswords} onChange={(showPasswords) => change({ showPasswords })}>
        <span className="min-w-0">
          {t.passwords}
          <span className="block text-xs text-muted">{t.passwordsHint}</span>
        </span>
      </Checkbox>
      <p className="text-xs text-muted">{t.templatesHint}</p>
      <TextInput
        label={t.templateTitle}
        value={draft.title}
        onChange={(title) => change({ title })}
        error={said('templates.title')}
      />
      <TextInput
        label={t.templateText}
        value={draft.text}
        onChange={(text) => change({ text })}
        error={said('templates.text')}
        isLong
        rows={5}
      />
      {isAtField ? <ConditionErrors error={failure} shown={['templates.']} /> : <FormError error={failure} />}
      <Button className="self-start" isPending={isBusy} onPress={() => void look()}>
        {t.preview}
      </Button>
      {preview !== null && <Preview preview={preview} />}
    </div>
  );
}
