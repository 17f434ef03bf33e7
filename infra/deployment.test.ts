import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'

type Variable = {
  name: string
  valueFrom: { secretKeyRef: { name: string; key: string; optional?: boolean } }
}
type Container = {
  name: string
  image: string
  env: Variable[]
  resources: { limits: object; requests: object }
}
type Manifest = {
  kind: string
  spec: { template: { spec: { containers: Container[] } & Record<string, unknown> } }
}

const root = join(import.meta.dirname, '..')
const kubernetes = join(root, 'infra', 'kubernetes')
const text = (...path: string[]) => readFileSync(join(...path), 'utf8')
/** Folders and files are mounted, and say so in the docs; the image has its seeds. */
const BY_A_MOUNT = ['INBOX_DIR', 'SOURCES', 'BOUNCE_MAILBOX', 'SEEDS_DIR']
const SECRET = /^(DATABASE|QUEUE|SEARCH|SMTP)_URL$|KEY$|SECRET$|QUOTAS$/
/** Whom the gateway shows the mails of a file: address; a cluster has none. */
const EMBEDDED_ALONE = ['SMTP_URL of gateway']

const deployment = (service: string): Manifest => {
  const documents = parseAllDocuments(text(kubernetes, `${service}.yaml`)).map(
    (one) => one.toJS() as Manifest,
  )
  return documents.find(({ kind }) => kind === 'Deployment') as Manifest
}
const containerOf = (service: string) => deployment(service).spec.template.spec.containers[0] as Container
const settings = [...text(kubernetes, 'settings.env').matchAll(/^#?([A-Z_]+)=/gm)].map(
  ([, name = '']) => name,
)
const compose = parse(text(root, 'docker-compose.yml'), { merge: true }) as {
  services: Record<string, { environment: Record<string, string> }>
}

/** Each row of the generated page: a variable, whether it has to be given, and who reads it. */
const variables = [...text(root, 'docs', 'env.md').matchAll(/^\| `(\w+)` \| (.*?) \| (.*?) \|/gm)].map(
  ([, name = '', given = '', readers = '']) => ({
    name,
    required: given.endsWith('required'),
    readers: readers.split(', ').filter((reader) => reader !== 'standalone'),
  }),
)
const services = ['fetcher', 'parser', 'indexer', 'gateway', 'mailer']

describe.each(services)('%s', (service) => {
  const own = variables.filter(({ name, readers }) => readers.includes(service) && !BY_A_MOUNT.includes(name))
  const names = own.map(({ name }) => name)

  test('every variable it reads can be given in docker-compose.yml', () => {
    expect(names.filter((name) => !(name in (compose.services[service]?.environment ?? {})))).toEqual([])
  })

  test('every variable it reads can be given in a cluster, secrets from the Secret alone', () => {
    const { env } = containerOf(service)
    const secrets = names.filter(
      (name) => SECRET.test(name) && !EMBEDDED_ALONE.includes(`${name} of ${service}`),
    )
    expect(env.map(({ name }) => name).sort()).toEqual(secrets.sort())
    for (const { name, valueFrom } of env)
      expect(valueFrom.secretKeyRef).toEqual({
        ...{ name: 'paperboy', key: name },
        ...(!own.find((variable) => variable.name === name)?.required && { optional: true }),
      })
    expect(names.filter((name) => !SECRET.test(name) && !settings.includes(name))).toEqual([])
  })

  test('its container is the one that the patches lay rights and probes over, and has limits', () => {
    const { name, image, resources } = containerOf(service)
    expect([name, image]).toEqual(['service', `paperboy/${service}`])
    expect(Object.keys(resources.limits)).toEqual(['cpu', 'memory'])
    expect(Object.keys(resources.requests)).toEqual(['cpu', 'memory'])
  })
})

test('no setting is there that nobody reads', () => {
  const read = variables.filter(({ readers }) => readers.length > 0).map(({ name }) => name)
  expect(read.length).toBeGreaterThan(20)
  expect(settings.filter((name) => ![...read, 'NODE_ENV'].includes(name))).toEqual([])
  expect(settings.filter((name) => SECRET.test(name))).toEqual([])
})

test.each(['every-pod.yaml', 'migrate/job.yaml'])('%s gives no rights', (path) => {
  const { spec } = (parse(text(kubernetes, path)) as Manifest).spec.template
  expect(spec).toMatchObject({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  })
  expect(spec.containers[0]).toMatchObject({
    name: 'service',
    securityContext: {
      ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
      capabilities: { drop: ['ALL'] },
    },
  })
})
