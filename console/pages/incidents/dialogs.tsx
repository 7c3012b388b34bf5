/** What asks for words: a comment, a verdict with its note, somebody to assign to. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { sendComment, sendVerdict, suggestSuppression } from '../../data/incidents.ts';
import type {
  AlertView,
  EventCondition,
  IncidentView,
  KnownScannerCreate,
  VerdictKind,
} from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Checkbox, FormError, fieldError, TextInput } from '../../parts/fields.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { notify } from '../../parts/toast.tsx';
import { incidentsTexts } from '../../texts/incidents.ts';
import { partsTexts } from '../../texts/parts.ts';
import { useTexts } from '../../texts/texts.ts';

function Form({
  title,
  about,
  action,
  isReady,
  isBusy,
  error,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  about: IncidentView;
  action: string;
  isReady: boolean;
  isBusy: boolean;
  error: unknown;
  onSubmit(): void;
  onClose(): void;
  children: ReactNode;
}) {
  const t = useTexts(partsTexts);
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) onSubmit();
        }}
        onKeyDown={(event) => {
          // In a text of several lines Enter begins a line; with Ctrl or ⌘ it sends.
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            if (isReady && !isBusy) onSubmit();
          }
        }}
      >
        <div className="text-sm text-muted">
          <HostileText prose text={about.title} limit={160} />
        </div>
        {children}
        <FormError error={error} />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{t.cancel}</Button>
          <Button look="primary" type="submit" isDisabled={!isReady || isBusy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function CommentDialog({ incident, onClose }: { incident: IncidentView; onClose(): void }) {
  const t = useTexts(incidentsTexts);
  const client = useQueryClient();
  const [text, setText] = useState('');
  const send = useMutation({
    mutationFn: () => sendComment(incident.incident_id, text.trim()),
    onSuccess() {
      notify(t.saved);
      void client.invalidateQueries({ queryKey: ['incident', incident.incident_id] });
      onClose();
    },
  });
  return (
    <Form
      title={t.comment}
      about={incident}
      action={t.commentDo}
      isReady={text.trim() !== ''}
      isBusy={send.isPending}
      error={send.error}
      onSubmit={() => send.mutate()}
      onClose={onClose}
    >
      <TextInput
        label={t.comment}
        value={text}
        onChange={setText}
        isLong
        autoFocus
        error={fieldError(send.error, 'text')}
      />
    </Form>
  );
}

export function AssignDialog({
  incident,
  onClose,
  onAssign,
}: {
  incident: IncidentView;
  onClose(): void;
  onAssign(who: string): void;
}) {
  const t = useTexts(incidentsTexts);
  const [who, setWho] = useState(incident.assignee ?? '');
  return (
    <Form
      title={t.assign}
      about={incident}
      action={t.assign}
      isReady={who.trim() !== '' && who.trim().length <= 254}
      isBusy={false}
      error={null}
      onSubmit={() => {
        onAssign(who.trim());
        onClose();
      }}
      onClose={onClose}
    >
      <TextInput label={t.assignTo} value={who} onChange={setWho} autoFocus />
    </Form>
  );
}

const kinds: readonly VerdictKind[] = ['attack', 'harmless', 'expected'];

export function VerdictDialog({
  incident,
  alert,
  onClose,
  onSuggest,
  onScanner,
}: {
  incident: IncidentView;
  /** Its worst alert: what a suggestion is made of. */
  alert: AlertView | undefined;
  onClose(): void;
  /** The person wants to see what of this kind could be hidden. */
  onSuggest(condition: EventCondition, note: string): void;
  /** The same, where one known scanner covers all that the source did. */
  onScanner(scanner: KnownScannerCreate): void;
}) {
  const t = useTexts(incidentsTexts);
  const client = useQueryClient();
  const [kind, setKind] = useState<VerdictKind | null>(incident.human_verdict?.verdict ?? null);
  const [note, setNote] = useState(incident.human_verdict?.note ?? '');
  const [hides, setHides] = useState(true);
  const canHide = alert !== undefined && (kind === 'expected' || kind === 'harmless');
  const send = useMutation({
    async mutationFn(verdict: VerdictKind) {
      const { known_scanner: scanner } = await sendVerdict(incident.incident_id, verdict, note.trim());
      if (!canHide || !hides) return { scanner: null, condition: null };
      return scanner === null
        ? { scanner, condition: await suggestSuppression(alert.alert_id, verdict, note.trim()) }
        : { scanner, condition: null };
    },
    onSuccess({ scanner, condition }) {
      notify(t.verdictSaved);
      void client.invalidateQueries({ queryKey: ['incident', incident.incident_id] });
      onClose();
      if (scanner !== null) onScanner(scanner);
      else if (condition !== null) onSuggest(condition, note.trim());
    },
  });
  return (
    <Form
      title={t.verdict}
      about={incident}
      action={t.verdictDo}
      isReady={kind !== null}
      isBusy={send.isPending}
      error={send.error}
      onSubmit={() => kind !== null && send.mutate(kind)}
      onClose={onClose}
    >
      <RadioGroup
        aria-label={t.verdict}
        value={kind}
        onChange={(value) => setKind(kinds.find((one) => one === value) ?? null)}
        className="flex flex-col gap-2"
      >
        {kinds.map((one) => (
          <Radio
            key={one}
            value={one}
            autoFocus={one === (kind ?? 'attack')}
            className="flex cursor-pointer flex-col rounded-md border border-edge bg-raised px-3 py-2 data-focus-visible:outline-2 data-selected:border-accent data-selected:bg-accent-soft"
          >
            <span className="text-sm font-medium">{t.verdicts[one]}</span>
            <span className="text-xs text-muted">{t.verdictHints[one]}</span>
          </Radio>
        ))}
      </RadioGroup>
      <TextInput label={t.verdictNote} value={note} onChange={setNote} isLong />
      {canHide && (
        <Checkbox isSelected={hides} onChange={setHides}>
          {t.verdictThenHide}
        </Checkbox>
      )}
    </Form>
  );
}
