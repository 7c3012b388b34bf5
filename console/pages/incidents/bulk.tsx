/** What can be done with the selected incidents, and how far it is. */
import type { AlertStatus } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { useFormat } from '../../texts/format.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { mergingTexts } from '../../texts/merging.ts';
import { useTexts } from '../../texts/texts.ts';

export interface BulkProps {
  progress: { done: number; of: number } | null;
  isSelecting: boolean;
  /** How many rows there are, where that is all and not all are selected. */
  loaded: number | null;
  onStatus(status: AlertStatus): void;
  onAssign(): void;
  onSnooze(): void;
  /** Null where one alone is selected, or too many. */
  onMerge: (() => void) | null;
  onSelectLoaded(): void;
  /** Null where the loaded rows are all that match. */
  onSelectMatching: (() => void) | null;
}

export function Bulk(props: BulkProps) {
  const t = useTexts(incidentsTexts);
  const { merge } = useTexts(mergingTexts);
  const format = useFormat();
  const { progress, isSelecting, loaded, onStatus, onAssign, onSnooze, onMerge } = props;
  const { onSelectLoaded, onSelectMatching } = props;
  if (progress !== null)
    return <span role="status">{t.working(format.count(progress.done), format.count(progress.of))}</span>;
  return (
    <>
      <Button className="h-7!" onPress={() => onStatus('acknowledged')}>
        {t.acknowledge}
      </Button>
      <Button className="h-7!" onPress={() => onStatus('resolved')}>
        {t.resolve}
      </Button>
      <Button className="h-7!" onPress={onAssign}>
        {t.assignMe}
      </Button>
      <Button className="h-7!" onPress={onSnooze}>
        {t.snooze}
      </Button>
      {onMerge !== null && (
        <Button className="h-7!" onPress={onMerge}>
          {merge}…
        </Button>
      )}
      {onSelectMatching !== null && (
        <Button look="quiet" className="h-7!" isDisabled={isSelecting} onPress={onSelectMatching}>
          {isSelecting ? t.selecting : t.selectMatching}
        </Button>
      )}
      {loaded !== null && (
        <Button look="quiet" className="h-7!" onPress={onSelectLoaded}>
          {t.selectLoaded(loaded)}
        </Button>
      )}
    </>
  );
}
