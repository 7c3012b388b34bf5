/** Says that a list holds only the beginning of what was sent, and leads to the whole. */
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Link, type LinkProps } from './link.tsx';

export function CutNotice({
  payload,
  payload_length,
  to,
}: {
  payload: string;
  payload_length?: number;
  to: Pick<LinkProps, 'to' | 'search'>;
}) {
  const t = useTexts(partsTexts);
  if (payload_length === undefined || payload_length <= payload.length) return null;
  return (
    <p role="note" className="text-xs text-muted">
      {t.cut(payload.length, payload_length)}{' '}
      <Link {...to} className="text-accent underline decoration-edge underline-offset-2">
        {t.whole}
      </Link>
    </p>
  );
}
