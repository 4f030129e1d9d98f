# Build: the compiler and headers that better-sqlite3 needs stay here.
FROM docker.io/library/node:24-bookworm-slim AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

# Run: as an unprivileged user; only /data is ever written, so the root file system may be read-only.
# Names are resolved in libuv's threads, of which only half may wait for names: with the usual 4, two slow ones stop all.
FROM docker.io/library/node:24-bookworm-slim
ENV NODE_ENV=production \
  UV_THREADPOOL_SIZE=16 \
  WIREFOLD_DEFAULT_DATABASE=/data/wirefold.db \
  WIREFOLD_DEFAULT_SERVER_HOST=0.0.0.0
RUN install -d -o node -g node /data
WORKDIR /app
COPY package.json LICENSE ./
COPY migrations ./migrations
COPY public ./public
COPY config ./config
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "import('/app/dist/config/load-config.js').then(({ loadConfig }) => fetch('http://127.0.0.1:' + loadConfig(process.env.WIREFOLD_CONFIG ?? 'config/wirefold.yaml', process.env).server.port + '/healthz')).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js", "serve"]
