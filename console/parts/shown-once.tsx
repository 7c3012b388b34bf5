/** What the server shows once, a key or a secret address: it stays until the person says that they have it. */
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

export interface ShownOnceProps {
  title: string;
  /** "I have it". */
  done: string;
  onClose(): void;
  /** Beside the button. */
  aside?: ReactNode;
  children: ReactNode;
}

export const ShownOnce = ({ title, done, onClose, aside, children }: ShownOnceProps) => (
  <Dialog title={title} shape="wide" isOpen isSticky onClose={onClose}>
    {children}
    <div className="flex justify-end gap-2">
      {aside}
      <Button look="primary" onPress={onClose}>
        {done}
      </Button>
    </div>
  </Dialog>
);
