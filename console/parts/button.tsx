/** Buttons, and links that look like them. One `primary` a view. */
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

const looks: Record<ButtonLook, string> = {
  primary: 'bg-accent text-accent-ink border-transparent hover:brightness-110',
  plain: 'bg-raised text-ink border-edge hover:bg-sunk',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunk',
  danger: 'bg-bad-soft text-bad border-bad hover:brightness-95',
};

export const buttonClass = (look: ButtonLook = 'plain', more = ''): string =>
  `inline-flex items-center justify-center gap-2 rounded-md border px-3 h-8 text-sm font-medium whitespace-nowrap no-underline pointer-coarse:h-11 disabled:opacity-50 data-disabled:opacity-50 ${looks[look]} ${more}`;

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  look?: ButtonLook;
  className?: string;
}

/**
 * `isPending` keeps the focus and does nothing more until it is over. Not React Aria's own: that announces by the id of an
 * element which is gone when its dialog closes, and leaves an unnamed image in the page.
 */
export const Button = ({
  look = 'plain',
  className = '',
  isPending = false,
  type,
  onPress,
  ...props
}: ButtonProps) => (
  <AriaButton
    {...props}
    type={isPending ? 'button' : type}
    onPress={isPending ? undefined : onPress}
    className={buttonClass(look, isPending ? `${className} cursor-progress opacity-60` : className)}
  />
);

/** A picture alone: the label is its name for screen readers and its tooltip for all. */
export const IconButton = ({
  label,
  children,
  className = '',
  ...props
}: Omit<ButtonProps, 'children' | 'look'> & { label: string; children: ReactNode }) => (
  <TooltipTrigger delay={500}>
    <AriaButton
      {...props}
      aria-label={label}
      className={`inline-flex items-center justify-center size-8 rounded-md text-muted hover:bg-sunk hover:text-ink pointer-coarse:size-11 ${className}`}
    >
      {children}
    </AriaButton>
    <Tooltip offset={6} className="rise rounded-sm bg-ink px-2 py-1 text-xs text-ground">
      {label}
    </Tooltip>
  </TooltipTrigger>
);
