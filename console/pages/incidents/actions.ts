/** What people do to incidents, what they are told of it, and how it is taken back. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { type BulkOutcome, changeWithCache, type IncidentChange } from '../../data/incidents.ts';
import type { BulkItem, IncidentView } from '../../data/types.ts';
import { notify } from '../../parts/toast.tsx';
import { incidentsTexts } from '../../texts/incidents.ts';
import { useTexts } from '../../texts/texts.ts';

type Undo = () => void;
export interface Also {
  words: string;
  undo: Undo;
}
/** So many answers can be taken back, one after another. */
const mostUndone = 50;

export interface Actions {
  /**
   * Changes them at once; resolves when the server has answered. Never rejects: people are told. `also` is what was done
   * together with it.
   */
  change(incidents: readonly IncidentView[], change: IncidentChange, also?: Also): Promise<void>;
  /** Remembers how to take back something that was done elsewhere. */
  remember(undo: Undo): void;
  /** Takes back the last action. */
  undo(): void;
}

export function useIncidentActions(): Actions {
  const t = useTexts(incidentsTexts);
  const client = useQueryClient();
  const done = useRef<Undo[]>([]);

  const keep = useCallback((undo: Undo) => {
    done.current = [...done.current, undo].slice(-mostUndone);
  }, []);
  const tell = useCallback(
    (outcome: BulkOutcome, says: (count: number) => string, undo?: Undo, also?: string) => {
      const { changed, unchanged, conflicts, missing, failed } = outcome;
      const words = [
        ...(also === undefined ? [] : [also]),
        ...(changed > 0 ? [says(changed)] : []),
        ...(unchanged > 0 ? [t.unchanged(unchanged)] : []),
        ...(conflicts > 0 ? [t.conflicts(conflicts)] : []),
        ...(missing > 0 ? [t.missing(missing)] : []),
        ...(failed > 0 ? [t.failed(failed)] : []),
      ];
      const isWhole = conflicts + missing + failed === 0;
      notify(`${words.join('. ')}.`, { tone: isWhole ? 'done' : 'failed', undo });
    },
    [t],
  );

  const send = useCallback(
    async (
      items: readonly BulkItem[],
      says: (count: number) => string,
      isUndo: boolean,
      also?: Also,
    ): Promise<void> => {
      const outcome = await changeWithCache(client, items);
      if (isUndo || outcome.undo.length === 0) {
        if (also) keep(also.undo);
        return tell(outcome, says, also?.undo, also?.words);
      }
      let isUsed = false;
      const undo = (): void => {
        if (isUsed) return;
        isUsed = true;
        done.current = done.current.filter((one) => one !== undo);
        also?.undo();
        void send(outcome.undo, t.did.undone, true);
      };
      keep(undo);
      tell(outcome, says, undo, also?.words);
    },
    [client, t, tell, keep],
  );

  const change: Actions['change'] = useCallback(
    (incidents, what, also) =>
      send(
        incidents.map(({ incident_id, version }) => ({ incident_id, version, ...what })),
        what.status !== undefined
          ? t.did[what.status]
          : what.snooze
            ? t.did.snoozed
            : what.snooze === null
              ? t.did.woken
              : t.did.assigned,
        false,
        also,
      ),
    [send, t],
  );
  const undo = useCallback(() => {
    const run = done.current.pop();
    if (run === undefined) notify(t.nothingToUndo);
    else run();
  }, [t]);
  return { change, remember: keep, undo };
}
