/** Dialogs that ask, and the drawer. Focus goes in and comes back; Escape closes. */
import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button, IconButton } from './button.tsx';

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose(): void;
  /** Not by a click beside it: for forms and secrets that are shown once. */
  isSticky?: boolean;
  /** `drawer` comes in from the right and is as high as the window. */
  shape?: 'dialog' | 'wide' | 'drawer';
  children: ReactNode;
}

const shapes = {
  dialog: 'm-auto w-[min(30rem,calc(100vw-2rem))] rounded-lg',
  wide: 'm-auto w-[min(46rem,calc(100vw-2rem))] rounded-lg',
  drawer: 'ml-auto h-dvh w-[min(34rem,100vw)]',
};

export function Dialog({
  title,
  isOpen,
  onClose,
  isSticky = false,
  shape = 'dialog',
  children,
}: DialogProps) {
  const t = useTexts(partsTexts);
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!isSticky}
      className="fixed inset-0 z-40 flex bg-black/35"
    >
      <Modal
        className={`rise flex max-h-dvh overflow-auto border border-line bg-surface shadow-(--shadow) ${shapes[shape]}`}
      >
        <AriaDialog className="flex min-w-0 flex-1 flex-col gap-4 p-5 outline-none">
          <div className="flex items-center gap-2">
            <Heading slot="title" className="flex-1 text-lg font-semibold">
              {title}
            </Heading>
            <IconButton label={t.close} onPress={onClose} className="-mr-2">
              <X size={18} aria-hidden />
            </IconButton>
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface ConfirmDialogProps {
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  action: string;
  isDangerous?: boolean;
  isOpen: boolean;
  onClose(): void;
  /** The dialog closes when it resolves; while it runs the button waits. */
  onConfirm(): unknown;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const t = useTexts(partsTexts);
  const [isBusy, setBusy] = useState(false);
  const { title, children, action, isDangerous = false, isOpen, onClose, onConfirm } = props;
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <div className="text-sm text-muted">{children}</div>
      <div className="flex justify-end gap-2">
        <Button onPress={onClose}>{t.cancel}</Button>
        <Button
          look={isDangerous ? 'danger' : 'primary'}
          isPending={isBusy}
          onPress={async () => {
            setBusy(true);
            try {
              await onConfirm();
              onClose();
            } finally {
              setBusy(false);
            }
          }}
        >
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
