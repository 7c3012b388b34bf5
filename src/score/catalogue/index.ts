/** The catalogue of vulnerabilities: one family a file, all of them on this list. */
import { aiTools } from './ai-tools.ts';
import { appliances } from './appliances.ts';
import { atlassianMail } from './atlassian-mail.ts';
import { businessApplications } from './business-applications.ts';
import { camerasNas } from './cameras-nas.ts';
import { ciDevops } from './ci-devops.ts';
import { cmsPlugins } from './cms-plugins.ts';
import { dataPlatforms } from './data-platforms.ts';
import { enterpriseJava } from './enterprise-java.ts';
import type { Vulnerability } from './entry.ts';
import { fileTransferRemote } from './file-transfer-remote.ts';
import { furtherExploited } from './further-exploited.ts';
import { gatewaysF5PaloAltoFortinet } from './gateways-f5-palo-alto-fortinet.ts';
import { gatewaysIvantiCitrix } from './gateways-ivanti-citrix.ts';
import { gatewaysOthers } from './gateways-others.ts';
import { javaMiddleware } from './java-middleware.ts';
import { microsoft } from './microsoft.ts';
import { networkServices } from './network-services.ts';
import { otherApplications } from './other-applications.ts';
import { routers } from './routers.ts';
import { secretsOnWebroots } from './secrets-on-webroots.ts';
import { virtualisationPanels } from './virtualisation-panels.ts';
import { webFrameworks } from './web-frameworks.ts';
import { webServers } from './web-servers.ts';
import { wordpressInjections } from './wordpress-injections.ts';

export { referenceOf, techniqueOf, type Vulnerability } from './entry.ts';
export { type Catalogue, createCatalogue, type Match } from './match.ts';

export const vulnerabilities: readonly Vulnerability[] = [
  ...aiTools,
  ...webServers,
  ...appliances,
  ...wordpressInjections,
  ...businessApplications,
  ...atlassianMail,
  ...camerasNas,
  ...ciDevops,
  ...cmsPlugins,
  ...dataPlatforms,
  ...enterpriseJava,
  ...fileTransferRemote,
  ...furtherExploited,
  ...gatewaysF5PaloAltoFortinet,
  ...gatewaysIvantiCitrix,
  ...gatewaysOthers,
  ...javaMiddleware,
  ...microsoft,
  ...networkServices,
  ...otherApplications,
  ...routers,
  ...secretsOnWebroots,
  ...virtualisationPanels,
  ...webFrameworks,
];
