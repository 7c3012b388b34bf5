/** A link: whoever opens it, or shows a page or a mail with its picture, is reported. */
import { defineTokenType } from '../core/token.ts';
import { emptyIndex, pixel, redirectTo } from './plain-server.ts';

export const link = defineTokenType({
  name: 'link',
  title: 'Link',
  help: 'An address that reports whoever opens it. Put it where nobody should look: a bookmark, a password manager, a note, a document. With .gif at its end it is a picture of one pixel, for pages and mails.',
  answers: ['page', 'pixel', 'redirect'],
  toAnswer({ answer, redirect_url }, wantsPicture) {
    if (wantsPicture || answer === 'pixel') return pixel();
    if (answer === 'redirect' && redirect_url !== null) return redirectTo(redirect_url);
    return emptyIndex();
  },
});
