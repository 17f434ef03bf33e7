export { AppError, type ErrorCode, errorCodes } from './app-error.ts'
export { EnvError, loadEnv } from './load-env.ts'
export { createLogger, type Log } from './logger.ts'
