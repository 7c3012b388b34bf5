/** Names and values in two columns. A value that an attacker could have written is given as HostileText. */
import type { ReactNode } from 'react';

export interface FactEntry {
  name: string;
  value: ReactNode;
}

/** Null and false leave an entry out. */
export const FactList = ({ facts }: { facts: readonly (FactEntry | null | false)[] }) => (
  <dl className="grid grid-cols-[minmax(6.5rem,auto)_1fr] gap-x-4 gap-y-2 text-sm">
    {facts
      .filter((fact) => fact !== null && fact !== false)
      .map(({ name, value }) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-muted">{name}</dt>
          <dd className="m-0 min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
  </dl>
);

/** A titled part of a detail. */
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
