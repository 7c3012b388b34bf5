/** What can be done with the selected incidents. */
import type { AlertStatus } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { useFormat } from '../../texts/format.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { mergingTexts } from '../../texts/merging.ts';
import { useTexts } from '../../texts/texts.ts';
import type { Matching } from './matching.ts';

export interface BulkProps {
  matching: Matching;
  /** How many rows there are, where that is all and not all are selected. */
  loaded: number | null;
  onStatus(status: AlertStatus): void;
  onAssign(): void;
  onSnooze(): void;
  /** Null where one alone is selected, or too many. */
  onMerge: (() => void) | null;
  onSelectLoaded(): void;
}

export function Bulk(props: BulkProps) {
  const t = useTexts(incidentsTexts);
  const { merge } = useTexts(mergingTexts);
  const format = useFormat();
  const { matching, loaded, onStatus, onAssign, onSnooze, onMerge } = props;
  const { onSelectLoaded } = props;
  const { counted, isSelecting, select } = matching;
  const all =
    counted === null
      ? t.selectMatching
      : (counted.has_more ? t.selectLatest : t.selectMatchingOf)(
          format.count(matching.here),
          format.count(counted.count),
        );
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
      {select !== null && (
        <Button look="quiet" className="h-7!" isDisabled={isSelecting} onPress={select}>
          {isSelecting ? t.selecting : all}
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
