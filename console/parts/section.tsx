/** A titled part of a detail. */
import type { ReactNode } from 'react';

export const Section = ({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) => (
  <section aria-label={title} className="flex flex-col gap-2">
    <div className="flex min-h-6 items-center gap-3">
      <h3 className="heading flex-1">{title}</h3>
      {aside}
    </div>
    {children}
  </section>
);
