/** What records become by a mapping, field by field: what each is from, what is left out, and why. */
import { useQuery } from '@tanstack/react-query';
import { Ban, CircleCheck, CircleDashed, CircleHelp, CircleSlash, type LucideIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { mappedSamplesQuery, mostSamples } from '../../data/mappings.ts';
import type { Json, MappedSample } from '../../data/types.ts';
import { ConditionErrors } from '../../parts/condition-errors.tsx';
import { FormError } from '../../parts/fields.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { useKindName } from '../../texts/event-kinds.ts';
import { mappingsTexts } from '../../texts/mappings.ts';
import { useTexts } from '../../texts/texts.ts';
import type { MappingBody } from './draft.ts';

/** One JSON text, a list of them, or one a line: what is no JSON goes to the server as it is, which says so. */
export function toSamples(text: string): Json[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  try {
    const value = JSON.parse(trimmed) as Json;
    return (Array.isArray(value) ? value : [value]).slice(0, mostSamples);
  } catch {
    const lines = trimmed.split('\n').filter((line) => line.trim() !== '');
    return /^\s*[{[]\s*$/.test(lines[0] ?? '') ? [trimmed] : lines.slice(0, mostSamples);
  }
}

const looks: Record<MappedSample['becomes'], readonly [LucideIcon, string]> = {
  event: [CircleCheck, 'text-good'],
  skipped: [CircleSlash, 'text-muted'],
  unknown_record: [CircleHelp, 'text-warn'],
  rejected: [Ban, 'text-bad'],
  not_matched: [CircleDashed, 'text-muted'],
};

function Becomes({ becomes }: Pick<MappedSample, 'becomes'>) {
  const t = useTexts(mappingsTexts);
  const [Icon, tone] = looks[becomes];
  return (
    <span className="inline-flex items-center gap-1.5 text-sm font-medium whitespace-nowrap">
      <Icon size={15} aria-hidden className={tone} />
      {t.becomes[becomes]}
    </span>
  );
}

function Fields({ explanation }: { explanation: NonNullable<MappedSample['explanation']> }) {
  const t = useTexts(mappingsTexts);
  return (
    <table className="w-full table-fixed border-collapse text-sm">
      <thead>
        <tr className="border-b border-line text-left text-xs text-muted">
          <th className="w-[28%] py-1 pr-3 font-medium">{t.columnsOf.field}</th>
          <th className="py-1 pr-3 font-medium">{t.columnsOf.value}</th>
          <th className="w-[36%] py-1 font-medium">{t.columnsOf.from}</th>
        </tr>
      </thead>
      <tbody>
        {explanation.fields.map(({ field, value, from, paths, lost }) => (
          <tr key={field} className="border-b border-line align-top last:border-0">
            <th className="py-1 pr-3 text-left font-normal">{t.fields[field]}</th>
            <td className="py-1 pr-3 wrap-anywhere">
              {value === '' ? (
                <span className="text-muted">–</span>
              ) : (
                <HostileText text={value} limit={200} />
              )}
              {lost !== null && <span className="block text-xs text-warn">{t.lost[lost]}</span>}
            </td>
            <td className="py-1 text-muted wrap-anywhere">
              {t.from[from]}
              {paths.length > 0 && (
                <span className="block">
                  <HostileText text={paths.join(', ')} />
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Unread({ explanation }: { explanation: NonNullable<MappedSample['explanation']> }) {
  const t = useTexts(mappingsTexts);
  const { unread, unread_more } = explanation;
  if (unread.length === 0) return <p className="text-xs text-muted">{t.unreadNone}</p>;
  return (
    <div className="flex flex-col gap-1">
      <p className="text-sm font-medium">{t.unread}</p>
      <ul className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
        {unread.map((path) => (
          <li key={path} className="min-w-0">
            <HostileText text={path} limit={80} />
          </li>
        ))}
        {unread_more > 0 && <li className="text-muted">{t.unreadMore(unread_more)}</li>}
      </ul>
      <p className="text-xs text-muted">{t.unreadHint}</p>
    </div>
  );
}

function Result({ sample, number, of }: { sample: MappedSample; number: number; of: number }) {
  const t = useTexts(mappingsTexts);
  const kindName = useKindName();
  const { becomes, reason, event, explanation } = sample;
  return (
    <section
      aria-label={t.resultOf(number)}
      className="flex flex-col gap-2 rounded-md border border-line p-3"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {of > 1 && <h4 className="text-sm">{t.resultOf(number)}</h4>}
        <Becomes becomes={becomes} />
        {event !== null && <span className="text-sm">{kindName(event.kind)}</span>}
      </div>
      {reason !== null && (
        <p className="text-sm">
          <HostileText prose text={reason} limit={300} />
        </p>
      )}
      {becomes === 'skipped' && <p className="text-sm text-muted">{t.becauseSkipped}</p>}
      {becomes === 'not_matched' && <p className="text-sm text-muted">{t.becauseNotMatched}</p>}
      {explanation !== null && explanation.event !== null && (
        <p className="text-xs text-muted">{t.by(explanation.event + 1)}</p>
      )}
      {explanation !== null && <Fields explanation={explanation} />}
      {explanation !== null && <Unread explanation={explanation} />}
    </section>
  );
}

const pauseMs = 350;

/** `body` null: it does not say enough yet. */
export function TryOut({ body, sample }: { body: MappingBody | null; sample: string }) {
  const t = useTexts(mappingsTexts);
  const samples = toSamples(sample);
  const wanted = JSON.stringify(body === null || samples.length === 0 ? null : { mapping: body, samples });
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), pauseMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query = useQuery(mappedSamplesQuery(JSON.parse(asked)));
  if (samples.length === 0) return null;
  return (
    <section aria-label={t.result} aria-live="polite" className="flex flex-col gap-3">
      <h3 className="heading">{t.result}</h3>
      {body === null && <p className="text-sm text-muted">{t.notReady}</p>}
      {body !== null && query.isError && (
        <>
          <FormError error={query.error} />
          <ConditionErrors error={query.error} shown={[]} />
        </>
      )}
      {body !== null &&
        !query.isError &&
        query.data?.map((one, at, { length }) => (
          <Result key={`${at}`} sample={one} number={at + 1} of={length} />
        ))}
    </section>
  );
}
