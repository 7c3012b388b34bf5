/** The controls of a replay. */
import { Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { useFormat } from '../texts/format.ts';
import { replayTexts } from '../texts/replay.ts';
import { useTexts } from '../texts/texts.ts';
import { Button, IconButton } from './button.tsx';
import { Checkbox } from './fields.tsx';
import { paces, type Replay } from './replay.ts';

export function ReplayBar({ replay, onEnd }: { replay: Replay; onEnd(): void }) {
  const t = useTexts(replayTexts);
  const format = useFormat();
  const { atMs, endMs, isPlaying, pace, isShort, shown, total } = replay;
  const place = t.of(format.offset(atMs), format.offset(endMs));
  const steps = t.steps(format.count(shown), format.count(total));
  return (
    <section
      aria-label={t.replay}
      className="no-print flex flex-col gap-1 rounded-md border border-line bg-raised p-2"
    >
      <div className="flex items-center gap-1">
        <IconButton label={isPlaying ? t.pause : t.play} onPress={replay.toggle}>
          {isPlaying ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
        </IconButton>
        <IconButton label={t.back} onPress={() => replay.step(-1)}>
          <SkipBack size={16} aria-hidden />
        </IconButton>
        <IconButton label={t.forward} onPress={() => replay.step(1)}>
          <SkipForward size={16} aria-hidden />
        </IconButton>
        <input
          type="range"
          aria-label={t.position}
          aria-valuetext={`${place}, ${steps}`}
          min={0}
          max={Math.max(1, endMs)}
          step="any"
          value={atMs}
          onChange={({ target }) => replay.seek(Number(target.value))}
          className="mx-1 h-8 min-w-0 flex-1 cursor-pointer accent-accent pointer-coarse:h-11"
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pl-2 text-xs text-muted">
        <span className="num">{place}</span>
        <span className="num">{steps}</span>
        <label className="flex items-center gap-2">
          {t.pace}
          <select
            value={pace}
            onChange={({ target }) => {
              const found = paces.find((one) => one === target.value);
              if (found) replay.setPace(found);
            }}
            className="h-7 rounded-md border border-edge bg-raised px-1 text-ink pointer-coarse:h-11"
          >
            {paces.map((one) => (
              <option key={one} value={one}>
                {format.decimal(Number(one))}×
              </option>
            ))}
          </select>
        </label>
        <Checkbox isSelected={isShort} onChange={replay.setShort}>
          {t.short}
        </Checkbox>
        <Button look="quiet" className="ml-auto" onPress={onEnd}>
          {t.end}
        </Button>
      </div>
    </section>
  );
}
