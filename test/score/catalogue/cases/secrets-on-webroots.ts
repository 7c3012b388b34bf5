import type { Cases } from './cases.ts';

export const secretsOnWebroots: Cases = {
  'exposed-env-file': ['GET /api/.env.production', 'GET /environment'],
  'exposed-git-repository': ['GET /.git/config', 'GET /git/config'],
  'exposed-svn-repository': ['GET /.svn/entries', 'GET /svn/'],
  'exposed-cloud-keys': ['GET /.aws/credentials', 'GET /docs/aws/credentials.html'],
  'exposed-ssh-keys': ['GET /.ssh/id_rsa', 'GET /guides/ssh/keys'],
  'exposed-wordpress-config': ['GET /wp-config.php.bak', 'GET /wp-content/config.js'],
  'exposed-database-dump': ['GET /dump.sql.gz', 'GET /docs/sql.html'],
  'exposed-site-backup': ['GET /backup.zip', 'GET /help/backup'],
  'exposed-shell-history': ['GET /.bash_history', 'GET /history'],
  'exposed-docker-settings': ['GET /docker-compose.yml', 'GET /docs/docker-compose/'],
  'exposed-kubernetes-settings': ['GET /.kube/config', 'GET /kube/config.html'],
  'exposed-terraform-state': ['GET /terraform.tfstate', 'GET /terraform/docs'],
  'exposed-package-tokens': ['GET /.npmrc', 'GET /npmrc.html'],
  'exposed-editor-settings': ['GET /.vscode/sftp.json', 'GET /vscode/sftp'],
  'exposed-password-files': ['GET /.htpasswd', 'GET /forgot-password'],
  'exposed-application-settings': ['GET /config/database.yml', 'GET /config/database-guide'],
  'environ-read': ['GET /?page=../../../../proc/self/environ', 'GET /?page=environ'],
  'exposed-php-information': ['GET /phpinfo.php', 'GET /information.php'],
  'exposed-server-status': ['GET /server-status', 'GET /servers/status'],
  'cloud-metadata-read': [
    'GET /fetch?url=http://169.254.169.254/latest/meta-data/iam/security-credentials/',
    'GET /latest/meta-data-guide',
  ],
};
