/** Names and values below each other. A value that an attacker could have written is given as HostileText. */
import type { ReactNode } from 'react';

export const Facts = ({ children }: { children: ReactNode }) => (
  <dl className="grid grid-cols-[minmax(6.5rem,auto)_1fr] gap-x-4 gap-y-2 text-sm">{children}</dl>
);

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="m-0 min-w-0 wrap-anywhere">{children}</dd>
  </>
);

export interface FactEntry {
  name: string;
  value: ReactNode;
}

/** The same from a list. Null and false leave an entry out. */
export const FactList = ({ facts }: { facts: readonly (FactEntry | null | false)[] }) => (
  <Facts>
    {facts
      .filter((fact) => fact !== null && fact !== false)
      .map(({ name, value }) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
  </Facts>
);
