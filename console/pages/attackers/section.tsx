/** A part of what is known of a source. */
import type { ReactNode } from 'react';

export const shownRows = 8;

export const rowClass = 'flex items-center gap-3 py-2 text-sm text-ink hover:bg-sunk';

export const Section = ({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) => (
  <section className="flex min-w-0 flex-col gap-2">
    <header className="flex items-baseline gap-3">
      <h3 className="heading flex-1">{title}</h3>
      <span className="text-xs">{aside}</span>
    </header>
    {children}
  </section>
);
