/** Links within the console: a path below its root and filters. */
import { Link as RouterLink } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { toSearch } from '../data/address.ts';

export interface LinkProps {
  /** `/events`, `/incidents/inc-1`. */
  to: string;
  search?: Readonly<Record<string, string | undefined>>;
  className?: string;
  label?: string;
  children: ReactNode;
}

export const Link = ({ to, search = {}, className, label, children }: LinkProps) => (
  <RouterLink
    to={to}
    search={toSearch(search)}
    aria-label={label}
    className={
      className ?? 'text-accent underline decoration-transparent underline-offset-2 hover:decoration-current'
    }
  >
    {children}
  </RouterLink>
);
