/** Risk and state, each readable without its colour. */
import {
  Ban,
  Check,
  Circle,
  CircleDashed,
  CircleDot,
  Clock,
  Eye,
  type LucideIcon,
  Minus,
  X,
} from 'lucide-react';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { riskLetter, riskStep } from './risk.ts';

/** Null: not scored yet. */
export function RiskBadge({ risk }: { risk: number | null }) {
  const t = useTexts(partsTexts);
  if (risk === null)
    return (
      <span className="risk risk-1">
        <span aria-hidden>–</span>
        <span className="sr-only">{t.unscored}</span>
      </span>
    );
  const step = riskStep(risk);
  const words = t.riskOf(risk, t.riskSteps[step]);
  return (
    <span className={`risk risk-${step}`} title={words}>
      <svg width="13" height="10" viewBox="0 0 13 10" aria-hidden="true" className="fill-current">
        {[1, 2, 3, 4, 5].map((bar) => (
          <rect
            key={bar}
            x={(bar - 1) * 2.7}
            y={10 - bar * 2}
            width="1.9"
            height={bar * 2}
            opacity={bar <= step ? 1 : 0.28}
          />
        ))}
      </svg>
      <span aria-hidden className="min-w-[1.2em] text-right">
        {risk}
      </span>
      <span aria-hidden>{riskLetter[step]}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

const states = {
  open: [CircleDot, 'text-bad'],
  acknowledged: [Eye, 'text-accent'],
  investigating: [CircleDashed, 'text-accent'],
  resolved: [Check, 'text-good'],
  active: [Check, 'text-good'],
  inactive: [Minus, 'text-muted'],
  silent: [Circle, 'text-warn'],
  delivered: [Check, 'text-good'],
  failed: [X, 'text-bad'],
  pending: [CircleDashed, 'text-muted'],
  skipped: [CircleDashed, 'text-muted'],
  expired: [Clock, 'text-muted'],
  blocked: [Ban, 'text-good'],
  listed: [CircleDashed, 'text-muted'],
  enabled: [Check, 'text-good'],
  disabled: [Minus, 'text-muted'],
  gone: [X, 'text-bad'],
  waiting: [CircleDashed, 'text-muted'],
} as const satisfies Record<string, readonly [LucideIcon, string]>;
export type StateName = keyof typeof states;

export function StateBadge({ state }: { state: StateName }) {
  const t = useTexts(partsTexts);
  const [Icon, tone] = states[state];
  return (
    <span className="inline-flex items-center gap-1.5 align-middle text-sm whitespace-nowrap">
      <Icon size={14} aria-hidden className={tone} />
      {t.states[state]}
    </span>
  );
}
