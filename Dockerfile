# docker build -t wirefold . — amd64 and arm64 alike: nothing here names an architecture.
# The same image again: --build-arg NODE_IMAGE=docker.io/library/node:24-bookworm-slim@sha256:DIGEST
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim

# Build: the compiler and headers that better-sqlite3 needs stay here.
FROM ${NODE_IMAGE} AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ make python3 tini \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json build.mjs ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

# Run: as an unprivileged user; only /data is ever written, so the root file system may be read-only.
# Names are resolved in libuv's threads, of which only half may wait for names: with the usual 4, two slow ones stop all.
# glibc keeps freed memory apart for each of many threads: two such arenas take up to 100 MB less than as many as it likes.
# WIREFOLD_DEFAULT_… is what the image presets: a mounted config wins over it, and WIREFOLD_… over both.
FROM ${NODE_IMAGE}
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Wirefold" \
  org.opencontainers.image.description="Polls many feeds and serves one merged feed in which each story appears once" \
  org.opencontainers.image.source="https://github.com/wirefold/wirefold" \
  org.opencontainers.image.documentation="https://github.com/wirefold/wirefold#readme" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production \
  UV_THREADPOOL_SIZE=16 \
  MALLOC_ARENA_MAX=2 \
  WIREFOLD_DEFAULT_DATABASE=/data/wirefold.db \
  WIREFOLD_DEFAULT_SERVER_HOST=0.0.0.0
RUN install -d -o node -g node /data && ln -s /app/dist/main.js /usr/local/bin/wirefold
WORKDIR /app
COPY package.json LICENSE ./
COPY migrations ./migrations
COPY public ./public
COPY config ./config
COPY --from=build /usr/bin/tini-static /usr/bin/tini
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "import('/app/dist/load-config.js').then(({ loadConfig }) => fetch('http://127.0.0.1:' + loadConfig(process.env.WIREFOLD_CONFIG ?? 'config/wirefold.yaml', process.env).server.port + '/healthz')).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# tini passes signals on and reaps what threads and shells leave behind.
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["wirefold", "serve"]
