/**
 * The only way to show an attacker's bytes: mono, isolated from the text around it, everything unseen made visible, cut
 * to a length, never a link. `block` is for details (lines, "show all", copy); else it is one line for tables.
 */
import { useMemo, useState } from 'react';
import { readable } from '../data/types.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy.tsx';
import { clip, type Piece, toPieces } from './escape.ts';

export interface HostileTextProps {
  text: string;
  block?: boolean;
  /** A sentence of ours with an attacker's words in it: sans, and as many lines as it needs. */
  prose?: boolean;
  /** A visitor's own text: what their sensor made of it is undone (src/lib/readable.ts); a copy is as it was sent. */
  sent?: boolean;
  /** Passages to point out: a reason's evidence. */
  marks?: readonly string[];
  /** Characters shown before "show all". */
  limit?: number;
}

const Pieces = ({ pieces }: { pieces: readonly Piece[] }) =>
  pieces.map((piece, at) => {
    const key = `${at}`;
    if (piece.as === 'break') return <br key={key} />;
    if (piece.as === 'escape')
      return (
        <span key={key} className="escaped">
          {piece.text}
        </span>
      );
    if (piece.as === 'mark')
      return (
        <mark
          key={key}
          className="rounded-sm bg-accent-soft text-ink underline decoration-accent decoration-2"
        >
          {piece.text}
        </mark>
      );
    return piece.text;
  });

export function HostileText({
  text: given,
  sent = false,
  block = false,
  prose = false,
  marks = [],
  limit = block ? 1200 : prose ? 400 : 160,
}: HostileTextProps) {
  const t = useTexts(partsTexts);
  const [isWhole, setWhole] = useState(false);
  const text = useMemo(() => (sent ? readable(given) : given), [sent, given]);
  const shown = isWhole ? text : clip(text, limit);
  const pieces = useMemo(() => toPieces(shown, marks, block), [shown, marks, block]);
  if (text === '') return <span className="text-xs text-muted italic">{t.empty}</span>;
  if (prose)
    return (
      <bdi dir="ltr" className="block overflow-hidden text-ellipsis wrap-anywhere">
        <Pieces pieces={pieces} />
        {shown.length < text.length && '…'}
      </bdi>
    );
  if (!block)
    return (
      <bdi dir="ltr" className="block truncate font-mono text-xs leading-5">
        <Pieces pieces={pieces} />
        {shown.length < text.length && '…'}
      </bdi>
    );
  return (
    <div className="rounded-md border border-line bg-sunk">
      <div className="flex items-start gap-1">
        <bdi
          dir="ltr"
          className="block min-w-0 flex-1 overflow-hidden p-3 font-mono text-xs leading-5 whitespace-pre-wrap wrap-anywhere"
        >
          <Pieces pieces={pieces} />
          {shown.length < text.length && '…'}
        </bdi>
        <CopyButton text={given} />
      </div>
      {text.length > limit && (
        <Button look="quiet" className="m-1" onPress={() => setWhole(!isWhole)}>
          {isWhole ? t.showLess : t.showAll(text.length)}
        </Button>
      )}
    </div>
  );
}
