# The server as a container: the sources as they are, run by Node. Built and run by the commands of docs/install.md.
# A tag may be moved. To build from exactly one image, name its digest (docs/install.md#as-containers-the-server-and-mongodb).
ARG NODE_IMAGE=node:24.21.0-bookworm-slim
FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# No install scripts: bcrypt's binaries come with the package. Node itself is the image's, so the optional one is left out.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE} AS console
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY console ./console
COPY src ./src
RUN node console/build.js

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    NODE_OPTIONS=--disable-warning=ExperimentalWarning \
    HOST=0.0.0.0 \
    PORT=8001 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE NOTICE ./
COPY bin ./bin
COPY src ./src
COPY --from=console /app/console/dist ./console/dist
# The code belongs to root and the process is not root: it can write to /data and nowhere else.
RUN install -d -o node -g node -m 0700 /data \
    && ln -s /app/bin/decoyverse.js /usr/local/bin/decoyverse \
    && chmod 0755 /app/bin/decoyverse.js
USER node
VOLUME /data
EXPOSE 8001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["node", "-e", "const { env, exit } = process; const has = (t) => /^(true|1|yes|on)$/i.test(t ?? ''); const tls = (env.TLS_CERT_FILE || has(env.TLS_SELF_SIGNED)) && has(env.HTTPS_ENABLED || 'on'); require(tls ? 'https' : 'http').get(`${tls ? 'https' : 'http'}://127.0.0.1:${env.PORT}/api/health`, { rejectUnauthorized: false }, (r) => exit(r.statusCode === 200 ? 0 : 1)).on('error', () => exit(1))"]
ENTRYPOINT ["decoyverse"]
CMD ["serve"]
