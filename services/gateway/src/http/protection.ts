import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import { AppError } from '@paperboy/service-kit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { QuotaOf } from './client-quotas.ts'
import type { Operators } from './operators.ts'
import { isLocal } from './peer.ts'
import { addRateLimitHeaders } from './rate-limit-headers.ts'

const PUBLIC = /^\/(v1\/(papers|suggest|digests)|feeds|api|openapi\.json)(?=[/?.]|$)/
const PREFLIGHT_SECONDS = 86_400

type Options = { operators: Operators; perMinute: number; quotaOf: QuotaOf; https: boolean }

/** Security headers, CORS for what is public, and the rate limit, in the order in which they act. */
export async function protect(app: FastifyInstance, options: Options): Promise<void> {
  await app.register(helmet, headers(options.https))
  await app.register(cors, {
    delegator: (request, done) => done(null, isPublic(request) ? openToAll : { origin: false }),
    hideOptionsRoute: true,
  })
  await app.register(rateLimit, {
    global: false,
    max: (request) => options.quotaOf(request)?.perMinute ?? options.perMinute,
    keyGenerator: (request) => options.quotaOf(request)?.name ?? request.ip,
    timeWindow: 60_000,
    allowList: (request) => isLocal(request) || options.operators.isOperator(request) || isProbe(request),
    errorResponseBuilder: (_request, { ttl }) => {
      const retryAfterSeconds = Math.max(1, Math.ceil(ttl / 1_000))
      return new AppError('RATE_LIMITED', `Too many requests. Try again in ${retryAfterSeconds} seconds.`, {
        retryAfterSeconds,
      })
    },
  })
  // A hook of the whole instance, so that unknown routes and guessed keys are counted too.
  app.addHook('onRequest', app.rateLimit())
  addRateLimitHeaders(app)
}

const openToAll = {
  origin: '*',
  // The route says what is allowed, also to who asks without being another site.
  preflightContinue: true,
  strictPreflight: false,
  methods: ['GET', 'HEAD'],
  exposedHeaders: ['ETag', 'Retry-After', 'X-Request-Id', 'RateLimit', 'RateLimit-Policy'],
  maxAge: PREFLIGHT_SECONDS,
}

/** Who asks whether the service lives often shares its address with readers. */
function isProbe({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url === '/healthz' || routeOptions.url === '/readyz'
}

function isPublic(request: FastifyRequest): boolean {
  return PUBLIC.test(request.url)
}

function headers(https: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Over plain HTTP a browser would keep it for the host name and lock its other ports out.
    hsts: https,
    crossOriginResourcePolicy: { policy: 'cross-origin' as const },
    frameguard: { action: 'deny' as const },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' as const },
  }
}
