/** A dialog with a form: it waits while the server answers, shows what is wrong, and loses nothing. */
import { type ReactNode, useState } from 'react';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { FormError } from './fields.tsx';

export interface FormDialogProps {
  title: string;
  action: string;
  shape?: 'dialog' | 'wide';
  onClose(): void;
  /** Closing is up to it. Where it rejects, `children` is called with the error. */
  onSubmit(): Promise<unknown>;
  /** False: the form cannot be sent as it is. */
  isReady?: boolean;
  /** Beside the buttons. */
  aside?: ReactNode;
  children(error: unknown): ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { title, action, shape, onClose, onSubmit, isReady = true, aside, children } = props;
  const t = useTexts(partsTexts);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return (
    <Dialog title={title} shape={shape} isOpen isSticky onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          if (isBusy || !isReady) return;
          setBusy(true);
          try {
            await onSubmit();
            setError(null);
          } catch (failure) {
            setError(failure);
          } finally {
            setBusy(false);
          }
        }}
      >
        {children(error)}
        <FormError error={error} />
        <div className="flex flex-wrap items-center justify-end gap-2">
          <div className="flex-1">{aside}</div>
          <Button onPress={onClose}>{t.cancel}</Button>
          <Button look="primary" type="submit" isPending={isBusy} isDisabled={!isReady}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
