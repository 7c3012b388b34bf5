/** Asks how long to block a source, and blocks it; the notice takes it back. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { blockAddress, blockSource, unblock } from '../data/incidents.ts';
import { answersTexts } from '../texts/answers.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { type Duration, DurationChoice, toMinutes } from './duration-choice.tsx';
import { toVisible } from './escape.ts';
import { FormError, TextInput } from './fields.tsx';
import { HostileText } from './hostile-text.tsx';
import { notify } from './toast.tsx';

/** Whether firewalls can block it: agents' sources are names of hosts. */
export const isAddress = (source: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(source) || (source.includes(':') && /^[0-9a-f:.]+$/i.test(source));

export interface BlockDialogProps {
  source: string;
  /** The incident it is blocked for, which then tells of it. */
  incidentId?: string;
  onClose(): void;
  onDone?(undo: () => void): void;
}

export function BlockDialog({ source, incidentId, onClose, onDone }: BlockDialogProps) {
  const t = useTexts(answersTexts);
  const { cancel } = useTexts(partsTexts);
  const client = useQueryClient();
  const [duration, setDuration] = useState<Duration>('week');
  const [note, setNote] = useState('');
  const stale = (): void => {
    for (const key of ['incident', 'blocked-ips']) void client.invalidateQueries({ queryKey: [key] });
  };
  const block = useMutation({
    mutationFn: () =>
      incidentId === undefined
        ? blockAddress(source, toMinutes(duration), note.trim())
        : blockSource(incidentId, toMinutes(duration), note.trim()),
    onSuccess({ id, ip_address }) {
      let isUsed = false;
      const undo = (): void => {
        if (isUsed) return;
        isUsed = true;
        unblock(id).then(
          () => {
            notify(t.unblocked(ip_address));
            stale();
          },
          (error: unknown) =>
            notify(error instanceof Error ? error.message : String(error), { tone: 'failed' }),
        );
      };
      notify(t.blocked(ip_address), { undo });
      onDone?.(undo);
      stale();
      onClose();
    },
  });
  return (
    <Dialog title={t.block} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          block.mutate();
        }}
      >
        <div className="flex flex-col gap-1 text-sm">
          <p className="text-muted">{t.blockLead}</p>
          <span className="text-base" title={toVisible(source)}>
            <HostileText text={source} />
          </span>
        </div>
        {isAddress(source) ? (
          <>
            <DurationChoice label={t.lasts} value={duration} onChange={setDuration} />
            <TextInput label={t.note} hint={t.noteHint} value={note} onChange={setNote} />
            <FormError error={block.error} />
          </>
        ) : (
          <p className="text-sm text-warn">{t.noAddress}</p>
        )}
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{cancel}</Button>
          <Button look="primary" type="submit" isDisabled={!isAddress(source) || block.isPending}>
            {t.blockDo}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
