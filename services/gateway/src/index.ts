export { buildApp } from './app.ts'
export type { GatewayDeps, GatewaySettings } from './deps.ts'
export { GatewayEnv } from './env.ts'
export { type Gateway, type GatewayOptions, startGateway } from './start-gateway.ts'
