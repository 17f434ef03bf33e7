import { Type } from 'typebox'

const GIB = 2 ** 30
/** With a host, and nothing behind the path: links are made by adding to it. */
export const PUBLIC_URL_PATTERN = '^https?://[^\\s/?#:][^\\s/?#]*(/[^\\s?#]*)?$'

/**
 * The variables that more than one service knows. A service composes what it needs:
 * `Type.Object({ DATABASE_URL: settings.DATABASE_URL, LOG_LEVEL: settings.LOG_LEVEL })`.
 */
export const settings = {
  DATABASE_URL: Type.String({
    pattern: '^postgres(ql)?://',
    description: 'address of Postgres: postgres://user:password@host:5432/database',
  }),
  QUEUE_URL: Type.String({
    pattern: '^(rediss?|postgres(ql)?)://',
    description: 'address of the job queue: redis://host:6379 or postgres://user:password@host:5432/database',
  }),
  SEARCH_URL: Type.String({
    pattern: '^(sqlite:|https?://)',
    description: 'address of the search index: http://host:9200 (OpenSearch) or sqlite:/path/to/file',
  }),
  EMBEDDINGS_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s@]+$',
      description:
        'server of /v1/embeddings as OpenAI, Ollama and TEI have it: searches then find papers near in meaning too',
    }),
  ),
  EMBEDDINGS_MODEL: Type.String({
    minLength: 1,
    default: 'all-minilm',
    description: 'model that is asked for; another one makes all vectors anew, in the background',
  }),
  EMBEDDINGS_KEY: Type.Optional(
    Type.String({ minLength: 1, description: 'bearer token of the embeddings server' }),
  ),
  EMBEDDINGS_QUERY_PREFIX: Type.Optional(
    Type.String({ description: 'what the model wants before a query, such as "query:"' }),
  ),
  EMBEDDINGS_TEXT_PREFIX: Type.Optional(
    Type.String({ description: 'what the model wants before the text of a paper, such as "passage:"' }),
  ),
  EMBEDDINGS_MEMORY_MIB: Type.Integer({
    minimum: 1,
    maximum: 3_900,
    default: 512,
    description: 'what vectors may take in the memory of a gateway: one byte per dimension and paper',
  }),
  SMTP_URL: Type.String({
    pattern: '^(file:(/[^/\\s]|///)|smtps?://[^\\s/:])',
    description: 'where mails go: smtp://host:25 or file:/path/to/folder',
  }),
  NODE_ENV: Type.String({ default: 'development', description: '"production" makes OPERATOR_KEY required' }),
  LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
    { default: 'info', description: 'one of fatal, error, warn, info, debug, trace, silent' },
  ),
  HOST: Type.String({ minLength: 1, default: '127.0.0.1', description: 'address to listen on' }),
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 3_000, description: 'port of the gateway' }),
  HEALTH_PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 3_100,
    description:
      'port of /healthz, /readyz and /metrics of a service without a web server; 0 takes a free one',
  }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: PUBLIC_URL_PATTERN,
      description: 'what links in mails and feeds begin with; http://HOST:PORT if not set',
    }),
  ),
  DATA_DIR: Type.String({ minLength: 1, default: './data', description: 'folder of all local state' }),
  INBOX_DIR: Type.Optional(
    Type.String({ minLength: 1, description: 'watched folder for dumps; DATA_DIR/inbox if not set' }),
  ),
  INGEST_SEEDS: Type.Boolean({ default: true, description: 'feed seeds/ on the first start: true or false' }),
  OPERATOR_KEY: Type.String({ minLength: 8, description: "bearer token of the operators' routes" }),
  MAX_DUMP_BYTES: Type.Integer({
    minimum: 1,
    default: 2 * GIB,
    description: 'limit of a dump as it is sent',
  }),
  MAX_INFLATED_BYTES: Type.Integer({ minimum: 1, default: 8 * GIB, description: 'limit of a dump unpacked' }),
  RATE_LIMIT_PER_MINUTE: Type.Integer({
    minimum: 1,
    default: 600,
    description: 'requests per minute and address',
  }),
  MAIL_FROM: Type.String({
    pattern: '^([^<>\\r\\n]*<[^\\s<>@]+@[^\\s<>@]+>|[^\\s<>@]+@[^\\s<>@]+)$',
    default: 'Paperboy <digest@localhost>',
    description: 'sender of mails',
  }),
} as const
