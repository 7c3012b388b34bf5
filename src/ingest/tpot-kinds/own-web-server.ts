/** A T-Pot's own web server: other-sensor.ts makes it quiet. */
import { defineKind } from './kind.ts';

export const ownWebServer = defineKind({
  name: 'own-web-server',
  title: "a T-Pot's own web server",
  when: [{ type: 'NGINX' }],
  service: 'nginx',
});
