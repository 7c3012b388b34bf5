/** Work of the server that goes on by itself, wherever it is shown. */
import { defineTexts } from './texts.ts';

export const jobProgressTexts = defineTexts({
  en: {
    cancel: 'Cancel',
    cancelling: 'Cancelling…',
    undo: 'Undo',
    dismiss: 'Dismiss',
    why: 'What was not changed, and why',
  },
  de: {
    cancel: 'Abbrechen',
    cancelling: 'Wird abgebrochen …',
    undo: 'Rückgängig',
    dismiss: 'Schließen',
    why: 'Was nicht geändert wurde, und warum',
  },
});
