/** The top of a page: its name, and what can be done with the whole of it. */
import type { ReactNode } from 'react';

export const PageHead = ({
  title,
  lead,
  children,
}: {
  title: ReactNode;
  lead?: ReactNode;
  children?: ReactNode;
}) => (
  <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
    <div className="min-w-0 flex-1 basis-52">
      <h1 className="text-xl font-semibold tracking-tight text-balance">{title}</h1>
      {lead !== undefined && <p className="text-sm text-muted">{lead}</p>}
    </div>
    {children}
  </header>
);

/** A titled box of a page. */
export const Panel = ({
  title,
  aside,
  className = '',
  children,
}: {
  title: string;
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}) => (
  <section aria-label={title} className={`panel min-w-0 ${className}`}>
    <header className="flex min-h-11 items-center gap-3 px-4 pt-2">
      <h2 className="heading flex-1">{title}</h2>
      {aside}
    </header>
    {children}
  </section>
);
