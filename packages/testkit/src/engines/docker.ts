import { setTimeout as sleep } from 'node:timers/promises'
import type { StartedTestContainer } from 'testcontainers'
import { waitFor } from '../wait-for.ts'
import type { Engine } from './engine.ts'

const DOCKER_TIMEOUT_MS = 60_000

type Container = {
  image: string
  port: number
  environment?: Record<string, string>
  command?: string[]
  url: (address: string) => string
  ready: (url: string) => Promise<unknown>
}

/** Runs an image on the Docker engine that answers; `null` when none does. */
export async function startContainer(container: Container): Promise<Engine | null> {
  // Loaded only here: a machine without Docker does not pay for it.
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers')
  const client = await withinTime(getContainerRuntimeClient()).catch(() => null)
  if (!client) return null
  const starting = new GenericContainer(container.image)
    .withExposedPorts(container.port)
    .withEnvironment(container.environment ?? {})
    .withCommand(container.command ?? [])
    .withWaitStrategy(Wait.forListeningPorts())
    .withStartupTimeout(DOCKER_TIMEOUT_MS)
    .start()
  const started = await withinTime(starting).catch((error: unknown) => {
    // An image that arrives after we gave up must not leave a container behind.
    void starting.then((late) => late.stop()).catch(() => {})
    throw error
  })
  try {
    return await whenReady(started, container)
  } catch (error) {
    await started.stop()
    throw error
  }
}

async function whenReady(started: StartedTestContainer, container: Container): Promise<Engine> {
  const url = container.url(`${started.getHost()}:${started.getMappedPort(container.port)}`)
  const answers = async (): Promise<true> => {
    await container.ready(url)
    return true
  }
  await waitFor(answers, {
    timeoutMs: DOCKER_TIMEOUT_MS,
    everyMs: 200,
    describe: `${container.image} to answer`,
  })
  return {
    url,
    how: `Docker, ${container.image}`,
    stop: async () => {
      await started.stop()
    },
  }
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  const late = sleep(DOCKER_TIMEOUT_MS, undefined, { ref: false }).then(() => {
    throw new Error(`not there within ${DOCKER_TIMEOUT_MS / 1000} s`)
  })
  return await Promise.race([work, late])
}
