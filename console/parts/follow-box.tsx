/** A box of a fixed height whose end stays in sight while what is in it grows. The page around it never moves by itself. */
import { type ReactNode, useEffect, useRef } from 'react';

export function FollowBox({
  label,
  at,
  className = '',
  children,
}: {
  label: string;
  /** Another value when something was added. */
  at: number;
  className?: string;
  children: ReactNode;
}) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (at >= 0 && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [at]);
  return (
    <section
      ref={box}
      aria-label={label}
      tabIndex={0}
      className={`overflow-auto rounded-md border border-line p-3 ${className}`}
    >
      {children}
    </section>
  );
}
