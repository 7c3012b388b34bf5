/** A deleted node's time to uninstall has the name that the code gives it. */
export const uninstallGraceSchema =
  'ALTER TABLE nodes RENAME COLUMN uninstall_grace_until TO uninstall_grace_until;';
