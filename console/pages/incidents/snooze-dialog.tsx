/** Asks until when: one press, or one key, for what people choose most. */
import { useEffect, useRef, useState } from 'react';
import type { IncidentView, SnoozeRequest } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { TextInput } from '../../parts/fields.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { incidentsTexts } from '../../texts/incidents.ts';
import { useTexts } from '../../texts/texts.ts';
import { presets, toSnooze } from './snooze.ts';

export function SnoozeDialog({
  incidents,
  onClose,
  onSnooze,
}: {
  incidents: readonly IncidentView[];
  onClose(): void;
  onSnooze(request: SnoozeRequest): void;
}) {
  const t = useTexts(incidentsTexts);
  const [at, setAt] = useState('');
  const [first] = incidents;
  const choose = (request: SnoozeRequest): void => {
    onSnooze(request);
    onClose();
  };
  const latest = useRef(choose);
  latest.current = choose;
  useEffect(() => {
    const onKey = ({ key, target }: KeyboardEvent): void => {
      const preset = presets[Number(key) - 1];
      if (preset !== undefined && !(target instanceof HTMLInputElement))
        latest.current(toSnooze(preset, Date.now()));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <Dialog title={t.snoozeTitle(incidents.length)} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        {incidents.length === 1 && first !== undefined && (
          <div className="text-sm text-muted">
            <HostileText prose text={first.title} limit={160} />
          </div>
        )}
        <div className="flex flex-col gap-1.5">
          {presets.map((preset, n) => (
            <Button
              key={preset}
              autoFocus={n === 0}
              className="justify-start! gap-3!"
              onPress={() => choose(toSnooze(preset, Date.now()))}
            >
              <kbd className="num text-xs text-muted">{n + 1}</kbd>
              {t.snoozes[preset]}
            </Button>
          ))}
        </div>
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (Date.parse(at) > Date.now()) choose({ until: new Date(at).toISOString() });
          }}
        >
          <div className="min-w-0 flex-1">
            <TextInput label={t.snoozeAt} type="datetime-local" value={at} onChange={setAt} />
          </div>
          <Button type="submit" isDisabled={!(Date.parse(at) > Date.now())}>
            {t.snooze}
          </Button>
        </form>
        <p className="text-xs text-muted">{t.snoozeHint}</p>
      </div>
    </Dialog>
  );
}
