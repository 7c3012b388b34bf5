/** A QR code, for whoever would rather point a phone than type. Dark on light in both themes: cameras expect that. */
import { useMemo } from 'react';
import { encode } from 'uqr';

export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { data, size: modules } = encode(text, { ecc: 'M', border: 3 });
    // One bar a run of dark modules: a path of some hundred steps instead of a thousand squares.
    let bars = '';
    for (const [y, row] of data.entries())
      for (let x = 0; x < row.length; x++) {
        const from = x;
        while (row[x]) x++;
        if (x > from) bars += `M${from} ${y}h${x - from}v1h-${x - from}z`;
      }
    return { size: modules, path: bars };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-44 shrink-0 rounded-md border border-line"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
