/** Where in the list the open incident is, and the ways to those beside it. */
import { ChevronDown, ChevronUp } from 'lucide-react';
import { IconButton } from '../../parts/button.tsx';
import { useFormat } from '../../texts/format.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { useTexts } from '../../texts/texts.ts';

export interface PositionProps {
  /** -1: it is not in the list. */
  at: number;
  count: number;
  hasMore: boolean;
  onStep(by: 1 | -1): void;
}

export function Position({ at, count, hasMore, onStep }: PositionProps) {
  const t = useTexts(incidentsTexts);
  const format = useFormat();
  return (
    <span className="flex items-center gap-1 text-xs text-muted">
      <span className="num" data-position>
        {at < 0 ? t.outOfList : t.position(at + 1, `${format.count(count)}${hasMore ? '+' : ''}`)}
      </span>
      <IconButton label={t.previous} isDisabled={at <= 0} onPress={() => onStep(-1)}>
        <ChevronUp size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={t.next}
        isDisabled={at < 0 ? count === 0 : at >= count - 1}
        onPress={() => onStep(1)}
      >
        <ChevronDown size={16} aria-hidden />
      </IconButton>
    </span>
  );
}
